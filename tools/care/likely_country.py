"""Which country a time zone speaks for, by the tables of the tz database."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

ABBREVIATIONS = frozenset({"CET", "EET", "EST", "HST", "MET", "MST", "WET"})
"""Names of an offset that the tz database links to one city: they name no place."""

_LONGEST_CHAIN = 3
"""Links are followed this often; the tz database flattens them to one."""


def likely_country(timezone: str) -> str | None:
    """Return the ISO 3166 code of the country somebody with this time zone is likely in, or None.

    A name in `zone.tab` is a place in one country: Europe/Berlin is Germany's although Oslo's
    clocks are Berlin's, for Oslo has a name of its own. An older name counts as the zone it links
    to, where `zone1970.tab` knows that zone's clocks in a single country: US/Pacific does,
    Atlantic/Jan_Mayen (Berlin's) does not. UTC, Etc/*, offsets and what is no zone give None.
    """
    named = _named_countries()
    if timezone in named:
        return named[timezone]
    if timezone in ABBREVIATIONS:
        return None
    for _ in range(_LONGEST_CHAIN):
        timezone = _links().get(timezone, timezone)
    shared = _shared_countries().get(timezone, ())
    return shared[0] if len(shared) == 1 else None


@cache
def _named_countries() -> Mapping[str, str]:
    """Return the country of each name in `zone.tab`: one each, by the file's own rule."""
    return {row[2]: row[0] for row in _rows("zone.tab")}


@cache
def _shared_countries() -> Mapping[str, tuple[str, ...]]:
    """Return the countries whose clocks agree with each zone since 1970, the largest first."""
    return {row[2]: tuple(row[0].split(",")) for row in _rows("zone1970.tab")}


@cache
def _links() -> Mapping[str, str]:
    """Return what each older name stands for: the lines `L target name` of `tzdata.zi`."""
    parts = (line.split() for line in _text("tzdata.zi").splitlines() if line.startswith("L "))
    return {name: target for _, target, name in parts}


def _rows(name: str) -> Iterator[list[str]]:
    lines = _text(name).splitlines()
    return (line.split("\t") for line in lines if line and not line.startswith("#"))


def _text(name: str) -> str:
    return files("tzdata.zoneinfo").joinpath(name).read_text("utf-8")
