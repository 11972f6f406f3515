"""At which hours a routine may be taken up, read from its own words."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from importlib.resources import files
from typing import Any

Hours = tuple[time, time]


@dataclass(frozen=True)
class _Parts:
    hours: Sequence[tuple[re.Pattern[str], Hours]]
    weekdays: Mapping[int, re.Pattern[str]]


def routine_times(text: str, day: date) -> Hours | None:
    """Return between which hours of a day a routine may be taken up, None when not on that day.

    A routine whose words name neither a part of the day nor a day of the week is never taken up.
    """
    parts = _parts()
    named = {weekday for weekday, words in parts.weekdays.items() if words.search(text)}
    if named and day.weekday() not in named:
        return None
    hours = next((hours for words, hours in parts.hours if words.search(text)), None)
    if hours is None and named:
        return parts.hours[-1][1]
    return hours


@cache
def _parts() -> _Parts:
    table = tomllib.loads(files("tools.outreach").joinpath("routines.toml").read_text("utf-8"))
    return _Parts(
        hours=[(_any_of(part["words"]), _hours(part)) for part in table["parts"].values()],
        weekdays={int(day): _any_of(words) for day, words in table["weekdays"].items()},
    )


def _hours(part: Mapping[str, Any]) -> Hours:
    return time.fromisoformat(part["from"]), time.fromisoformat(part["until"])


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    """Return a pattern for words: Latin ones whole, Chinese ones wherever they stand."""
    spaced = "|".join(re.escape(word) for word in words if word.isascii())
    unspaced = "|".join(re.escape(word) for word in words if not word.isascii())
    return re.compile(rf"\b(?:{spaced})\b|{unspaced}", re.IGNORECASE)
