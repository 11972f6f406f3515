"""Read texts whose letters were shifted in the alphabet, mirrored or written backwards."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from string import ascii_lowercase

from tools.text.scripts import HAN

FEWEST = 2
"""Different words of the rules that a way of turning must bring out before it is read."""

BACKWARDS = "backwards"
_WORD = re.compile(r"[a-z]{4,24}")
_HAN_RUN = re.compile(f"[{HAN}]{{2,}}")

_TABLES = {
    str(shift): str.maketrans(ascii_lowercase, ascii_lowercase[-shift:] + ascii_lowercase[:-shift])
    for shift in range(1, 26)
} | {"mirrored": str.maketrans(ascii_lowercase, ascii_lowercase[::-1])}
"""How to undo each shift of the alphabet, and its mirror."""

_REDO = {
    way: str.maketrans("".join(map(chr, table.values())), "".join(map(chr, table)))
    for way, table in _TABLES.items()
}


class Turner:
    """Knows what some words look like when turned."""

    def __init__(self, words: Iterable[str], phrases: Iterable[str]) -> None:
        self._ways: dict[str, list[str]] = defaultdict(list)
        known = frozenset(words)
        for word in filter(_WORD.fullmatch, known):
            for way, table in _REDO.items():
                self._plant(word.translate(table), way, known)
            self._plant(word[::-1], BACKWARDS, known)
        self._pairs = frozenset(one for one in phrases if len(one) == 2)

    def turned(self, text: str) -> Iterator[str]:
        """Yield the text as every way of turning reads it that brings out words of the rules."""
        small = text.casefold()
        found = defaultdict[str, int](int)
        for word in set(_WORD.findall(small)):
            for way in self._ways.get(word, ()):
                found[way] += 1
        for way, count in found.items():
            if count >= FEWEST:
                yield from _undo(small, way)
        if self._is_backwards(small):
            yield small[::-1]

    def _plant(self, turned: str, way: str, known: frozenset[str]) -> None:
        if turned not in known:
            self._ways[turned].append(way)

    def _is_backwards(self, text: str) -> bool:
        """Return whether more Chinese pairs of characters are words when read from the end."""
        if text.isascii():
            return False
        runs = _HAN_RUN.findall(text)
        pairs = {run[at : at + 2] for run in runs for at in range(len(run) - 1)}
        back = sum(pair[::-1] in self._pairs for pair in pairs)
        return back >= FEWEST and back > len(pairs & self._pairs)


def _undo(text: str, way: str) -> Iterator[str]:
    if way == BACKWARDS:
        yield text[::-1]
        yield " ".join(word[::-1] for word in text.split())
    else:
        yield text.translate(_TABLES[way])
