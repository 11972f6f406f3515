"""Dates in a person's words, resolved against the day they were said."""

import re
from datetime import UTC, date, datetime, time, timedelta

from tools.dates.find import resolve
from tools.dates.span import DateSpan
from tools.prompts.render import Language

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)

DAYS_OF_WORK = 5
"""What was to come in a week is taken to be over when its working days are."""

_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAYS_ZH = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
_CLOCK_EN = re.compile(
    r"\b(?:at|from) .+?(?=,? (?:on|this|next|today|tonight|tomorrow|(?:\w+)day)\b|$)"
    r"|\b\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\b\.?",
    re.IGNORECASE,
)
_CLOCK_ZH = re.compile(
    "(?:早上|早晨|上午|中午|下午|傍晚|晚上|夜里)?"
    r"(?:(?<![周期拜])[\d一二两三四五六七八九十]{1,3}点.{0,4}|\d{1,2}[:：]\d\d)$"
)
_PART = re.compile(r"\b(?:morning|afternoon|evening)\b|\btonight\b", re.IGNORECASE)
_TIMES = ("hour", "minute")
_WITHIN_A_DAY = ("day", "part_of_day", *_TIMES)
_YEAR = re.compile(r"\b\d{4}(?=年|\b)")


def resolved(when: str, said_on: date) -> date | None:
    """Return the day a date in words means when said on a day, or None when it is left open.

    Of a weekend it is the Saturday, of a week the Friday, of a longer time the last day.
    """
    span = _span(when, said_on)
    if span is None:
        return None
    if span.precision in (*_WITHIN_A_DAY, "weekend"):
        return span.start.date()
    last = DAYS_OF_WORK if span.precision == "week" else (span.end - span.start).days
    return span.start.date() + timedelta(days=last - 1)


def is_written_out(when: str) -> bool:
    """Whether a date names its year, and so means the same day whenever it was said."""
    return bool(_YEAR.search(when))


def written_out(when: str, said_on: date, language: Language) -> str:
    """Return a date in words with its day, month and year, or as it was when that is left open."""
    span, hour = _span(when, said_on), _clock_time(when, language)
    if span is None or span.precision not in _WITHIN_A_DAY:
        return when
    if span.precision in _TIMES and not hour:
        return when
    day = span.start.date()
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日{_WEEKDAYS_ZH[day.weekday()]}{hour}"
    month = MONTHS[day.month - 1].capitalize()
    return f"on {_WEEKDAYS_EN[day.weekday()]} {day.day} {month} {day.year}{hour}"


def _clock_time(when: str, language: Language) -> str:
    """Return the hour that a date in words names, as it was said, to stand behind a day."""
    found = (_CLOCK_ZH if language == "zh" else _CLOCK_EN).search(when)
    if found is None or language == "zh":
        return found[0] if found else ""
    said, part = found[0], _PART.search(when)
    hour = f" at {said}" if said[0].isdigit() else f" {said}"
    if part is None or _PART.search(said):
        return hour
    named = "evening" if part[0].lower() == "tonight" else part[0].lower()
    return f"{hour} in the {named}"


def _span(when: str, said_on: date) -> DateSpan | None:
    return resolve(when, said_at=datetime.combine(said_on, time(), UTC), zone=UTC)
