"""Dates in a person's words, resolved against the day they were said."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from tools.prompts.render import Language

_WEEKDAYS_EN = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAYS_ZH = "一二三四五六日"
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
_COUNTS = {
    **dict.fromkeys(("a", "an", "one", "一"), 1),
    **dict.fromkeys(("two", "a couple of", "两", "二"), 2),
    **dict.fromkeys(("three", "a few", "三"), 3),
    **dict.fromkeys(("four", "四"), 4),
    **dict.fromkeys(("five", "五"), 5),
    **dict.fromkeys(("six", "六"), 6),
    **dict.fromkeys(("seven", "七"), 7),
    **dict.fromkeys(("ten", "十"), 10),
}
_UNIT_DAYS = {"day": 1, "天": 1, "week": 7, "周": 7, "星期": 7, "month": 30, "月": 30}

_WEEKDAY_NAMES_ZH = ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"]
_CLOCK_TIME = re.compile(r"(?: at .+|(?:早上|早晨|上午|中午|下午|傍晚|晚上|夜里)?[^点]{1,3}点半?)$")

_NEAR = (
    (re.compile(r"the day after tomorrow|(?<!大)后天"), 2),
    (re.compile(r"大后天"), 3),
    (re.compile(r"tomorrow|明天|明晚|明早"), 1),
    (re.compile(r"today|tonight|this (?:morning|afternoon|evening)|今天|今晚|今早"), 0),
    (re.compile(r"yesterday|last night|昨天|昨晚"), -1),
)
_SPAN = re.compile(
    r"(?:in )?(?P<count>\d{1,2}|[a-z]+(?: couple of| few)?|[一二两三四五六七十]) ?"
    r"(?:个)?(?P<unit>day|week|month|天|周|星期|月)s?(?:以?后|之后)?"
)
_YEAR = re.compile(r"\b\d{4}(?=年|\b)")
_MONTH_NAME = "|".join(MONTHS)
_EXPLICIT = (
    re.compile(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH_NAME})"),
    re.compile(rf"(?P<month>{_MONTH_NAME}) (?:the )?(?P<day>\d{{1,2}})"),
    re.compile(r"(?P<month>\d{1,2})月(?P<day>\d{1,2})"),
)


def resolved(when: str, said_on: date) -> date | None:
    """Return the day a date in words means when said on a day, or None when it is left open."""
    text = when.lower()
    readings = (reading(text, said_on) for reading in _READINGS)
    return next((day for day in readings if day is not None), None)


def is_written_out(when: str) -> bool:
    """Whether a date names its year, and so means the same day whenever it was said."""
    return bool(_YEAR.search(when))


def written_out(when: str, said_on: date, language: Language) -> str:
    """Return a date in words with its day, month and year, or as it was when that is left open."""
    day = None if _vague(when) else resolved(when, said_on)
    if day is None:
        return when
    clock_time = _CLOCK_TIME.search(when)
    hour = clock_time[0] if clock_time else ""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日{_WEEKDAY_NAMES_ZH[day.weekday()]}{hour}"
    weekday, month = _WEEKDAYS_EN[day.weekday()].capitalize(), MONTHS[day.month - 1].capitalize()
    return f"on {weekday} {day.day} {month} {day.year}{hour}"


def _vague(when: str) -> bool:
    return bool(
        re.search(
            r"week|month|year|周末|[上下这]个?(?:周|星期|月)(?![一二三四五六日天])|个月|周以?后",
            when.lower(),
        )
    )


def _near(text: str, said_on: date) -> date | None:
    steps = (step for pattern, step in _NEAR if pattern.search(text))
    return next((said_on + timedelta(days=step) for step in steps), None)


def _explicit(text: str, said_on: date) -> date | None:
    for pattern in _EXPLICIT:
        if match := pattern.search(text):
            month = match["month"]
            number = MONTHS.index(month) + 1 if month in MONTHS else int(month)
            year = _YEAR.search(text)
            return _coming(said_on, number, int(match["day"]), int(year[0]) if year else None)
    return None


def _coming(said_on: date, month: int, day: int, year: int | None) -> date | None:
    try:
        this_year = date(year or said_on.year, month, day)
        if year or this_year >= said_on:
            return this_year
        return this_year.replace(year=said_on.year + 1)
    except ValueError:
        return None


def _weekday(text: str, said_on: date) -> date | None:
    wanted = _weekday_number(text)
    if wanted is None or "last" in text or text.startswith("上"):
        return None
    ahead = (wanted - said_on.weekday()) % 7
    following = text.startswith(("next", "下"))
    if following:
        ahead = wanted - said_on.weekday() + 7
    return said_on + timedelta(days=ahead)


def _weekday_number(text: str) -> int | None:
    for number, name in enumerate(_WEEKDAYS_EN):
        if name in text:
            return number
    if match := re.search(r"(?:周|星期|礼拜)([一二三四五六日天末])", text):
        return 5 if match[1] == "末" else _WEEKDAYS_ZH.index(match[1].replace("天", "日"))
    return 5 if "weekend" in text else None


def _span(text: str, said_on: date) -> date | None:
    match = _SPAN.search(text)
    if not match:
        return None
    count = int(match["count"]) if match["count"].isdecimal() else _COUNTS.get(match["count"])
    return said_on + timedelta(days=count * _UNIT_DAYS[match["unit"]]) if count else None


def _next_week(text: str, said_on: date) -> date | None:
    if re.search(r"next week|下个?(?:周|星期)", text):
        return said_on + timedelta(days=11 - said_on.weekday())
    return None


_READINGS: Sequence[Callable[[str, date], date | None]] = (
    _near,
    _explicit,
    _weekday,
    _next_week,
    _span,
)
