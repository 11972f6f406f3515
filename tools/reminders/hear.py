"""Hear that somebody asks to be reminded of something, of what and when: by rules.

A time is taken as it was said. Where none was said, or it is past, nothing is made up: then the
companion has to ask.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from storage.records.reminder import Every
from tools.dates.find import find_dates
from tools.dates.span import DateSpan
from tools.prompts.render import Language
from tools.reminders.occurrence import next_after
from tools.text.language import language_of
from tools.text.sentences import sentences_of

LONGEST_READ = 1_000
"""Characters of a message that are read."""

LONGEST_WHAT = 160
"""Characters of what somebody is reminded of."""

MOST_AT_ONCE = 3
"""Reminders that one message sets."""

FARTHEST = timedelta(days=3 * 366)
"""Nobody is reminded of something in more than three years."""

MORNING = timedelta(hours=9)
"""When on a day a reminder comes that named no time, from midnight on the wall."""

EXACT = frozenset({"minute", "hour"})

_CUE = re.compile("remind|forget|wake me|提醒|闹钟|让我忘|叫我|喊我", re.IGNORECASE)
"""Without one of these there is nothing to hear, and most messages have none."""


_BEFORE_CUE = re.compile(
    r"(?<=\w) +(?=(?:please |can you |could you )?(?:remind|wake) me)", re.IGNORECASE
)
"""A pause that is heard and not written: a time that ends a clause is read as one."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Something somebody wants to be reminded of."""

    what: str
    """In their words; empty where they did not say."""
    at: datetime | None
    """None where no time was said that can be."""
    every: Every | None = None
    exact: bool = False
    """Whether the very minute or hour was said, and not a day or a part of one."""

    @property
    def is_clear(self) -> bool:
        """Whether it can be kept as it is."""
        return self.at is not None and bool(self.what)


@dataclass(frozen=True, kw_only=True)
class _Repeats:
    says: re.Pattern[str]
    reads: tuple[str, ...]
    every: Every


@dataclass(frozen=True, kw_only=True)
class _Rules:
    cues: tuple[re.Pattern[str], ...]
    joins: re.Pattern[str]
    wants_words: re.Pattern[str]
    leave_out: re.Pattern[str]
    end: re.Pattern[str]
    wake: str
    no_time: re.Pattern[str]
    every: tuple[_Repeats, ...]


def hear_reminders(text: str, *, said_at: datetime, zone: ZoneInfo) -> tuple[Wanted, ...]:
    """Return what a message asks to be reminded of, in order; mostly nothing.

    Args:
        text: what the person said; its first 1,000 characters are read.
        said_at: when.
        zone: where they live.
    """
    if not _CUE.search(text, 0, LONGEST_READ):
        return ()
    rules = _rules(language_of(text))
    read = text[:LONGEST_READ].replace("’", "'")
    found = (_in_sentence(one.strip(), rules, said_at, zone) for one in sentences_of(read))
    return tuple(one for one in found if one is not None)[:MOST_AT_ONCE]


def _in_sentence(said: str, rules: _Rules, said_at: datetime, zone: ZoneInfo) -> Wanted | None:
    sentence, impossible = rules.no_time.subn("", said)
    every, variants = _repeated(sentence, rules)
    readings = [_timed(variant, said_at, zone) for variant in variants]
    variant, span = next(((text, span) for text, span in readings if span is not None), readings[0])
    told = _without(variant, span, rules) if span else variant
    cue = next((found for one in rules.cues if (found := one.search(told))), None)
    if cue is None:
        return None
    at = _moment(span, said_at, zone) if span and not impossible else None
    if at is not None and every is not None:
        at = _first(at, every, said_at, zone)
    rest = told[cue.end() :]
    if at is None and not rules.wants_words.search(rest):
        return None
    return Wanted(
        what=_what(rest, cue[0], rules),
        at=at,
        every=every if at is not None else None,
        exact=span is not None and span.precision in EXACT,
    )


def _repeated(sentence: str, rules: _Rules) -> tuple[Every | None, list[str]]:
    """Return how often something comes, and the sentence as if it came once, in ways to read it."""
    for one in rules.every:
        if one.says.search(sentence):
            plain = [one.says.sub(read, sentence, count=1) for read in one.reads]
            return one.every, [" ".join(text.split(" ")) for text in plain]
    return None, [sentence]


def _timed(sentence: str, said_at: datetime, zone: ZoneInfo) -> tuple[str, DateSpan | None]:
    """Return a sentence with the time it names, the most exact one that is still to come."""
    paused = _BEFORE_CUE.sub(", ", sentence)
    spans = find_dates(paused, said_at=said_at, zone=zone, tense="future")
    coming = [span for span in spans if _moment(span, said_at, zone) is not None]
    exact = [span for span in coming if span.precision in EXACT]
    return sentence, next(iter(exact or coming), None)


def _moment(span: DateSpan, said_at: datetime, zone: ZoneInfo) -> datetime | None:
    """Return when in a span somebody is reminded; None where that is past or no one can say."""
    if span.precision in EXACT:
        at = span.start
    elif span.precision == "part_of_day":
        at = span.start + (span.end - span.start) / 2
    elif span.precision in {"day", "weekend"}:
        midnight = span.start.astimezone(zone).replace(tzinfo=None)
        at = (midnight + MORNING).replace(tzinfo=zone)
    else:
        return None
    return at if said_at < at <= said_at + FARTHEST else None


def _first(at: datetime, every: Every, said_at: datetime, zone: ZoneInfo) -> datetime:
    """Return the first time of something that repeats: a weekday, or one that is sooner."""
    week_before = at.astimezone(zone).replace(tzinfo=None) - timedelta(days=7)
    if every == "week" and (sooner := week_before.replace(tzinfo=zone)) > said_at:
        return sooner
    if every == "weekday":
        return next_after(at, every, zone, after=said_at)
    return at


def _without(sentence: str, span: DateSpan, rules: _Rules) -> str:
    """Return a sentence without a time and the small word before it."""
    before, _, after = sentence.partition(span.text)
    before = rules.leave_out.sub("", before.rstrip())
    glue = "" if not before or not after[:1].isascii() else " "
    return f"{before}{glue}{after.strip()}".strip()


def _what(rest: str, cue: str, rules: _Rules) -> str:
    if not rest.strip(" .,!?") and _is_waking(cue):
        return rules.wake
    what = rules.joins.sub("", rest)
    for _ in range(2):
        what = rules.end.sub("", what)
    return " ".join(what.split())[:LONGEST_WHAT]


def _is_waking(cue: str) -> bool:
    return "wake" in cue.casefold()


@cache
def _rules(language: Language) -> _Rules:
    path = files("tools.reminders").joinpath(f"hear_{language}.toml")
    table: Mapping[str, Any] = tomllib.loads(path.read_text("utf-8"))

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern.replace("<begin>", table["begin"]), re.IGNORECASE)

    def repeats() -> Iterator[_Repeats]:
        for one in table["every"]:
            yield _Repeats(
                says=compiled(one["says"]), reads=tuple(one["reads"]), every=one["every"]
            )

    return _Rules(
        cues=tuple(map(compiled, table["cues"])),
        joins=compiled(table["joins"]),
        wants_words=compiled(table["wants_words"]),
        leave_out=compiled(table["leave_out"]),
        end=compiled(table["end"]),
        wake=table["wake"],
        no_time=compiled(table["no_time"]),
        every=tuple(repeats()),
    )
