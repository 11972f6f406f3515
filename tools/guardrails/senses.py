"""What the words of a message mean, as far as attempts are said with them: senses and their order.

All languages name their senses alike: what is learned of one counts for the others.
"""

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from tools.guardrails.clues import clue
from tools.text.alternatives import spellings
from tools.text.senses import Sense, SenseBook, in_order

SENSE_FILES = ("senses_en.toml", "senses_zh.toml", "senses_other.toml")
"""The files of senses beside this module."""

FARTHEST = 10
"""Words between two senses that are still read together."""

NEXT_SENSES = 6
"""How many of the senses after one are read together with it."""

MEANING_COUNTS = 2.0
"""What the meaning of words counts beside the words themselves."""


class Meant(NamedTuple):
    """The bucket of a sense or of two in their order, and the words it stands in."""

    bucket: int
    start: int
    end: int


def senses(words: Sequence[str]) -> list[Sense]:
    """Return the senses in some folded words by where they begin; of one sense the longest."""
    return _book().find(words)


def meant(words: Sequence[str]) -> list[Meant]:
    """Return what some folded words mean, each sense and each two that follow one another.

    Linear in the words: a sense is paired with the few that come next.
    """
    found = senses(words)
    pieces = [Meant(_single(sense.name), sense.start, sense.end) for sense in found]
    for first, second in in_order(found, farthest=FARTHEST, most=NEXT_SENSES):
        pieces.append(Meant(_pair(first.name, second.name), first.start, second.end))
    return pieces


@cache
def _single(name: str) -> int:
    return clue(f"@{name}")


@cache
def _pair(first: str, second: str) -> int:
    return clue(f"@{first}>{second}")


@cache
def _book() -> SenseBook:
    return SenseBook(expressions())


def expressions() -> Iterator[tuple[str, str]]:
    """Yield every sense with each expression that means it."""
    for name in SENSE_FILES:
        table = tomllib.loads(files("tools.guardrails").joinpath(name).read_text("utf-8"))
        for sense, patterns in table.items():
            for pattern in patterns.split(","):
                yield from ((sense, said) for said in spellings(pattern.strip()))
