"""Read which country somebody says they are in, by rules."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from tools.prompts.render import Language
from tools.text.normalise import normalise
from tools.text.simplify import simplified
from tools.text.words import WORD

LONGEST_TEXT = 300
"""Characters of a message that are read for a country; an answer to a question is short."""

_CLAUSE = re.compile(r"[.,!?;:()/。，、！？；：（）\n]+")

_UNITED_STATES = re.compile(r"\bU\.S\.(?:A\.)?|\bUS\b|(?<=\bin )us\b")
"""Written small, "us" is the country only after "in"."""

_HERE, _FILLER, _BEFORE, _AFTER, _OTHER = "here", "filler", "not_here_before", "not_here_after", ""
"""What a piece of a clause can be, beside the country of a place; the names are those in
`stated.toml`."""


def stated_country(text: str) -> str | None:
    """Return the ISO 3166 code of the country a person says they are in, in English or Chinese.

    Read clause by clause. Either a clause says "I'm in" right before a place and nothing takes it
    back ("if", "the last time", "next week"), or it has nothing but places and small words. Clauses
    that name different countries give None, as does a place that is not in `countries.toml`.
    """
    text = _UNITED_STATES.sub("USA", text[:LONGEST_TEXT]).replace("U.K.", "UK")
    clauses = _CLAUSE.split(_folded(text))
    found = {_country_of(list(_pieces(_words(clause)))) for clause in clauses} - {None}
    return found.pop() if len(found) == 1 else None


def country_name(country: str, language: Language) -> str | None:
    """Return a country as it is called after "in", or None when it is not in `countries.toml`."""
    row = _countries().get(country.upper())
    return row[language] if row else None


def _country_of(pieces: list[str]) -> str | None:
    """Return the country of one clause."""
    places = {piece for piece in pieces if piece in _countries()}
    if len(places) != 1:
        return None
    if places.issuperset(piece for piece in pieces if piece not in {_HERE, _FILLER}):
        return places.pop()
    if _HERE not in pieces:
        return None
    here = pieces.index(_HERE)
    rest = [piece for piece in pieces[here + 1 :] if piece not in {_HERE, _FILLER}]
    denied = _BEFORE in pieces[:here] or _AFTER in rest
    return rest[0] if rest and rest[0] in places and not denied else None


def _folded(text: str) -> str:
    """Fold a text as a whole: word by word it would take 5 ms of every long Chinese message."""
    return simplified(normalise(text)).casefold().replace("'", "").replace("’", "")


def _words(clause: str) -> list[str]:
    return WORD.findall(clause)


def _pieces(words: list[str]) -> Iterator[str]:
    """Cut a clause into the longest expressions that are known, one word each for the others."""
    known, longest = _expressions()
    start = 0
    while start < len(words):
        ends = range(min(len(words), start + longest.get(words[start], 0)), start, -1)
        end = next((end for end in ends if tuple(words[start:end]) in known), None)
        yield known[tuple(words[start:end])] if end else _OTHER
        start = end or start + 1


@cache
def _expressions() -> tuple[Mapping[tuple[str, ...], str], Mapping[str, int]]:
    """Return what every expression is, and the length of the longest that begins with a word."""
    said = [(text, kind) for kind, texts in _table("stated.toml").items() for text in texts]
    said += [(text, code) for code, row in _countries().items() for text in row["places"]]
    known = {tuple(_words(_folded(text))): kind for text, kind in said}
    longest: dict[str, int] = {}
    for words in known:
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return known, longest


@cache
def _countries() -> Mapping[str, Any]:
    return _table("countries.toml")


def _table(name: str) -> Mapping[str, Any]:
    return tomllib.loads(files("tools.care").joinpath(name).read_text("utf-8"))
