"""What the words of a message mean, as far as danger is said with them: senses and their order."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from tools.care.alternatives import spellings
from tools.text.pieces import WORDS_REMEMBERED, bucket
from tools.text.words import words_of

LANGUAGES = ("en", "zh")

FARTHEST = 12
"""Words between two senses that are still read together."""

NEXT_SENSES = 8
"""How many of the senses after one are read together with it."""

SENSES_AHEAD = 4 * NEXT_SENSES
"""How far ahead these are looked for: several senses may begin at the same word."""


class Sense(NamedTuple):
    """Words that mean something, from `start` to `end`, end not included."""

    name: str
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


def meaning_pieces(words: Sequence[str]) -> list[int]:
    """Return the different buckets of the senses of a message and of their pairs, in no order.

    Linear in the words: a sense is paired with the few that come next.
    """
    found = senses(words)
    pieces = {_piece(f"@{name}") for name in {sense.name for sense in found}}
    for place, (first, start, end) in enumerate(found):
        paired = 0
        for second, begin, _ in found[place + 1 : place + SENSES_AHEAD]:
            if begin > end + FARTHEST or paired == NEXT_SENSES:
                break
            if begin >= end:
                pieces.add(_pair(first, second))
                paired += 1
        if start:
            pieces.add(_beside(words[start - 1], first, before=True))
        if end < len(words):
            pieces.add(_beside(words[end], first, before=False))
    return list(pieces)


_piece = cache(bucket)


@cache
def _pair(first: str, second: str) -> int:
    return bucket(f"@{first}>{second}")


@lru_cache(maxsize=WORDS_REMEMBERED)
def _beside(word: str, name: str, *, before: bool) -> int:
    return bucket(f"{word}>@{name}" if before else f"@{name}>{word}")


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
    """Return all expressions of both languages as a tree."""
    root = _Node()
    for language in LANGUAGES:
        text = files("tools.care").joinpath(f"meanings_{language}.toml").read_text("utf-8")
        for name, expressions in tomllib.loads(text).items():
            for pattern in expressions.split(","):
                for expression in spellings(pattern.strip()):
                    _plant(root, expression, f"{language}.{name}")
    return root


def _plant(node: _Node, expression: str, name: str) -> None:
    for word in words_of(expression):
        node = node.next.setdefault(word, _Node())
    if name not in node.names:
        node.names.append(name)
