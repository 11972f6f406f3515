"""What the words of a message mean, as far as attempts are said with them: senses and their order.

All languages name their senses alike: what is learned of one counts for the others.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from tools.care.alternatives import spellings
from tools.guardrails.clues import clue
from tools.text.words import words_of

SENSE_FILES = ("senses_en.toml", "senses_zh.toml", "senses_other.toml")
"""The files of senses beside this module."""

FARTHEST = 10
"""Words between two senses that are still read together."""

NEXT_SENSES = 6
"""How many of the senses after one are read together with it."""

MEANING_COUNTS = 2.0
"""What the meaning of words counts beside the words themselves."""


class Sense(NamedTuple):
    """Words that mean something, from `start` to `end`, end not included."""

    name: str
    start: int
    end: int


class Meant(NamedTuple):
    """The bucket of a sense or of two in their order, and the words it stands in."""

    bucket: int
    start: int
    end: int


@dataclass
class _Node:
    next: dict[str, "_Node"] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)


def senses(words: Sequence[str]) -> list[Sense]:
    """Return the senses in some folded words by where they begin; of one sense the longest."""
    found, root = list[Sense](), _tree().next
    for start, word in enumerate(words):
        if word in root:
            ends = dict(_from(words, start))
            found.extend(Sense(name, start, end) for name, end in ends.items())
    return found


def meant(words: Sequence[str]) -> list[Meant]:
    """Return what some folded words mean, each sense and each two that follow one another.

    Linear in the words: a sense is paired with the few that come next.
    """
    found = senses(words)
    pieces = [Meant(_single(sense.name), sense.start, sense.end) for sense in found]
    for place, (first, start, end) in enumerate(found):
        paired = 0
        for second, begin, last in found[place + 1 :]:
            if begin > end + FARTHEST or paired == NEXT_SENSES:
                break
            if begin >= end:
                pieces.append(Meant(_pair(first, second), start, last))
                paired += 1
    return pieces


@cache
def _single(name: str) -> int:
    return clue(f"@{name}")


@cache
def _pair(first: str, second: str) -> int:
    return clue(f"@{first}>{second}")


def _from(words: Sequence[str], start: int) -> Iterator[tuple[str, int]]:
    node: _Node | None = _tree()
    for end in range(start, len(words)):
        node = node.next.get(words[end]) if node else None
        if node is None:
            return
        for name in node.names:
            yield name, end + 1


@cache
def _tree() -> _Node:
    """Return all expressions of every language as a tree."""
    root = _Node()
    for sense, expression in expressions():
        _plant(root, expression, sense)
    return root


def expressions() -> Iterator[tuple[str, str]]:
    """Yield every sense with each expression that means it."""
    for name in SENSE_FILES:
        table = tomllib.loads(files("tools.guardrails").joinpath(name).read_text("utf-8"))
        for sense, patterns in table.items():
            for pattern in patterns.split(","):
                yield from ((sense, said) for said in spellings(pattern.strip()))


def _plant(node: _Node, expression: str, name: str) -> None:
    words = words_of(expression)
    for word in words:
        node = node.next.setdefault(word, _Node())
    if words and name not in node.names:
        node.names.append(name)
