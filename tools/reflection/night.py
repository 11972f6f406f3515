"""When a person's night is, by the clock on their wall."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

NIGHT = time(3), time(6)
"""When talks are looked back on: between these, when hardly anybody talks."""

SPREAD = timedelta(hours=2)
"""Over how long the people of one zone are spread, so that a million do not come at once."""

NOON = timedelta(hours=12)


def night_of(now: datetime, zone: ZoneInfo) -> date:
    """Return the night that a moment belongs to, named by its morning: from noon to noon."""
    return (now.astimezone(zone).replace(tzinfo=None) + NOON).date()


def is_night(now: datetime, zone: ZoneInfo) -> bool:
    """Return whether it is night where the person is."""
    begins, ends = NIGHT
    return begins <= now.astimezone(zone).time() < ends


def next_night(now: datetime, zone: ZoneInfo, person_id: UUID, *, done: date | None) -> datetime:
    """Return when a talk is looked back on next: each night once, always at the same time.

    An hour that the clock skips comes right after, and one that it shows twice counts once.

    Args:
        now: the present.
        zone: where the person is.
        person_id: moves the moment within two hours.
        done: the last night in which that was done; None if never.
    """
    shown = time_of(person_id)
    night = night_of(now, zone) if done is None else max(night_of(now, zone), done)
    if night == done or moment_of(night, shown, zone) <= now:
        night += timedelta(days=1)
    return moment_of(night, shown, zone)


def time_of(person_id: UUID) -> time:
    """Return the time of the night that is a person's, the same every night."""
    minutes = person_id.int % (SPREAD // timedelta(minutes=1))
    return (datetime.combine(date.min, NIGHT[0]) + timedelta(minutes=minutes)).time()


def moment_of(night: date, shown: time, zone: ZoneInfo) -> datetime:
    """Return the moment at which a clock shows a time in the morning of a night."""
    return datetime.combine(night, shown, zone).astimezone(UTC)
