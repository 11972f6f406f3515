"""The lines a person in crisis can reach, read from `helplines.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Helpline:
    """One line, to be shown word for word."""

    name: str
    reach: str
    """How to reach it: a number to call, a text to send, an address."""
    hours: str
    languages: tuple[str, ...]
    """ISO 639 codes."""
    source: str
    verified_at: date
    country: str | None = None
    """ISO 3166 code; None for the pointer to every country's lines."""


def helplines_in(country: str | None) -> tuple[Helpline, ...]:
    """Return the lines of a country, or none when the country or its lines are unknown."""
    return _by_country().get(country.upper(), ()) if country else ()


def international_pointer() -> Helpline:
    """Return where the lines of every country can be found."""
    return _helpline(_table()["international"])


def emergency_number(country: str | None) -> str | None:
    """Return the number of a country's ambulance, or None when it is not known here."""
    numbers: Mapping[str, str] = _table()["emergency"]
    return numbers.get(country.upper()) if country else None


def all_helplines() -> tuple[Helpline, ...]:
    """Return every line there is, the international pointer last."""
    lines = [line for lines in _by_country().values() for line in lines]
    return (*lines, international_pointer())


@cache
def _by_country() -> Mapping[str, tuple[Helpline, ...]]:
    found: dict[str, tuple[Helpline, ...]] = {}
    for row in _table()["helplines"]:
        found[row["country"]] = (*found.get(row["country"], ()), _helpline(row))
    return found


def _helpline(row: Mapping[str, Any]) -> Helpline:
    return Helpline(**{**row, "languages": tuple(row["languages"])})


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("tools.care").joinpath("helplines.toml").read_text("utf-8"))
