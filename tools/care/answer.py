"""The fixed answers to somebody in danger: written by people, never by a model."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any, cast, get_args

from tools.care.crisis import CrisisLevel
from tools.care.helplines import (
    ALWAYS,
    Helpline,
    emergency_number,
    helplines_in,
    international_pointer,
)
from tools.care.safe_answer import SafeAnswer
from tools.care.stated_country import country_name
from tools.prompts.render import Language


@dataclass(frozen=True)
class CareAnswer:
    """What the person reads, and the lines that are in it."""

    text: str
    helplines: tuple[Helpline, ...]
    condition: str = ""
    """For whom the lines are, when that is not known for sure; empty when it is."""


@dataclass(frozen=True)
class Place:
    """What is known of where a person is, and whether they are a child."""

    country: str | None = None
    """ISO 3166 code of the country the person said they are in."""
    likely: str | None = None
    """Code of the country they may be in, where they have said none."""
    young: bool = False
    """Whether they are known to be a minor."""

    @property
    def lines(self) -> tuple[Helpline, ...]:
        """The lines of the country, or of the likely one, or the pointer to all."""
        found = helplines_in(self.country, young=self.young)
        if not found and not self.country:
            found = helplines_in(self.likely, young=self.young)
        return found or (international_pointer(),)

    @property
    def line(self) -> Helpline:
        """The line to name where there is room for one: the first that is there at any hour."""
        return next((line for line in self.lines if line.hours == ALWAYS), self.lines[0])

    @property
    def is_certain(self) -> bool:
        """Whether there are lines of the country the person named."""
        return bool(helplines_in(self.country))


def crisis_answer(
    language: Language,
    country: str | None,
    *,
    likely: str | None = None,
    level: CrisisLevel = CrisisLevel.IDEATION,
    young: bool = False,
) -> CareAnswer:
    """Return the answer in a language, with the lines of the person's country word for word.

    It acknowledges, asks directly, names the lines, and stays; where there is danger now, the
    emergency number comes first. Where no country is known it asks for it and points to lines
    everywhere, and names the lines of a likely one as a condition.
    """
    place = Place(country, likely, young)
    opening = _filled(language, f"opening_{_opening(level)}", place)
    body, lines, condition = _body(language, place)
    closing = _filled(language, "closing", place)
    parts = [opening, body, *([_words(language)["young"]] if young else []), closing]
    return CareAnswer("\n\n".join(parts), lines, condition)


def hint_answer(language: Language, place: Place) -> CareAnswer:
    """Return what somebody reads who only hinted at danger: the question and one line."""
    return CareAnswer(
        _filled(language, "hint", place), place.lines[:1], _condition(language, place)
    )


def again_answer(language: Language, place: Place, *, number: int) -> CareAnswer:
    """Return what is said when danger is spoken of once more: other words than the last time."""
    variants = _words(language)["again"]
    text = _substituted(language, variants[number % len(variants)], place)
    return CareAnswer(text, place.lines, _condition(language, place))


def safe_answer_answer(language: Language, place: Place, safe: SafeAnswer) -> CareAnswer:
    """Return what is said to somebody who answered whether they are safe, or left without it."""
    text = _filled(language, f"safe_{safe}", place)
    return CareAnswer(text, place.lines, _condition(language, place))


def staying_answer(language: Language, place: Place) -> CareAnswer:
    """Return what is said where a model should go on listening and none can be reached."""
    return CareAnswer(_filled(language, "staying", place), place.lines)


def screened_answer(language: Language, place: Place) -> CareAnswer:
    """Return what takes the place of a model's reply that would do harm."""
    return CareAnswer(
        _filled(language, "screened", place), place.lines, _condition(language, place)
    )


def other_answer(language: Language, place: Place) -> CareAnswer:
    """Return what somebody reads who worries about another person."""
    text = _filled(language, "other", place)
    if not place.is_certain:
        text += "\n\n" + _filled(language, "other_anywhere", place).strip()
    return CareAnswer(text, place.lines, _condition(language, place))


def violence_answer(language: Language, place: Place) -> CareAnswer:
    """Return what somebody reads whom another person is about to hurt."""
    return CareAnswer(_filled(language, "violence", place), ())


def country_answer(language: Language, country: str, *, young: bool = False) -> CareAnswer:
    """Return what somebody reads who was asked where they are and has just said it.

    It names the lines of that country word for word, and asks to be corrected.

    Raises:
        ValueError: there are no lines of this country.
    """
    place = Place(country, young=young)
    if not place.is_certain:
        raise ValueError(f"There are no lines of {country}.")
    return CareAnswer(_filled(language, "stated", place), place.lines)


def asked_in(reply: str) -> Language | None:
    """Return the language in which a reply asked where the person is, or None when it did not."""
    return _language_with(reply, "question", "correction")


def asks_whether_safe(reply: str) -> bool:
    """Say whether a reply asked the person whether they are safe."""
    return _language_with(reply, "safe_question") is not None


def is_relieved(reply: str) -> bool:
    """Say whether a reply answers somebody who has said that they are safe."""
    return _begins_with(reply, "safe_yes")


def asks_at_parting(reply: str) -> bool:
    """Say whether a reply asked somebody who was leaving whether they are safe."""
    return _begins_with(reply, "safe_leaving")


def _begins_with(reply: str, name: str) -> bool:
    """Say whether a reply begins as these words do, which nothing is filled into up to there."""
    beginnings = (_words(language)[name] for language in get_args(Language))
    return any(reply.startswith(text.strip().partition("\n")[0]) for text in beginnings)


def _language_with(reply: str, *names: str) -> Language | None:
    for language in get_args(Language):
        if any(_words(language)[name] in reply for name in names):
            return cast("Language", language)
    return None


def _opening(level: CrisisLevel) -> str:
    return max(level, CrisisLevel.IDEATION).name.lower()


def _body(language: Language, place: Place) -> tuple[str, tuple[Helpline, ...], str]:
    if place.is_certain:
        return _filled(language, "known", place), place.lines, ""
    pointer = international_pointer()
    if place.lines != (pointer,):
        text, condition = _filled(language, "likely", place), _condition(language, place)
        return text, (*place.lines, pointer), condition
    return _filled(language, "unknown", place), (pointer,), ""


def _condition(language: Language, place: Place) -> str:
    if place.is_certain or place.lines == (international_pointer(),):
        return ""
    return _filled(language, "likely_notice", place)


def _filled(language: Language, name: str, place: Place) -> str:
    return _substituted(language, _words(language)[name], place)


def _substituted(language: Language, text: str, place: Place) -> str:
    words, country = _words(language), place.country or place.likely
    known = place.lines != (international_pointer(),)
    number = (known and emergency_number(country)) or words["emergency_anywhere"]
    return Template(text.strip()).substitute(
        lines="\n".join(map(_shown, place.lines)),
        line=_shown(place.line),
        pointer=_shown(international_pointer()),
        emergency=number,
        emergency_here=number if place.is_certain else _local(words, number),
        country=(country and country_name(country, language)) or "",
        question=words["question"],
        correction=words["correction"],
        safe_question=words["safe_question"],
    )


def _local(words: Mapping[str, Any], number: str) -> str:
    return Template(words["local_emergency"]).substitute(emergency=number)


def _shown(line: Helpline) -> str:
    return f"• {line.name}: {line.reach} ({line.hours})"


@cache
def _words(language: Language) -> Mapping[str, Any]:
    return tomllib.loads(files("tools.care").joinpath(f"answer_{language}.toml").read_text("utf-8"))
