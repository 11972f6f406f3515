"""Readings of months, seasons and parts of them: "in March", "last summer", "end of the month"."""

from datetime import date, timedelta

from tools.dates.calendar import (
    WEEK,
    Stretch,
    between,
    day,
    monday,
    month,
    months,
    shifted_months,
)
from tools.dates.days import in_year, named_year
from tools.dates.reading import Said, Values

TEN_DAYS = 10
"""The first and the second third of a month; the last one is the rest."""

NEAR_THE_TURN = 2
"""Months that "the beginning" and "the end" of a year stand for."""

DECIDING_DAY = 4
"""The week that holds this day is the first of its month or year, as ISO 8601 has it."""

_FIRST_MONTH = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
"""Seasons of the northern half of the earth; a winter belongs to the year it begins in."""


def month_of_year(values: Values, said: Said) -> Stretch | None:
    """Read "March", "last March", "March 2026", "March of next year"."""
    number = int(values.get("month") or values["month_number"])
    return in_year(lambda year: month(date(year, number, 1)), values, said)


def season(values: Values, said: Said) -> Stretch | None:
    """Read "last summer", "the winter of 2019"; "this winter" is the one under way."""
    first = _FIRST_MONTH[values["season"]]

    def in_that(year: int) -> Stretch:
        return months(date(year, first, 1), 3, "season")

    if values.get("nearest") == "this":
        previous = in_that(said.today.year - 1)
        return previous if said.today < previous.end.date() else in_that(said.today.year)
    return in_year(in_that, values, said)


def third_of_month(values: Values, said: Said) -> Stretch | None:
    """Read "early March", "the middle of next month", "the end of the month"."""
    if "month" in values:
        whole = month_of_year(values, said)
    else:
        whole = month(shifted_months(said.today, int(values.get("which", "0"))))
    return _third(whole, values["third"]) if whole else None


def turn_of_year(values: Values, said: Said) -> Stretch:
    """Read "the beginning of last year", "the end of the year", "mid-2019": two months each."""
    year = named_year(values, said)
    first = {"early": 1, "middle": 6, "late": 11}[values["third"]]
    return months(date(said.today.year if year is None else year, first, 1), NEAR_THE_TURN, "month")


def week_of_month(values: Values, said: Said) -> Stretch | None:
    """Read "the first week of March", "the last week of last month", "the second week of 2021"."""
    whole = _month_or_year(values, said)
    if whole is None:
        return None
    nth = int(values["nth"])
    if nth > 0:
        first = monday(whole.start.date().replace(day=DECIDING_DAY))
        return between_weeks(first + timedelta(days=WEEK * (nth - 1)))
    last = monday((whole.end - timedelta(days=DECIDING_DAY)).date())
    return between_weeks(last)


def week_of_year(values: Values, said: Said) -> Stretch | None:
    """Read "week 7 of 2025", counted as ISO 8601 does."""
    year = named_year(values, said)
    if year is None:
        return None
    return between_weeks(date.fromisocalendar(year, int(values["week_number"]), 1))


def weekday_of_month(values: Values, said: Said) -> Stretch | None:
    """Read "the first Monday of next month", "the last Friday in March"."""
    whole = _month_or_year(values, said)
    if whole is None:
        return None
    nth, wanted = int(values["nth"]), int(values["weekday"])
    first = whole.start.date()
    if nth > 0:
        found = first + timedelta(days=(wanted - first.weekday()) % WEEK + WEEK * (nth - 1))
    else:
        last = whole.end.date() - timedelta(days=1)
        found = last - timedelta(days=(last.weekday() - wanted) % WEEK)
    return day(found) if found < whole.end.date() else None


def between_weeks(first: date) -> Stretch:
    """Return the week that begins on a day."""
    return between(first, first + timedelta(days=WEEK), "week")


def _month_or_year(values: Values, said: Said) -> Stretch | None:
    if "month" in values:
        return month_of_year(values, said)
    if "which" in values:
        return month(shifted_months(said.today, int(values["which"])))
    year = named_year(values, said)
    return None if year is None else months(date(year, 1, 1), 12, "year")


def _third(whole: Stretch, third: str) -> Stretch:
    first, after = whole.start.date(), whole.end.date()
    tenth, twentieth = first + timedelta(days=TEN_DAYS), first + timedelta(days=2 * TEN_DAYS)
    begin, end = {
        "early": (first, tenth),
        "middle": (tenth, twentieth),
        "late": (twentieth, after),
    }[third]
    return between(begin, end, "week")
