"""Which rules of law apply to somebody, from packs of data; the strictest where several may."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from storage.records.person import Person
from tools.care.age import rules_for
from tools.care.breaks import HEAVY_DAY, Measures
from tools.prompts.render import Language

DEFAULT = "default"
"""The pack that counts everywhere, also where no other does."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One thing that is owed."""

    key: str
    texts: Mapping[Language, str]
    source: str
    every: timedelta | None = None
    """For a rule that counts time."""
    kept: bool = True
    """False where nothing in the program keeps it: whoever runs it has to."""


@dataclass(frozen=True, kw_only=True)
class Pack:
    """The rules of one place."""

    key: str
    names: Mapping[Language, str]
    rules: tuple[Rule, ...]
    since: date | None = None
    """From when they bind; they are kept before."""
    countries: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    """As in ISO 3166-2."""
    zones: frozenset[str] = frozenset()
    """Time zones that suggest the place."""

    def rule(self, key: str) -> Rule | None:
        """Return a rule by its key."""
        return next((rule for rule in self.rules if rule.key == key), None)


def packs_for(*, country: str | None, region: str | None, timezone: str | None) -> tuple[Pack, ...]:
    """Return the packs that may apply to somebody, `default` first.

    What a person states leads: a region, then a country, in which a time zone may narrow it down.
    Of somebody who stated nothing the time zone alone speaks.

    Args:
        country: the stated one, as in ISO 3166-1.
        region: the stated one, as in ISO 3166-2.
        timezone: theirs; None where it was only assumed.
    """
    others = [pack for pack in packs().values() if pack.key != DEFAULT]
    if country:
        others = [pack for pack in others if country in pack.countries]
    if region and region.partition("-")[0] == (country or region.partition("-")[0]):
        code = region.partition("-")[0]
        found = [
            p for p in others if region in p.regions or (not p.regions and code in p.countries)
        ]
    else:
        found = [pack for pack in others if timezone in pack.zones]
        found = found or (others if country else [])
    return (packs()[DEFAULT], *found)


def shortest(key: str, applying: Sequence[Pack]) -> timedelta:
    """Return the shortest time that some packs have for a rule.

    Raises:
        ValueError: none of them counts time for it.
    """
    rules = (pack.rule(key) for pack in applying)
    return min(rule.every for rule in rules if rule is not None and rule.every is not None)


def measures_for(person: Person, *, assumed_timezone: str | None) -> Measures:
    """Return what counts for a person, by their place, their age and their wish."""
    timezone = None if person.timezone == assumed_timezone else person.timezone
    applying = packs_for(country=person.country, region=person.region, timezone=timezone)
    keys = ["break", "break_minor"] if rules_for(person.age_group).is_young else ["break"]
    hours = person.heavy_use_hours
    return Measures(
        break_every=min(shortest(key, applying) for key in keys),
        heavy_day=HEAVY_DAY if hours is None else timedelta(hours=hours) if hours else None,
    )


@cache
def packs() -> Mapping[str, Pack]:
    """Return every pack by its key, `default` first."""
    table = tomllib.loads(files("tools.care").joinpath("jurisdiction.toml").read_text("utf-8"))
    return {key: _pack(key, row) for key, row in table.items()}


def _pack(key: str, row: Mapping[str, Any]) -> Pack:
    return Pack(
        key=key,
        names=row["name"],
        rules=tuple(_rule(name, rule) for name, rule in row["rules"].items()),
        since=row.get("from"),
        countries=frozenset(row.get("countries", ())),
        regions=frozenset(row.get("regions", ())),
        zones=frozenset(row.get("zones", ())),
    )


def _rule(key: str, row: Mapping[str, Any]) -> Rule:
    minutes = row.get("minutes")
    return Rule(
        key=key,
        texts={"en": row["en"], "zh": row["zh"]},
        source=row["source"],
        every=timedelta(minutes=minutes) if minutes else None,
        kept=row.get("kept", True),
    )
