"""Neighbours that are one: "Friday at 3 pm", "two weeks after Easter", "from May to June"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tools.dates.calendar import UNITS, WEEK, Stretch, day, shifted
from tools.dates.clock import Clock
from tools.dates.reading import Meaning, Offset

GAP_AT_MOST = 16
"""Characters between two expressions that can be one."""

SENTENCE_AT_MOST = 60
"""Characters between a day and a time that belongs to it."""

_SENTENCE_END = re.compile(r"[.!?;\n。！？；]")

LONGEST_RANGE = 366 * 100
"""Days that "from ... to ..." spans at most."""

_TIME_GAP = re.compile(
    r"[\s,，的(（]*(?:(?:on|at|in|of|from|by|for|the|around|about|between|before|after|this|@)\s+){0,2}"
)
_SAME_GAP = re.compile(r"[\s,，(（、]*(?:(?:on|the|which is|that is|i\.e\.)\s+)?")
_OFFSET_GAP = re.compile(r"\s+(?:the\s+)?|")
_RANGE_GAP = re.compile(
    r"[\s,]*(?:to|till|until|til|through|thru|and|-|–|—|~|～|到|至|和|与)[\s]*"
    r"(?:on\s+|the\s+|including\s+|in\s+|next\s+)?"
)
_BETWEEN = re.compile(r"(?:between|在|从|自)\s*(?:the\s+)?$")
_NEEDS_BETWEEN = re.compile(r"\s*(?:and\s|和|与)")

Together = Callable[[str, "Piece", "Piece"], Meaning | None]
"""What two neighbours in a text are together, or None."""

_WHOLE_DAYS = ("day", "part_of_day")


@dataclass(frozen=True)
class Piece:
    """An expression at a place of a text and what it means."""

    begin: int
    end: int
    meaning: Meaning
    alone: bool


def joined(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces of a text in order, neighbours that are one put together."""
    for together in (_one_moment, _one_range):
        done: list[Piece] = []
        for piece in pieces:
            added = piece
            while done and (both := _both(text, done[-1], added, together)):
                done.pop()
                added = both
            done.append(added)
        pieces = done
    return list(pieces)


def day_before(text: str, named: Piece | None, time: Piece) -> date | None:
    """Return the day that a sentence named before a time, as in "Friday I see Anna at 3 pm"."""
    if named is None or not isinstance(named.meaning, Stretch) or named.meaning.precision != "day":
        return None
    gap = text[named.end : time.begin][: SENTENCE_AT_MOST + 1]
    if len(gap) > SENTENCE_AT_MOST or _SENTENCE_END.search(gap):
        return None
    return named.meaning.start.date()


def _both(text: str, left: Piece, right: Piece, together: Together) -> Piece | None:
    if not 0 <= right.begin - left.end <= GAP_AT_MOST:
        return None
    meaning = together(text, left, right)
    if meaning is None:
        return None
    return Piece(left.begin, right.end, meaning, left.alone or right.alone)


def _one_moment(text: str, left: Piece, right: Piece) -> Meaning | None:
    gap, first, second = text[left.end : right.begin], left.meaning, right.meaning
    if isinstance(first, Offset):
        return _away(first, second) if _OFFSET_GAP.fullmatch(gap) else None
    if isinstance(first, Clock) and isinstance(second, Clock):
        return _one_time(first, second) if _TIME_GAP.fullmatch(gap) else None
    if isinstance(first, Stretch) and isinstance(second, Stretch):
        return _same_day(first, second) if _SAME_GAP.fullmatch(gap) else None
    if _TIME_GAP.fullmatch(gap):
        return _timed(first, second) or _timed(second, first)
    return None


def _timed(of: Meaning, time: Meaning) -> Stretch | None:
    """Return a time on a day, or within a part of one."""
    if (
        not isinstance(of, Stretch)
        or not isinstance(time, Clock)
        or of.precision not in _WHOLE_DAYS
    ):
        return None
    if of.precision == "part_of_day" and time.part is None:
        if time.hour is None:
            return None
        time = replace(time, part=_part_of(of))
    return time.on(of.start.date())


def _part_of(stretch: Stretch) -> str:
    if stretch.end.date() > stretch.start.date() and stretch.end.hour:
        return "night"
    return (
        "evening" if stretch.start.hour >= EVENING else _DAYTIME.get(stretch.start.hour, "morning")
    )


EVENING = 17
"""The hour from which a part of the day is an evening."""

_DAYTIME = {11: "midday", 12: "afternoon", 0: "small_hours"}


def _one_time(first: Clock, second: Clock) -> Clock | None:
    """Return "8:00" and "in the evening" as one time."""
    hour, part = (first, second) if second.hour is None else (second, first)
    if hour.hour is None or part.hour is not None or hour.part is not None:
        return None
    return replace(hour, part=part.part)


def _same_day(first: Stretch, second: Stretch) -> Stretch | None:
    """Return one of two names of the same day: "tomorrow, the 5th"."""
    if first.precision == second.precision == "day" and first.start == second.start:
        return second
    return None


def _away(offset: Offset, anchor: Meaning) -> Stretch | None:
    if not isinstance(anchor, Stretch) or anchor.precision not in (
        "day",
        "weekend",
        "week",
        "month",
    ):
        return None
    if offset.unit not in UNITS:
        return None
    first = anchor.start.date()
    if offset.weekday is not None:
        return day(_next_weekday(first, offset.weekday, offset.count))
    moved = shifted(first, offset.unit, offset.count)
    return UNITS[offset.unit](moved) if offset.whole else day(moved)


def _next_weekday(of: date, weekday: int, direction: int) -> date:
    """Return the nearest such weekday before or after a day."""
    away = direction * (weekday - of.weekday()) % WEEK or WEEK
    return of + timedelta(days=direction * away)


def _one_range(text: str, left: Piece, right: Piece) -> Stretch | None:
    first, second = left.meaning, right.meaning
    gap = text[left.end : right.begin]
    if not isinstance(first, Stretch) or not isinstance(second, Stretch):
        return None
    if not (left.alone and right.alone) or not _RANGE_GAP.fullmatch(gap):
        return None
    if _NEEDS_BETWEEN.match(gap) and not _is_between(text, left.begin, right.end):
        return None
    if first.precision in _YEARLY and second.precision in _YEARLY:
        names = [bool(_FIXED.search(text[piece.begin : piece.end])) for piece in (left, right)]
        first = replace(first, start=_before(first.start, second.start, names))
    if not timedelta() < second.start - first.start < timedelta(days=LONGEST_RANGE):
        return None
    return Stretch(first.start, second.end, first.precision)


def _is_between(text: str, begin: int, end: int) -> bool:
    before = text[max(0, begin - GAP_AT_MOST) : begin]
    return bool(_BETWEEN.search(before)) or text.startswith(("之间", "间", "期间"), end)


def _before(first: datetime, second: datetime, years_named: list[bool]) -> datetime:
    """Return the beginning of a range in the year its end asks for.

    "August to February", said in September, began this year; "Dec-Mar 2019" began in 2018.
    """
    if years_named[0] or (first < second and not years_named[1]):
        return first
    if years_named[1]:
        first = _in_year(first, second.year)
    return first if first < second else _in_year(first, first.year - 1)


def _in_year(moment: datetime, year: int) -> datetime:
    moved = shifted(moment.date(), "year", year - moment.year)
    return datetime.combine(moved, moment.time())


_FIXED = re.compile(r"(?:19|20|21)\d\d|day|now|周|星期|礼拜|[今明昨去]")
"""What holds a day in its year, so that no other year can be meant."""


_YEARLY = ("day", "month", "season")
