"""Readings of single days: near ones, weekdays, weekends, days of a month, holidays."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice

from tools.dates.calendar import (
    WEEK,
    Stretch,
    between,
    day,
    monday,
    month,
    shifted_months,
    weekend,
)
from tools.dates.clock import Clock
from tools.dates.holidays import holiday
from tools.dates.reading import Said, Values

YEARS_SEARCHED = 9
"""Years in which a day of the year is looked for: the 29th of February can be eight away."""

MONTHS_SEARCHED = 15
"""Months in which a day of the month is looked for; a Tuesday the 13th is within 14."""

CENTURY = 100

YEARS_AHEAD = 20
"""A year of two figures lies at most so many years ahead."""


def near_day(values: Values, said: Said) -> Stretch:
    """Read "yesterday", or "the day before yesterday"."""
    return day(said.today + timedelta(days=int(values["near_day"])))


def weekday(values: Values, said: Said) -> Stretch:
    """Read "Friday", "next Friday", "Friday next week"; "last Friday" is the nearest one gone."""
    number, today = int(values["weekday"]), said.today
    if "which" in values:
        found = monday(today) + timedelta(days=WEEK * int(values["which"]) + number)
        return Clock(part=values["part"]).on(found) if "part" in values else day(found)
    if values.get("nearest", said.tense) in ("past", "last"):
        return day(today - timedelta(days=(today.weekday() - number - 1) % WEEK + 1))
    return day(today + timedelta(days=(number - today.weekday()) % WEEK))


def weekend_near(values: Values, said: Said) -> Stretch:
    """Read "the weekend", "last weekend", "this weekend"; of the past it has at least begun."""
    this = weekend(said.today)
    shift = int(values.get("which", "0"))
    if shift == 0 and said.tense == "past" and this.start.date() > said.today:
        shift = -1
    return weekend(said.today + timedelta(days=WEEK * shift))


def day_of_month(values: Values, said: Said) -> Stretch | None:
    """Read "the 5th", "the 15th of next month"."""
    number, today = int(values["day"]), said.today
    if "which" in values:
        return _day(shifted_months(today.replace(day=1), int(values["which"])), number)
    step = -1 if said.tense == "past" else 1
    months = (
        shifted_months(today.replace(day=1), step * shift) for shift in range(MONTHS_SEARCHED)
    )
    found = (_day(first, number) for first in months)
    return next(
        (one for one in found if one and _is_it(one.start.date(), values, today, step)), None
    )


def _is_it(found: date, values: Values, today: date, step: int) -> bool:
    """Whether a day lies in the right direction, and is the weekday it is said to be."""
    weekday_fits = found.weekday() == int(values.get("weekday", found.weekday()))
    return weekday_fits and (found - today).days * step >= 0


def date_of_year(values: Values, said: Said) -> Stretch | None:
    """Read "5 May", "5 May 2026", "the 5th of May last year"."""
    a_month = int(values.get("month") or values["month_number"])
    number = int(values["day"]) if "day" in values else a_month
    if not 1 <= a_month <= 12:
        return None
    return in_year(lambda year: _day(date(year, a_month, 1), number), values, said)


def days_of_year(values: Values, said: Said) -> Stretch | None:
    """Read "4 to 11 September", "June 6-8"."""
    last = date_of_year({**values, "day": values["day2"]}, said)
    if last is None or int(values["day"]) >= int(values["day2"]):
        return None
    first = last.start.date().replace(day=int(values["day"]))
    return between(first, last.end.date(), "day")


def holiday_of_year(values: Values, said: Said) -> Stretch | None:
    """Read "Christmas", "last Christmas", "Christmas 2019"."""

    def in_that(year: int) -> Stretch | None:
        found = holiday(values["holiday"], year)
        return day(found) if found else None

    return in_year(in_that, values, said)


def in_year(reading: Callable[[int], Stretch | None], values: Values, said: Said) -> Stretch | None:
    """Return a range that comes once a year, in the year it is said to be in or the nearest one.

    "last" is the latest that is over, "next" the first that has not begun; without either the tense
    decides, and a range that holds today is the one.
    """
    if (named := named_year(values, said)) is not None:
        return reading(named)
    which, today = values.get("nearest", said.tense), said.today
    if which == "this":
        return reading(today.year)
    years = _years(today.year, -1 if which in ("last", "past") else 1)
    found = (stretch for stretch in map(reading, years) if stretch)
    return next((stretch for stretch in found if _fits(stretch, which, today)), None)


def named_year(values: Values, said: Said) -> int | None:
    """Return the year that some values name, by number or as "last year", or None."""
    if "near_year" in values:
        return said.today.year + int(values["near_year"])
    if "year" not in values:
        return None
    return full_year(int(values["year"]), said.today.year)


def full_year(year: int, now: int) -> int:
    """Return a year of two figures in full."""
    if year >= CENTURY:
        return year
    full = now // CENTURY * CENTURY + year
    return full - CENTURY if full > now + YEARS_AHEAD else full


def _years(first: int, step: int) -> Iterator[int]:
    """Yield years in one direction, from the one before, whose winter may not be over."""
    yield from islice(range(first - step, first + step * YEARS_SEARCHED, step), YEARS_SEARCHED + 1)


def _fits(stretch: Stretch, which: str, today: date) -> bool:
    start, after = stretch.start.date(), stretch.end.date()
    if which == "last":
        return after <= today
    if which == "past":
        return start <= today
    return start > today if which == "next" else after > today


def _day(first_of_month: date, number: int) -> Stretch | None:
    length = (month(first_of_month).end - month(first_of_month).start).days
    return day(first_of_month.replace(day=number)) if 1 <= number <= length else None
