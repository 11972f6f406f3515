"""What the words of a message mean, as far as danger is said with them: senses and their order."""

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from tools.text.alternatives import spellings
from tools.text.pieces import WORDS_REMEMBERED, bucket
from tools.text.senses import Sense, SenseBook, in_order

LANGUAGES = ("en", "zh")

FARTHEST = 12
"""Words between two senses that are still read together."""

NEXT_SENSES = 8
"""How many of the senses after one are read together with it."""


def senses(words: Sequence[str]) -> list[Sense]:
    """Return the senses in some folded words by where they begin; of one sense the longest."""
    return _book().find(words)


def meaning_pieces(words: Sequence[str]) -> list[int]:
    """Return the different buckets of the senses of a message and of their pairs, in no order.

    Linear in the words: a sense is paired with the few that come next.
    """
    found = senses(words)
    pieces = {_piece(f"@{name}") for name in {sense.name for sense in found}}
    for first, second in in_order(found, farthest=FARTHEST, most=NEXT_SENSES):
        pieces.add(_pair(first.name, second.name))
    for name, start, end in found:
        if start:
            pieces.add(_beside(words[start - 1], name, before=True))
        if end < len(words):
            pieces.add(_beside(words[end], name, before=False))
    return list(pieces)


_piece = cache(bucket)


@cache
def _pair(first: str, second: str) -> int:
    return bucket(f"@{first}>{second}")


@lru_cache(maxsize=WORDS_REMEMBERED)
def _beside(word: str, name: str, *, before: bool) -> int:
    return bucket(f"{word}>@{name}" if before else f"@{name}>{word}")


@cache
def _book() -> SenseBook:
    return SenseBook(_expressions())


def _expressions() -> Iterator[tuple[str, str]]:
    """Yield every sense of both languages with each expression that means it."""
    for language in LANGUAGES:
        text = files("tools.care").joinpath(f"meanings_{language}.toml").read_text("utf-8")
        for name, patterns in tomllib.loads(text).items():
            for pattern in patterns.split(","):
                yield from ((f"{language}.{name}", said) for said in spellings(pattern.strip()))
