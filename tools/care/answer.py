"""The fixed answer to somebody in danger: written by people, never by a model."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template
from typing import cast, get_args

from tools.care.helplines import Helpline, emergency_number, helplines_in, international_pointer
from tools.care.stated_country import country_name
from tools.prompts.render import Language


@dataclass(frozen=True)
class CareAnswer:
    """What the person reads, and the lines that are in it."""

    text: str
    helplines: tuple[Helpline, ...]
    condition: str = ""
    """For whom the lines are, when that is not known for sure; empty when it is."""


def crisis_answer(
    language: Language, country: str | None, *, likely: str | None = None
) -> CareAnswer:
    """Return the answer in a language, with the lines of the person's country word for word.

    It acknowledges, asks directly, names the lines, and stays. Where no country is known it asks
    for it and points to lines everywhere, and names the lines of a likely one as a condition.

    Args:
        language: what the person writes in.
        country: ISO 3166 code of the country the person said they are in.
        likely: code of the country they may be in, where they have said none.
    """
    if lines := helplines_in(country):
        return CareAnswer(_filled(language, "known", country, lines), lines)
    pointer = international_pointer()
    if not country and likely and (lines := helplines_in(likely)):
        text = _filled(language, "likely", likely, lines)
        return CareAnswer(text, (*lines, pointer), _filled(language, "likely_notice", likely, ()))
    return CareAnswer(_filled(language, "unknown", country, (pointer,)), (pointer,))


def country_answer(language: Language, country: str) -> CareAnswer:
    """Return what somebody reads who was asked where they are and has just said it.

    It names the lines of that country word for word, and asks to be corrected.

    Raises:
        ValueError: there are no lines of this country.
    """
    lines = helplines_in(country)
    if not lines:
        raise ValueError(f"There are no lines of {country}.")
    return CareAnswer(_filled(language, "stated", country, lines), lines)


def asked_in(reply: str) -> Language | None:
    """Return the language in which a reply asked where the person is, or None when it did not."""
    for language in get_args(Language):
        words = _words(language)
        if words["question"] in reply or words["correction"] in reply:
            return cast("Language", language)
    return None


def _filled(language: Language, name: str, country: str | None, lines: tuple[Helpline, ...]) -> str:
    words = _words(language)
    return Template(words[name].strip()).substitute(
        lines="\n".join(map(_shown, lines)),
        pointer=_shown(international_pointer()),
        emergency=emergency_number(country) or words["emergency_anywhere"],
        country=(country and country_name(country, language)) or "",
        question=words["question"],
        correction=words["correction"],
    )


def _shown(line: Helpline) -> str:
    return f"• {line.name}: {line.reach} ({line.hours})"


@cache
def _words(language: Language) -> Mapping[str, str]:
    return tomllib.loads(files("tools.care").joinpath(f"answer_{language}.toml").read_text("utf-8"))
