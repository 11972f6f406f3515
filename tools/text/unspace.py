"""Put words together again that were written letter by letter."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from math import inf

SHORTEST_RUN = 7
"""Letters, each alone, from which a run is read together; initials are shorter."""

LONGEST_WORD = 16
"""Letters of the longest word that is tried where nothing says where a word ends."""

UNKNOWN = 3
"""What a letter costs that belongs to no known word; a known word costs 1."""

LONGEST_CUT = 400
"""Letters without a gap of which words are looked for; more are no sentence."""

_UNBROKEN = re.compile(r"[A-Za-z]{24,400}")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_HUMPS = re.compile(r"[a-z][A-Z]")

FEWEST_HUMPS = 3
"""Large letters inside words from which they begin words of their own."""

MOST_UNBROKEN = 8
"""Runs of letters without a gap that are cut."""

_RUN = re.compile(
    r"(?<![^\W_])[A-Za-z0-9@$]"
    rf"(?:(?:[^\w@$]{{1,6}}|_)[A-Za-z0-9@$](?![A-Za-z0-9])){{{SHORTEST_RUN - 1},}}"
)
_SIGNS = re.compile(r"[^\w@$]+|_+")
_PART = re.compile(r"[^\W_]|[@$]|[^\w@$]+|_+")


class Unspacer:
    """Knows some words, to tell where one ends when all gaps are the same."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(words)

    def unspaced(self, text: str) -> str | None:
        """Return the text with its spelled-out runs put together, None when it has none."""
        if not _RUN.search(text):
            return None
        return _RUN.sub(lambda run: f" {self._joined(run[0].casefold())} ", text)

    def parted(self, text: str) -> str | None:
        """Return the text with gaps where its words had none, None when nothing looks like it."""
        with_gaps = _CAMEL.sub(" ", text) if len(_HUMPS.findall(text)) >= FEWEST_HUMPS else text
        parted = _UNBROKEN.sub(
            lambda run: f" {self._cut(run[0].casefold())} ", with_gaps, count=MOST_UNBROKEN
        )
        return None if parted == text else parted

    def _joined(self, run: str) -> str:
        usual = Counter(_SIGNS.findall(run)).most_common(1)[0][0]
        is_blank = usual != "".join(usual.split())
        pieces, parts = [""], _PART.findall(run)
        for part in parts:
            ends = part != usual if is_blank else any(map(str.isspace, part))
            if part[0].isalnum() or part[0] in "@$":
                pieces[-1] += part
            elif ends:
                pieces.append("")
        shows_words = any(part != usual and part.isspace() for part in parts)
        longest = LONGEST_WORD if shows_words else 1
        return " ".join(
            self._cut(piece)
            if longest < len(piece) <= LONGEST_CUT and piece not in self.words
            else piece
            for piece in pieces
        )

    def _cut(self, letters: str) -> str:
        """Return the letters cut into the fewest known words."""
        costs, froms = [0.0], [0]
        for end in range(1, len(letters) + 1):
            best, begin = costs[end - 1] + UNKNOWN, end - 1
            for start in range(max(0, end - LONGEST_WORD), end):
                cost = costs[start] + 1 if letters[start:end] in self.words else inf
                if cost < best:
                    best, begin = cost, start
            costs.append(best)
            froms.append(begin)
        return " ".join(reversed(list(self._pieces(letters, froms))))

    def _pieces(self, letters: str, froms: list[int]) -> Iterator[str]:
        """Yield the words from the last to the first; unknown letters in a row are one word."""
        end, unknown = len(letters), ""
        while end:
            piece, end = letters[froms[end] : end], froms[end]
            if piece in self.words:
                yield from filter(None, (unknown, piece))
                unknown = ""
            else:
                unknown = piece + unknown
        yield from filter(None, (unknown,))
