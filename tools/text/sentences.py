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

_END = re.compile('(?<![.!?…])[.!?…]++["\'”’)\\]]*+(?=\\s)|[。！？!?…]++[”’」』）)"]*+|\n+')
_LAST_WORD = re.compile(r"([A-Za-z.]+)$")

LONGEST_ABBREVIATION = 8
"""Characters looked at before a full stop."""

LONGEST_END = 16
"""Characters that the end of a sentence may have, closing quotes included."""


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
        begin = 0
        for end in _END.finditer(self._rest, self._looked):
            if end.end() == len(self._rest):
                break
            if not _is_abbreviation(self._rest, end):
                done.append(self._rest[begin : end.end()])
                begin = end.end()
        self._rest = self._rest[begin:]
        self._looked = max(0, len(self._rest) - LONGEST_END)
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


def _is_abbreviation(text: str, end: re.Match[str]) -> bool:
    if end[0] != ".":
        return False
    before = _LAST_WORD.search(text[max(0, end.start() - LONGEST_ABBREVIATION) : end.start()])
    if before is None:
        return False
    word = before[1].casefold()
    return word in ABBREVIATIONS or (len(word) == 1 and word != "i")
