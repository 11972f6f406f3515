"""Ranges of the calendar on the wall clock of one place."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tools.dates.span import Precision

WEEK = 7
MONTHS_OF_YEAR = 12
SATURDAY = 5


@dataclass(frozen=True)
class Stretch:
    """A range on the wall clock, without a zone."""

    start: datetime
    end: datetime
    precision: Precision
    counted: bool = False
    """Whether it was counted from another moment, as "two weeks ago" is."""


def days(first: date, length: int, precision: Precision) -> Stretch:
    """Return some whole days beginning with one."""
    return between(first, first + timedelta(days=length), precision)


def between(first: date, after: date, precision: Precision) -> Stretch:
    """Return the whole days from one to another that is not included."""
    return Stretch(datetime.combine(first, time()), datetime.combine(after, time()), precision)


def day(of: date) -> Stretch:
    """Return one day."""
    return days(of, 1, "day")


def week(of: date) -> Stretch:
    """Return the week of a day, Monday to Sunday."""
    return days(monday(of), WEEK, "week")


def weekend(of: date) -> Stretch:
    """Return the Saturday and Sunday that end the week of a day."""
    return days(monday(of) + timedelta(days=SATURDAY), 2, "weekend")


def month(of: date) -> Stretch:
    """Return the month of a day."""
    return months(of, 1, "month")


def quarter(of: date) -> Stretch:
    """Return the three months from January, April, July or October that hold a day."""
    return months(date(of.year, (of.month - 1) // 3 * 3 + 1, 1), 3, "season")


def year(of: date) -> Stretch:
    """Return the year of a day."""
    return years(of.year, 1)


def decade(of: date) -> Stretch:
    """Return the ten years that hold a day."""
    return years(of.year // 10 * 10, 10)


def months(of: date, length: int, precision: Precision) -> Stretch:
    """Return some whole months beginning with the month of a day."""
    first = of.replace(day=1)
    return between(first, shifted_months(first, length), precision)


def years(first: int, length: int) -> Stretch:
    """Return some whole years."""
    return between(date(first, 1, 1), date(first + length, 1, 1), "year")


def monday(of: date) -> date:
    """Return the Monday that begins the week of a day."""
    return of - timedelta(days=of.weekday())


def shifted_months(of: date, count: int) -> date:
    """Return the day some months later; the last of the month where that day does not exist."""
    number = of.year * MONTHS_OF_YEAR + of.month - 1 + count
    a_year, a_month = divmod(number, MONTHS_OF_YEAR)
    last = monthrange(a_year, a_month + 1)[1]
    return date(a_year, a_month + 1, min(of.day, last))


def shifted(of: date, unit: str, count: int) -> date:
    """Return the day some days, weeks, months, quarters, years or decades later."""
    if unit in ("day", "week", "weekend"):
        return of + timedelta(days=count * (1 if unit == "day" else WEEK))
    return shifted_months(of, count * _MONTHS[unit])


_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120}

UNITS: Mapping[str, Callable[[date], Stretch]] = {
    "day": day,
    "week": week,
    "weekend": weekend,
    "month": month,
    "quarter": quarter,
    "year": year,
    "decade": decade,
}
"""The range of each unit that holds a day."""
