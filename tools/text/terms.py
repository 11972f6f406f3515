"""The keyword terms by which a text is found."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import islice, pairwise

from tools.text.normalise import normalise
from tools.text.scripts import HAN, KANA
from tools.text.simplify import simplified
from tools.text.stem import stem

TERMS_AT_MOST = 400
"""Terms of one text; a longer text is found by its beginning."""

LONGEST_TERM = 64
"""Characters of one term; longer ones are cut."""

_UNSPACED = f"{HAN}{KANA}"
_PIECE = re.compile(f"([{_UNSPACED}]+)|[^\\W_{_UNSPACED}]+(?:['’][^\\W_{_UNSPACED}]+)*")
_POSSESSIVE = re.compile("['’]s$")
_APOSTROPHES = re.compile("['’]")


def terms_of(text: str) -> list[str]:
    """Return the different search terms of a text in order of appearance, 400 at most.

    Words are small letters, stemmed, without stop words; numbers stay; Chinese and Japanese give
    the pairs of neighbouring characters, simplified, or the character itself where it stands alone.
    """
    return list(islice(dict.fromkeys(_all_terms(simplified(normalise(text)))), TERMS_AT_MOST))


def _all_terms(text: str) -> Iterator[str]:
    english, chinese = _stop_words()
    for piece in _PIECE.finditer(text):
        if piece[1]:
            yield from (pair for pair in _pairs(piece[1]) if pair not in chinese)
            continue
        word = _APOSTROPHES.sub("", _POSSESSIVE.sub("", piece[0].casefold()))
        if word and word not in english:
            yield stem(word[:LONGEST_TERM])


def _pairs(run: str) -> Iterator[str]:
    if len(run) == 1:
        yield run
    for first, second in pairwise(run):
        yield first + second


@cache
def _stop_words() -> tuple[frozenset[str], frozenset[str]]:
    table = tomllib.loads(files("tools.text").joinpath("stop_words.toml").read_text("utf-8"))
    return frozenset(table["en"].split()), frozenset(table["zh"].split())
