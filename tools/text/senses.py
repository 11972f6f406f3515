"""Senses: words that mean something, found in a message wherever they stand, and in which order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tools.text.words import words_of

AHEAD = 4
"""How far ahead senses are looked for, for each one wanted: several may begin at the same word."""


class Sense(NamedTuple):
    """Words that mean something, from `start` to `end`, end not included."""

    name: str
    start: int
    end: int


@dataclass
class _Node:
    next: dict[str, "_Node"] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)


class SenseBook:
    """Finds senses in folded words.

    Args:
        expressions: each sense with an expression that means it, as often as it has any.
    """

    def __init__(self, expressions: Iterable[tuple[str, str]]) -> None:
        self._root = _Node()
        for name, expression in expressions:
            self._plant(expression, name)

    def find(self, words: Sequence[str]) -> list[Sense]:
        """Return the senses by where they begin; of one sense that begins there the longest."""
        found = list[Sense]()
        for start, word in enumerate(words):
            if word in self._root.next:
                ends = dict(self._from(words, start))
                found.extend(Sense(name, start, end) for name, end in ends.items())
        return found

    def _from(self, words: Sequence[str], start: int) -> Iterator[tuple[str, int]]:
        node: _Node | None = self._root
        for end in range(start, len(words)):
            node = node.next.get(words[end]) if node else None
            if node is None:
                return
            for name in node.names:
                yield name, end + 1

    def _plant(self, expression: str, name: str) -> None:
        node, words = self._root, words_of(expression)
        for word in words:
            node = node.next.setdefault(word, _Node())
        if words and name not in node.names:
            node.names.append(name)


def in_order(found: Sequence[Sense], *, farthest: int, most: int) -> Iterator[tuple[Sense, Sense]]:
    """Yield each sense with those that come next after it: linear in the senses.

    Args:
        found: senses by where they begin.
        farthest: words between two at most.
        most: how many come with one at most.
    """
    for place, first in enumerate(found):
        paired = 0
        for second in found[place + 1 : place + AHEAD * most]:
            if second.start > first.end + farthest or paired == most:
                break
            if second.start >= first.end:
                yield first, second
                paired += 1
