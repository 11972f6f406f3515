"""Hear that somebody wants a reminder no more, or asks which there are: by rules.

Only a wish to the companion counts: not what others said or what is quoted, asked or denied.
Which reminder is meant is said by its words, by its time, or by both.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from tools.dates.find import find_dates
from tools.dates.span import DateSpan
from tools.prompts.render import Language
from tools.reminders.hear import EXACT, LONGEST_READ
from tools.text.language import language_of
from tools.text.sentences import sentences_of

LONGEST_ANSWER = 80
"""Characters of an answer to the question which one is meant."""

_CUE = re.compile("remind|alarm|wak|woken|提醒|闹钟|叫我|喊我", re.IGNORECASE)
"""Without one of these there is nothing to hear, and most messages have none."""

_QUOTED = re.compile(r"\"[^\"\n]*\"|“[^”\n]*”|「[^」\n]*」|『[^』\n]*』|(?m:^ ?>.*$)")

_NO_CLOCK = re.compile(" {2,}")


@dataclass(frozen=True, kw_only=True)
class TakingBack:
    """Which reminder somebody wants no more, in their words."""

    about: str = ""
    """What it was for; empty where they did not say."""
    span: DateSpan | None = None
    """When it would come, as far as they said."""
    of_day: bool = False
    """Whether a day is named with it, and not a time on the clock alone."""
    several: bool = False
    """Whether they speak of more than one."""
    repeats: bool = False
    """Whether they speak of one that comes again and again."""
    whole: bool = False
    """Whether it is to end altogether, and not on one day."""
    named: bool = True
    """Whether they speak of a reminder by that word, and not of being reminded."""
    latest: bool = False
    """Whether they speak of the one that they set last."""
    hint: str = ""
    """What else they say, which may tell which one it is."""
    surely: bool = True
    """Whether they are to be told where none fits; else it was a manner of speaking."""


@dataclass(frozen=True, kw_only=True)
class _Answers:
    no: re.Pattern[str]
    tells: re.Pattern[str]
    yes: re.Pattern[str]
    all: re.Pattern[str]
    last: re.Pattern[str]
    places: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, kw_only=True)
class _Rules:
    nouns: tuple[re.Pattern[str], ...]
    verbs: tuple[re.Pattern[str], ...]
    asks: tuple[re.Pattern[str], ...]
    figure: re.Pattern[str]
    surely: re.Pattern[str]
    firmly: re.Pattern[str]
    head: re.Pattern[str]
    tail: re.Pattern[str]
    wakes: re.Pattern[str]
    waking: str
    filler: re.Pattern[str]
    several: re.Pattern[str]
    latest: re.Pattern[str]
    repeats: re.Pattern[str]
    whole: re.Pattern[str]
    day: re.Pattern[str]
    weekday: re.Pattern[str]
    owned: re.Pattern[str]
    unless: re.Pattern[str]
    unless_after: re.Pattern[str]
    answer: _Answers


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What somebody says to the question which reminder they mean."""

    no: bool = False
    yes: bool = False
    all: bool = False
    place: int | None = None
    """Which one of those named, from 0; -1 is the last."""
    which: TakingBack


def hear_taking_back(text: str, *, said_at: datetime, zone: ZoneInfo) -> TakingBack | None:
    """Return the reminder that a message takes back, or None, mostly.

    Args:
        text: what the person said; its first 1,000 characters are read.
        said_at: when.
        zone: where they live.
    """
    if not _CUE.search(text, 0, LONGEST_READ):
        return None
    rules = _rules(language_of(text))
    sentences = list(_sentences(text, rules))
    for number, sentence in enumerate(sentences):
        wish = _in_sentence(sentence, rules, said_at, zone)
        if wish is not None:
            beside = [*sentences[:number], wish.hint, *sentences[number + 1 :]]
            return replace(wish, hint=_about(" ".join(beside), rules))
    return None


def asks_what_is_kept(text: str) -> bool:
    """Return whether a message asks the companion what it is to remind the person of."""
    if not _CUE.search(text, 0, LONGEST_READ):
        return False
    rules = _rules(language_of(text))
    return any(
        (found := rule.search(one)) and not rules.unless.search(one[: found.start()])
        for one in _sentences(text, rules)
        for rule in rules.asks
    )


def hear_answer(text: str, *, said_at: datetime, zone: ZoneInfo) -> Answer | None:
    """Return what a short message says to the question which reminder is meant.

    None where it tells something else, or is too long to be an answer.
    """
    if len(text) > LONGEST_ANSWER:
        return None
    rules = _rules(language_of(text))
    said = " ".join(_sentences(text, rules))
    if rules.answer.tells.search(said):
        return None
    places = [number for number, one in enumerate(rules.answer.places) if one.search(said)]
    place = -1 if rules.answer.last.search(said) else next(iter(places), None)
    timeless, span = _time(said, rules, said_at, zone)
    return Answer(
        no=bool(rules.answer.no.search(said)),
        yes=bool(rules.answer.yes.search(said)),
        all=bool(rules.answer.all.search(said)),
        place=place,
        which=TakingBack(
            about=_about(timeless, rules), span=span, of_day=_names_day(span, rules), whole=True
        ),
    )


