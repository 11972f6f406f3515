"""A reminder as it is kept."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from storage.records.outreach import QuietHours
from storage.records.reminder import NewReminder
from tools.outreach.hours import end_of, is_within
from tools.reminders.hear import Wanted
from tools.reminders.occurrence import next_after


def kept_reminder(
    wanted: Wanted, *, message_id: UUID, number: int, zone: ZoneInfo, quiet: QuietHours | None
) -> NewReminder:
    """Return a reminder as it is kept, under the same id however often the turn is run.

    One whose very minute was said comes then, also in the quiet hours. One for a day or a part of
    one waits for their end.

    Args:
        wanted: what was heard; it is clear.
        message_id: the message that set it.
        number: which one of that message it is.
        zone: where the person lives.
        quiet: their quiet hours, if they have said some.
    """
    at = wanted.at
    if at is None:
        raise ValueError("A reminder without a time cannot be kept.")
    if not wanted.exact and quiet is not None and is_within(quiet, at, zone):
        at = end_of(quiet, at, zone)
    return NewReminder(
        id=uuid5(message_id, f"reminder {number}"),
        what=wanted.what,
        first_at=at,
        timezone=str(zone),
        every=wanted.every,
        insists=wanted.exact,
        message_id=message_id,
    )


def still_to_come(
    reminders: Iterable[NewReminder], zone: ZoneInfo, *, now: datetime
) -> Iterator[NewReminder]:
    """Yield reminders that come from elsewhere, those whose time is over left out.

    One that repeats begins with its next time: what was missed elsewhere is not made up for here.
    """
    for one in reminders:
        if one.every is not None:
            first = next_after(one.first_at, one.every, zone, after=now)
            yield replace(one, first_at=first, timezone=str(zone))
        elif one.first_at > now:
            yield one
