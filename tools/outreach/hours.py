"""Parts of the day in which nothing is sent, by the clock on the person's wall.

A moment is asked what the wall clock shows then, so that nights over midnight, and those in which
the clock is moved, need no rule of their own.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from storage.records.outreach import QuietHours

MINOR_NIGHT = QuietHours(start=time(0), end=time(6))
"""Nothing reaches a minor at night (California, H&S § 27002; spec/care.md 4.1)."""

SCHOOL_HOURS = QuietHours(start=time(8), end=time(15))
"""Nor on a day of school, from September to May (the same)."""

SCHOOL_MONTHS = frozenset({9, 10, 11, 12, 1, 2, 3, 4, 5})

SATURDAY = 5


def is_within(hours: QuietHours, moment: datetime, zone: ZoneInfo) -> bool:
    """Return whether the wall clock in a zone shows a time within some hours."""
    shown = moment.astimezone(zone).time()
    if hours.start < hours.end:
        return hours.start <= shown < hours.end
    return shown >= hours.start or shown < hours.end


def end_of(hours: QuietHours, moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the first moment, from one within some hours on, at which they are over.

    Where the clock is put forward over the end, it is as much later as the clock was moved.
    """
    today = moment.astimezone(zone).date()
    ends = sorted(
        _moment(today + timedelta(days=days), hours.end, zone, again=again)
        for days in (0, 1, 2)
        for again in (False, True)
    )
    return next(end for end in ends if end > moment and not is_within(hours, end, zone))


def minor_hours(moment: datetime, zone: ZoneInfo) -> datetime | None:
    """Return until when nothing may reach a minor, or None when it may now."""
    if is_within(MINOR_NIGHT, moment, zone):
        return end_of(MINOR_NIGHT, moment, zone)
    today = moment.astimezone(zone).date()
    if _has_school(today) and is_within(SCHOOL_HOURS, moment, zone):
        return end_of(SCHOOL_HOURS, moment, zone)
    return None


def next_day(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment at which the next day begins in a zone."""
    return _moment(moment.astimezone(zone).date() + timedelta(days=1), time(0), zone)


def _has_school(day: date) -> bool:
    return day.month in SCHOOL_MONTHS and day.weekday() < SATURDAY


def _moment(day: date, shown: time, zone: ZoneInfo, *, again: bool = False) -> datetime:
    """Return when the wall clock shows a time, for the second time where it is put back."""
    return datetime.combine(day, shown, zone).replace(fold=int(again)).astimezone(UTC)