def _sentences(text: str, rules: _Rules) -> Iterator[str]:
    read = text[:LONGEST_READ].replace("’", "'").casefold()
    told = _QUOTED.sub(lambda quote: " … " if _CUE.search(quote[0]) else quote[0], read)
    plain = rules.weekday.sub("", rules.owned.sub("", told))
    return (one.strip() for one in sentences_of(plain))


def _in_sentence(
    sentence: str, rules: _Rules, said_at: datetime, zone: ZoneInfo
) -> TakingBack | None:
    alone = rules.tail.sub("", rules.head.sub("", sentence))
    timeless, span = _time(alone, rules, said_at, zone)
    for of_verbs, patterns in ((False, rules.nouns), (True, rules.verbs)):
        for found in (match for one in patterns for match in one.finditer(timeless)):
            if not _is_anothers(found, timeless, rules):
                wish = _wish(found, span, timeless, rules, of_verbs=of_verbs)
                if wish is not None:
                    return wish
    return None


def _is_anothers(found: re.Match[str], sentence: str, rules: _Rules) -> bool:
    before, after = sentence[: found.start()], sentence[found.end() :]
    last = sentence[found.start("rest") :]
    told = rules.unless.search(before) or rules.unless_after.search(after)
    return bool(told or rules.unless_after.search(last))


def _wish(
    found: re.Match[str], span: DateSpan | None, sentence: str, rules: _Rules, *, of_verbs: bool
) -> TakingBack | None:
    """Return which one is meant; None where being reminded is a figure of speech."""
    named, rest = found.groupdict().get("mid") or "", found["rest"]
    if of_verbs and rules.figure.search(rest.strip()):
        return None
    about = _about(f"{named} {rest}", rules)
    if of_verbs and rules.wakes.search(found[0]):
        about = rules.waking
    bare = not (about or span)
    if of_verbs and bare and not rules.surely.search(found[0]):
        return None
    return TakingBack(
        about=about,
        span=span,
        of_day=_names_day(span, rules),
        several=bool(rules.several.search(found[0])),
        repeats=bool(rules.repeats.search(sentence)),
        whole=bool(rules.whole.search(sentence)),
        hint=f"{sentence[: found.start()]} {sentence[found.end() :]}",
        latest=bool(rules.latest.search(found[0])),
        named=not of_verbs,
        surely=not of_verbs or bare or bool(rules.firmly.search(found[0])),
    )


def _about(words: str, rules: _Rules) -> str:
    return " ".join(rules.filler.sub(" ", words.strip(" .,!?。，！？；;")).split())


def _time(
    sentence: str, rules: _Rules, said_at: datetime, zone: ZoneInfo
) -> tuple[str, DateSpan | None]:
    """Return a sentence without the time that it names, and that time, the most exact one."""
    spans = find_dates(sentence, said_at=said_at, zone=zone, tense="future")
    exact = [span for span in spans if span.precision in EXACT]
    span = next(iter(exact or spans), None)
    if span is None:
        return sentence, None
    return _NO_CLOCK.sub(" ", sentence.replace(span.text, "", 1)).strip(), span


def _names_day(span: DateSpan | None, rules: _Rules) -> bool:
    if span is None:
        return False
    return span.precision not in EXACT or bool(rules.day.search(span.text.casefold()))


@cache
def _rules(language: Language) -> _Rules:
    path = files("tools.reminders").joinpath(f"take_back_{language}.toml")
    table: Mapping[str, Any] = tomllib.loads(path.read_text("utf-8"))

    def compiled(pattern: str) -> re.Pattern[str]:
        for part in ("begin", "which", "more"):
            pattern = pattern.replace(f"<{part}>", table[part])
        return re.compile(pattern, re.IGNORECASE)

    single = {name: compiled(table[name]) for name in _SINGLE}
    answer = {name: compiled(table["answer"][name]) for name in _ANSWERS}
    return _Rules(
        nouns=tuple(map(compiled, table["nouns"])),
        verbs=tuple(map(compiled, table["verbs"])),
        asks=tuple(map(compiled, table["asks"])),
        waking=table["waking"],
        answer=_Answers(places=tuple(map(compiled, table["answer"]["places"])), **answer),
        **single,
    )


_ANSWERS = ("no", "tells", "yes", "all", "last")

_SINGLE = (
    "figure",
    "surely",
    "firmly",
    "head",
    "tail",
    "wakes",
    "filler",
    "several",
    "latest",
    "repeats",
    "whole",
    "day",
    "weekday",
    "owned",
    "unless",
    "unless_after",
)
