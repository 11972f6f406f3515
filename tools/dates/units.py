"""Readings of units and counts of them: "next week", "three days ago", "the last two months"."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from tools.dates.calendar import UNITS, Stretch, between, quarter, shifted, years
from tools.dates.days import full_year
from tools.dates.reading import Offset, Said, Values
from tools.dates.span import Precision

MINUTES = {"minute": 1, "quarter_hour": 15, "hour": 60}
"""The minutes of the units that are shorter than a day."""

FEW = (2, 6)
"""What "a few" stands for, from and to."""

COUNT_AT_MOST = 4000
"""No count of units is larger; years end before it."""

_COARSER = {"day": "week", "week": "month", "month": "season", "quarter": "year"}
_PRECISION: dict[str, Precision] = {
    "day": "day",
    "week": "week",
    "weekend": "weekend",
    "month": "month",
    "quarter": "season",
    "year": "year",
    "decade": "year",
    "season": "season",
}
_HALF = {"year": ("month", 6), "month": ("week", 2), "day": ("hour", 12), "decade": ("year", 5)}
"""What half a unit is; half a quarter, half a week and half a minute are not said."""


def unit(values: Values, said: Said) -> Stretch:
    """Read "this week", "last month", "the year after next"."""
    name, shift = values["unit"], int(values["which"])
    first = UNITS[name](said.today).start.date()
    return UNITS[name](shifted(first, name, shift))


def counted(values: Values, said: Said) -> Stretch | None:
    """Read "three days ago", "in two and a half hours", "2 years 1 month later", "a few weeks ago".

    A week, month or year counted so is that week, month or year as a whole.
    """
    direction, name = int(values["direction"]), values["unit"]
    if "few" in values:
        return _few(name, direction, said)
    count = int(values.get("count", "0"))
    if count > COUNT_AT_MOST:
        return None
    if name in MINUTES:
        return _short(values, said)
    moved = shifted(said.today, name, direction * count)
    if "half" in values:
        if name not in _HALF:
            return None
        name, more = _HALF[name]
        if name == "hour":
            return _moment(timedelta(days=count, hours=more) * direction, "hour", said)
        moved = shifted(moved, name, direction * more)
    if "unit2" in values:
        name = values["unit2"]
        moved = shifted(moved, name, direction * int(values["count2"]))
    return replace(UNITS[name](moved), counted=True)


def offset(values: Values, said: Said) -> Offset | None:
    """Read "two weeks before", which waits for a day to count from."""
    count = int(values.get("count", "1"))
    if count > COUNT_AT_MOST:
        return None
    return Offset(values["unit"], count * int(values["direction"]), whole="whole" in values)


def weekday_from(values: Values, said: Said) -> Offset:
    """Read "the Friday before", which waits for a day to count from."""
    return Offset("day", int(values["direction"]), weekday=int(values["weekday"]))


def recent(values: Values, said: Said) -> Stretch | None:
    """Read "the last two weeks", "the next three days": up to today, or from tomorrow on."""
    direction, name = int(values["direction"]), values["unit"]
    count = FEW[1] if "few" in values else int(values["count"])
    if count > COUNT_AT_MOST:
        return None
    if name in MINUTES:
        return _recent_moments(timedelta(minutes=MINUTES[name] * count), name, direction, said)
    today, tomorrow = said.today, said.today + timedelta(days=1)
    if name in ("quarter", "decade", "weekend"):
        first = UNITS[name](today).start.date()
        begin, end = sorted((shifted(first, name, direction * count), first))
        if direction > 0:
            begin, end = shifted(begin, name, 1), shifted(end, name, 1)
    elif direction < 0:
        begin, end = shifted(today, name, -count), today
    else:
        begin, end = tomorrow, shifted(tomorrow, name, count)
    return between(begin, end, _PRECISION[name])


def year(values: Values, said: Said) -> Stretch:
    """Read "2019", "back in '98"."""
    return years(full_year(int(values["year"]), said.today.year), 1)


def some_years(values: Values, said: Said) -> Stretch | None:
    """Read "2011-2013", "from 2010 to 2012"."""
    first, last = int(values["year"]), int(values["year2"])
    return years(first, last - first + 1) if first < last else None


def ten_years(values: Values, said: Said) -> Stretch:
    """Read "the 90s", "the 2010s"."""
    first = full_year(int(values["decade"]), said.today.year)
    return years(first // 10 * 10, 10)


def part_of_year(values: Values, said: Said) -> Stretch:
    """Read "Q1 2019", "the second half of last year"."""
    named = said.today.year + int(values.get("near_year", "0"))
    if "year" in values:
        named = full_year(int(values["year"]), said.today.year)
    first = years(named, 1).start.date()
    if "half_year" in values:
        half = int(values["half_year"])
        begin, end = (shifted(first, "quarter", 2 * (half - 1 + more)) for more in (0, 1))
        return between(begin, end, "season")
    return quarter(shifted(first, "quarter", int(values["quarter"]) - 1))


def _short(values: Values, said: Said) -> Stretch:
    name, direction = values["unit"], int(values["direction"])
    minutes = int(values.get("count", "0")) * MINUTES[name]
    if "half" in values:
        minutes += MINUTES[name] // 2
    if "unit2" in values:
        minutes += int(values["count2"]) * MINUTES.get(values["unit2"], 0)
    fine = name != "hour" or "half" in values or "unit2" in values
    return _moment(timedelta(minutes=direction * minutes), "minute" if fine else "hour", said)


def _moment(away: timedelta, precision: Precision, said: Said) -> Stretch:
    start = said.later(away)
    length = timedelta(minutes=1) if precision == "minute" else timedelta(hours=1)
    return Stretch(start, start + length, precision, counted=True)


def _few(name: str, direction: int, said: Said) -> Stretch:
    near, far = FEW
    if name in MINUTES:
        span = timedelta(minutes=MINUTES[name])
        begin, end = sorted(
            (said.later(direction * near * span), said.later(direction * far * span))
        )
        return Stretch(begin, end, "hour", counted=True)
    near_day, far_day = (shifted(said.today, name, direction * count) for count in FEW)
    first, last = sorted((near_day, far_day))
    coarse = _PRECISION[_COARSER.get(name, "year")]
    return replace(between(first, last + timedelta(days=1), coarse), counted=True)


def _recent_moments(span: timedelta, name: str, direction: int, said: Said) -> Stretch:
    begin, end = sorted((said.later(timedelta()), said.later(direction * span)))
    return Stretch(begin, end, "hour" if name == "hour" else "minute")


def near_year(values: Values, said: Said) -> Stretch:
    """Read "去年", the year some years from this one."""
    return years(said.today.year + int(values["near_year"]), 1)


def rest_of(values: Values, said: Said) -> Stretch:
    """Read "later this week", "earlier this month": from today on, or up to today."""
    whole = UNITS[values["unit"]](said.today)
    today = datetime.combine(said.today, time())
    if values["rest"] == "later":
        return replace(whole, start=today)
    return replace(whole, end=today + timedelta(days=1))
