"""The lines a person in crisis can reach, read from `helplines.toml`."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Literal

VERIFY_EVERY = timedelta(days=90)
"""How long an entry counts as checked (spec/care.md 4.2)."""

ALWAYS = "24/7"
"""The hours of a line that is there at any hour."""

Audience = Literal["everyone", "children"]

_NUMBER = re.compile(r"\d(?:[ -]{0,2}\d)*")


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
    audience: Audience = "everyone"


def helplines_in(country: str | None, *, young: bool = False) -> tuple[Helpline, ...]:
    """Return the lines of a country, or none when the country or its lines are unknown.

    A line for children is for minors alone, and comes first for them.
    """
    lines = _by_country().get(country.upper(), ()) if country else ()
    children = tuple(line for line in lines if line.audience == "children")
    everyone = tuple(line for line in lines if line.audience == "everyone")
    return (*children, *everyone) if young else everyone


def outdated(today: date) -> tuple[Helpline, ...]:
    """Return the lines that were held against their source longer ago than `VERIFY_EVERY`."""
    return tuple(line for line in all_helplines() if today - line.verified_at > VERIFY_EVERY)


def known_numbers() -> frozenset[str]:
    """Return every number of the file, its digits alone."""
    shown = [f"{line.reach}; {line.hours}" for line in all_helplines()] + list(
        _table()["emergency"].values()
    )
    runs = (_NUMBER.findall(text) for text in shown)
    return frozenset("".join(filter(str.isdigit, run)) for found in runs for run in found)


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


def lay_over(own: Mapping[str, Any]) -> None:
    """Let somebody's own table count over the built-in one; `tools.care.own_lines` reads it."""
    _own.clear()
    _own.update(own)
    for kept in (_table, _by_country):
        kept.cache_clear()


_own: dict[str, Any] = {}


@cache
def _table() -> Mapping[str, Any]:
    text = files("tools.care").joinpath("helplines.toml").read_text("utf-8")
    built_in, own = tomllib.loads(text), list(_own.get("helplines", ()))
    countries, verified = {row["country"] for row in own}, _own.get("verified", {})
    kept = [
        row | {"verified_at": verified.get(row["country"], row["verified_at"])}
        for row in built_in["helplines"]
        if row["country"] not in countries
    ]
    return {
        "international": _own.get("international", built_in["international"]),
        "emergency": built_in["emergency"] | dict(_own.get("emergency", {})),
        "helplines": [*kept, *own],
    }
