"""The days of holidays."""

import tomllib
from calendar import monthrange
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from tools.dates.calendar import WEEK


def holiday(name: str, year: int) -> date | None:
    """Return the day of a holiday in a year, or None when it is not known for that year.

    Lunar holidays are known from 2020 to 2035, Qingming from 2000 to 2099.
    """
    table = _table("holidays.toml")
    if name in table["fixed"]:
        return date.fromisoformat(f"{year:04}-{table['fixed'][name]}")
    if name in table["weekday"]:
        return _weekday_of_month(year, *table["weekday"][name])
    if name in table["lunar"]:
        return _lunar(year, *table["lunar"][name])
    return _easter(year) if name == "easter" else _qingming(year)


def _weekday_of_month(year: int, month: int, which: int, weekday: int, more: int = 0) -> date:
    if which < 0:
        last = date(year, month, monthrange(year, month)[1])
        return last - timedelta(days=(last.weekday() - weekday) % WEEK)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % WEEK + WEEK * (which - 1) + more)


def _lunar(year: int, column: str, days_after: int) -> date | None:
    table = _table("lunar.toml")
    row = table["years"].get(str(year))
    if row is None:
        return None
    named = date.fromisoformat(f"{year}-{row[table['columns'].index(column)]}")
    return named + timedelta(days=days_after)


def _easter(year: int) -> date:
    """Return Easter Sunday: the Sunday after the full moon of the church's own table."""
    century, moon_year = year // 100, year % 19
    leap_lost = century - century // 4
    moon_drift = (8 * century + 13) // 25
    full_moon = (leap_lost - moon_drift + 19 * moon_year + 15) % 30
    full_moon -= full_moon // 28 * (1 - 29 // (full_moon + 1) * ((21 - moon_year) // 11))
    past_sunday = (year + year // 4 + full_moon + 2 - leap_lost) % WEEK
    return date(year, 3, 28) + timedelta(days=full_moon - past_sunday)


def _qingming(year: int) -> date | None:
    """Return the day of clear brightness, by the rule of thumb that holds for one century."""
    within = year - 2000
    if not 0 <= within < 100:
        return None
    return date(year, 4, int(within * 0.2422 + 4.81) - within // 4)


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files("tools.dates").joinpath(name).read_text("utf-8"))
