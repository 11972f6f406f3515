"""Bring the forms of an English word together, lightly."""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

SHORTEST_STEM = 3
"""Letters that must be left when an ending is taken off."""

STEMS_REMEMBERED = 20_000
"""How many words keep their stem at hand; more than one person's talk uses."""

_VOWEL = re.compile("[aeiouy]")
_NEEDS_E = re.compile("[^aeiouy]+[aeiouy][^aeiouywx]")
"""One short syllable: a verb like this doubles its last letter, or it had an e."""

_DOUBLED = re.compile(r"([bdfgmnprt])\1$")


@lru_cache(maxsize=STEMS_REMEMBERED)
def stem(word: str) -> str:
    """Return a form that most inflections of a small-letter English word share.

    Takes off plural, past, -ing and -ly endings and most silent e's, and knows the common irregular
    forms. The result is a key, not a word: "moving", "moved" and "moves" give "move", "changing"
    and "change" give "chang".
    """
    word = irregular_forms().get(word, word)
    return _end(_adverb(_past(_plural(word))))


def _plural(word: str) -> str:
    if len(word) <= SHORTEST_STEM or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > SHORTEST_STEM + 1:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1]


def _past(word: str) -> str:
    for ending in ("ing", "ied", "ed"):
        base = word.removesuffix(ending)
        if base != word and _can_stand(base) and not word.endswith("eed"):
            return base + "y" if ending == "ied" else _plain_verb(base)
    return word


def _plain_verb(base: str) -> str:
    """Return "plan" for "plann", "care" for "car", and what needs neither as it is."""
    return f"{base}e" if _NEEDS_E.fullmatch(base) else _DOUBLED.sub(r"\1", base)


def _adverb(word: str) -> str:
    base = word.removesuffix("ly")
    return base if _can_stand(base) else word


def _can_stand(base: str) -> bool:
    return len(base) >= SHORTEST_STEM and _VOWEL.search(base) is not None


def _end(word: str) -> str:
    if len(word) > SHORTEST_STEM and word.endswith("e"):
        return word if _NEEDS_E.fullmatch(word[:-1]) else word[:-1]
    if len(word) > SHORTEST_STEM - 1 and word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "i"
    return word


@cache
def irregular_forms() -> dict[str, str]:
    """Return the plain word for each irregular form."""
    table = tomllib.loads(files("tools.text").joinpath("stop_words.toml").read_text("utf-8"))
    return {form: plain for plain, forms in table["forms"].items() for form in forms.split()}
