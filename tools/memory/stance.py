"""Whether a sentence affirms or denies, and what is left of it then."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tools.memory.likeness import KEPT, plain
from tools.memory.wording import wording_of
from tools.text.scripts import HAN
from tools.text.stem import stem
from tools.text.words import words_of

SHORTEST_PART = 2
"""Characters of a Chinese word that may stand for a longer: 咖啡 for 黑咖啡, not 鱼 for 金鱼."""

_HAN = re.compile(f"[{HAN}]")
_DIGIT = re.compile(r"\d|[零一二两三四五六七八九十百]")
_NUMBER_WORDS = frozenset(
    map(stem, ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve"))
)


@dataclass(frozen=True, kw_only=True)
class Stance:
    """What a sentence is about, and whether it is for or against it."""

    affirms: bool
    core: tuple[str, ...]
    """The words that carry the fact: who likes is nobody's part of it, and neither is a "not"."""


@lru_cache(KEPT)
def stance_of(text: str, *, of_taste: bool = False) -> Stance:
    """Return the stance of a sentence; `of_taste` looks through eating and drinking too."""
    wording = wording_of(text)
    rest, against = plain(text), 0
    for part in ("aversion", "negation"):
        rest, count = wording.words[part].subn(" ", rest)
        against += count
    for part in ("affinity", "filler"):
        rest = wording.words[part].sub(" ", rest)
    if of_taste:
        without = wording.words["taking"].sub(" ", rest)
        rest = without if words_of(without) else rest
    words = words_of(wording.words["self"].sub(" ", rest))
    core = tuple(stem(word) if word.isascii() else word for word in words)
    return Stance(affirms=against % 2 == 0, core=core)


def reverses(one: Stance, other: Stance, *, of_taste: bool = False) -> bool:
    """Return whether one sentence denies what the other affirms.

    Of tastes the denial may be wider than what it denies: no coffee is no black coffee either, but
    no black coffee is still coffee.
    """
    if one.affirms == other.affirms or not one.core or not other.core:
        return False
    denial, claim = (other, one) if one.affirms else (one, other)
    return denial.core == claim.core or (of_taste and _is_kind_of(claim.core, denial.core))


def recounts(one: Stance, other: Stance) -> bool:
    """Return whether two sentences differ in one or more numbers and in nothing else."""
    if one.affirms != other.affirms or one.core == other.core or len(one.core) != len(other.core):
        return False
    return all(
        first == second or (_is_number(first) and _is_number(second))
        for first, second in zip(one.core, other.core, strict=True)
    )


def _is_kind_of(narrow: Sequence[str], wide: Sequence[str]) -> bool:
    if len(wide) >= len(narrow) or tuple(narrow[-len(wide) :]) != tuple(wide):
        return False
    return len(wide) >= SHORTEST_PART or not _HAN.search(wide[0])


def _is_number(word: str) -> bool:
    return bool(_DIGIT.match(word)) or word in _NUMBER_WORDS
