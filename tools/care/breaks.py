"""What is said beside the talk, and when: that an AI speaks, that a break would be good."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from storage.records.use import BesideKind, Use

HEAVY_DAY = timedelta(hours=4)
"""Use of one day from which a gentle word is said, unless the person wants another number.

No law gives one (spec/care.md 4.1): it is more than a break notice, which comes after three hours.
"""

HEAVY_REST = timedelta(days=3)
"""Between two such words: who heard one knows."""


@dataclass(frozen=True, kw_only=True)
class Measures:
    """What counts for one person."""

    break_every: timedelta
    """Continuing use after which a break notice is due."""
    heavy_day: timedelta | None = HEAVY_DAY
    """Use of a day from which a gentle word is said; None never."""


def due(use: Use, measures: Measures, *, now: datetime, zone: ZoneInfo) -> tuple[BesideKind, ...]:
    """Return what is to be told with the next reply, in this order.

    Args:
        use: how the person's use stands.
        measures: what counts for them.
        now: the present.
        zone: where they are; their day begins at midnight there.
    """
    return tuple(_due(use, measures, now=now, zone=zone))


def used_for(use: Use, now: datetime) -> timedelta:
    """Return how long the person has been here without a pause."""
    return now - use.since if use.since else timedelta(0)


def is_heavy(use: Use, measures: Measures) -> bool:
    """Say whether the person has been here for much of today."""
    return measures.heavy_day is not None and use.today >= measures.heavy_day


def _due(use: Use, measures: Measures, *, now: datetime, zone: ZoneInfo) -> Iterator[BesideKind]:
    reminded = max((use.told[kind] for kind in _SAYS_AI if kind in use.told), default=None)
    if reminded is None or _day(reminded, zone) < _day(now, zone):
        yield "disclosure"
    if _needs_break(use, measures, now):
        yield "break"
    elif is_heavy(use, measures) and _has_rested(use, now):
        yield "use"


_SAYS_AI: tuple[BesideKind, ...] = ("disclosure", "break")


def _needs_break(use: Use, measures: Measures, now: datetime) -> bool:
    """Count from the last break notice of this use, or from its beginning."""
    if use.since is None:
        return False
    return now - max(use.since, use.told.get("break", use.since)) >= measures.break_every


def _has_rested(use: Use, now: datetime) -> bool:
    told = use.told.get("use")
    return told is None or now - told >= HEAVY_REST


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()
