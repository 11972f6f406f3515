"""Cut text into sentences, also while it is still arriving."""

import re

ABBREVIATIONS = frozenset(
    (
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "sr",
        "jr",
        "st",
        "vs",
        "eg",
        "ie",
        "e.g",
        "i.e",
        "a.m",
        "p.m",
    )
)
"""Words whose full stop ends no sentence."""

_END = re.compile("(?<![.!?…。！？])[.!?…。！？]++[\"'”’」』）)\\]]*+|\\n+")
_FULL_STOPS = re.compile("[.…][^!?。！？]*")
_LAST_WORD = re.compile(r"([A-Za-z][A-Za-z.]*)$")

LONGEST_ABBREVIATION = 8
"""Characters looked at before a full stop."""


class SentenceStream:
    """Takes text piece by piece and gives back whole sentences, spacing kept."""

    def __init__(self) -> None:
        self._rest = ""
        self._looked = 0

    def push(self, piece: str) -> list[str]:
        """Return the sentences that this piece completes.

        A sentence is complete when what follows its end has been seen, so that "3.5" and "?!" stay
        whole; the sentences and `finish()` together are exactly the text that was pushed.
        """
        self._rest += piece
        done: list[str] = []
        begin, looked = 0, len(self._rest)
        for end in _END.finditer(self._rest, self._looked):
            if end.end() == len(self._rest):
                looked = end.start()
            elif _ends_sentence(self._rest, begin, end):
                done.append(self._rest[begin : end.end()])
                begin = end.end()
        self._rest = self._rest[begin:]
        self._looked = looked - begin
        return done

    def finish(self) -> str:
        """Return what is left and begin anew."""
        rest, self._rest, self._looked = self._rest, "", 0
        return rest


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text, trimmed, without empty ones."""
    stream = SentenceStream()
    pieces = [*stream.push(text), stream.finish()]
    return [piece.strip() for piece in pieces if piece.strip()]


def _ends_sentence(text: str, begin: int, end: re.Match[str]) -> bool:
    if not _FULL_STOPS.fullmatch(end[0]):
        return True
    if "…" not in end[0] and not text[end.end()].isspace():
        return False
    return end[0] != "." or not _is_abbreviation(
        text[max(begin, end.start() - LONGEST_ABBREVIATION) : end.start()]
    )


def _is_abbreviation(before: str) -> bool:
    found = _LAST_WORD.search(before)
    if found is None:
        return False
    word = found[1].casefold()
    return word in ABBREVIATIONS or (len(word) == 1 and word != "i")
