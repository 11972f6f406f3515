"""Whether two sentences say the same, judged by their words alone."""

import re
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import pairwise

from tools.text.normalise import normalise
from tools.text.scripts import HAN, KANA
from tools.text.simplify import simplified

KEPT = 4_096
"""Texts whose reading is kept: what comes to mind in one turn mostly does so in the next."""

_UNSPACED = f"{HAN}{KANA}"
_WORD = re.compile(f"([{_UNSPACED}]+)|[^\\W_{_UNSPACED}]+(?:['’][^\\W_{_UNSPACED}]+)?")
_NUMBER = re.compile(
    r"\d+(?:[.:]\d+)*|[零〇一二两三四五六七八九十百千万亿]+"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|twenty|hundred)\b"
)
_ENGLISH_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|without|neither|nor|cannot|stopped|quit|\w+n['’]t)\b"
)
_CHINESE_NEGATION = re.compile("没有|从不|从未|不(?![错但过仅止管])|没|别(?!人)|未(?!来)|无(?!论)")


def plain(text: str) -> str:
    """Return a text folded for comparison: one form of each letter, small, single spaces."""
    return " ".join(simplified(normalise(text)).casefold().split())


@lru_cache(KEPT)
def words(text: str) -> frozenset[str]:
    """Return the words of a text; of a script without spaces, each two neighbouring characters.

    Unlike search terms these keep their endings and the little words: "works" is not "worked".
    """
    found: set[str] = set()
    for word in _WORD.finditer(plain(text)):
        run = word[1]
        found.update(map("".join, pairwise(run)) if run and len(run) > 1 else (word[0],))
    return frozenset(found)


def overlap(one: AbstractSet[str], other: AbstractSet[str]) -> float:
    """Return the share of all words that both have, from 0 to 1; no words share nothing."""
    together = len(one | other)
    return len(one & other) / together if together else 0.0


@lru_cache(KEPT)
def numbers(text: str) -> frozenset[str]:
    """Return the numbers of a text as written, Chinese ones included."""
    return frozenset(_NUMBER.findall(plain(text)))


@lru_cache(KEPT)
def negated(text: str) -> bool:
    """Return whether a text denies something: an odd number of negations."""
    folded = plain(text)
    return (
        len(_ENGLISH_NEGATION.findall(folded)) + len(_CHINESE_NEGATION.findall(folded))
    ) % 2 == 1


def agree(one: str, other: str, /) -> bool:
    """Return whether two texts name the same numbers and both affirm, or both deny."""
    return numbers(one) == numbers(other) and negated(one) == negated(other)
