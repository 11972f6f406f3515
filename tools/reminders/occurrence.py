"""When a reminder that repeats comes: at the time on the person's wall, wherever they live."""

from calendar import monthrange
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from storage.records.person import zone_named
from storage.records.reminder import Every, NewReminder

SATURDAY = 5

MONTHS = 12

DAYS = {"day": 1, "weekday": 1, "week": 7}
"""The steps that are counted in days."""


def next_after(first_at: datetime, every: Every, zone: ZoneInfo, *, after: datetime) -> datetime:
    """Return the first time, not before `first_at`, that lies after a moment.

    The 31st is the last day of a shorter month, and 29 February the 28th in other years.
    """
    wall = first_at.astimezone(zone).replace(tzinfo=None)
    number = max(0, _about(wall, every, after.astimezone(zone).replace(tzinfo=None)) - 1)
    while True:
        step = _step(wall, every, number)
        moment = step.replace(tzinfo=zone).astimezone(UTC)
        if moment > after and not (every == "weekday" and step.weekday() >= SATURDAY):
            return moment
        number += 1


def due_of(
    reminder: NewReminder, zone: ZoneInfo, *, sent_at: datetime | None, now: datetime
) -> datetime:
    """Return when a reminder comes: since when it is due, or when it will be.

    Of times that were missed the last one counts: nobody is reminded five times after a holiday.

    Args:
        reminder: which one.
        zone: where the person lives now.
        sent_at: when it came last; None while it has not.
        now: the present moment.
    """
    if reminder.every is None:
        return reminder.first_at
    first_at = _here(reminder, zone)
    due = next_after(first_at, reminder.every, zone, after=sent_at or first_at - timedelta(1))
    while (later := next_after(first_at, reminder.every, zone, after=due)) <= now:
        due = later
    return due


def _here(reminder: NewReminder, zone: ZoneInfo) -> datetime:
    """Return the first time as the same time on the wall where the person lives now."""
    told_in = zone_named(reminder.timezone) or zone
    meant = reminder.first_at.astimezone(told_in).replace(tzinfo=None)
    return meant.replace(tzinfo=zone).astimezone(UTC)


def _about(wall: datetime, every: Every, now: datetime) -> int:
    """Return about how many steps lie between two times on the wall, never more."""
    if every in DAYS:
        return (now - wall).days // DAYS[every]
    months = (now.year - wall.year) * MONTHS + now.month - wall.month
    return months // (MONTHS if every == "year" else 1) - 1


def _step(wall: datetime, every: Every, number: int) -> datetime:
    if every in DAYS:
        return wall + timedelta(days=DAYS[every] * number)
    months = wall.month - 1 + number * (MONTHS if every == "year" else 1)
    year, month = wall.year + months // MONTHS, months % MONTHS + 1
    return wall.replace(year=year, month=month, day=min(wall.day, monthrange(year, month)[1]))
