"""What else a message may say: its disguises undone, each only where the text looks like one."""

import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import islice

from tools.text.decode import decoded
from tools.text.hidden import hidden_text
from tools.text.mend import Mender
from tools.text.normalise import normalise
from tools.text.scripts import HAN
from tools.text.turn_round import Turner
from tools.text.unspace import Unspacer
from tools.text.words import words_of

RULE_FILES = ("input_en.toml", "input_zh.toml")
"""The files of rules beside this module."""

MOST_VIEWS = 12
"""Readings of one message at most; a real disguise is one or two deep."""

MARKED_SHARE = 0.3
"""Share of marks among the letters from which the marks are a disguise; Vietnamese stays below it
in most words, and loses nothing but a reading more."""

EVERYDAY = (
    "a i am an and are as at be but by can do for from get go had has have he her him his how if in"
    " into is it its just like me my no not now of on one or our out please she so some that the"
    " their them then there they this to up us was we were what when which who why will with would"
    " you your"
)
"""Words between those of the rules, for cutting a run of letters and knowing turned ones."""


def views(text: str) -> Iterator[str]:
    """Yield other readings of a message, already normalised, for the rules to judge beside it.

    Ordinary talk has none, or one in which a misspelled word is right. What was decoded is looked
    through once more, so that one disguise over another is read too. Linear in the length.
    """
    return islice(_views(text), MOST_VIEWS)


def _views(text: str) -> Iterator[str]:
    inner = [hidden_text(text), *islice(decoded(text), MOST_VIEWS)]
    for part in filter(None, inner):
        yield normalise(part)
        yield from _rewritten(part)
        yield from map(normalise, islice(decoded(part), 1))
    yield from _rewritten(text)


def _rewritten(text: str) -> Iterator[str]:
    mender, unspacer, turner = _tools()
    plain = bare(normalise(text))
    if plain is not None:
        yield plain
    together = unspacer.unspaced(text)
    read = normalise(together) if together else plain or normalise(text)
    if together:
        yield read
    if mended := mender.mended(read):
        yield mended
    yield from turner.turned(read)


def bare(text: str) -> str | None:
    """Return a normalised text without any marks on its letters, None when it has few."""
    if text.isascii():
        return None
    parts = unicodedata.normalize("NFD", text)
    left = "".join(letter for letter in parts if not unicodedata.combining(letter))
    letters = sum(map(str.isalpha, left))
    return left if len(parts) - len(left) > letters * MARKED_SHARE else None


@cache
def _tools() -> tuple[Mender, Unspacer, Turner]:
    expressions = tuple(_expressions())
    words = {word for said in expressions for word in words_of(said)} - set(HAN)
    return (
        Mender(words),
        Unspacer(words.union(EVERYDAY.split())),
        Turner(words.union(EVERYDAY.split()), (said for said in expressions if not said.isascii())),
    )


def _expressions() -> Iterator[str]:
    for name in RULE_FILES:
        table = tomllib.loads(files("tools.guardrails").joinpath(name).read_text("utf-8"))
        for group in table["groups"].values():
            yield from group
