"""A reminder as it is kept."""

from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from storage.records.outreach import QuietHours
from storage.records.reminder import NewReminder
from tools.outreach.hours import end_of, is_within
from tools.reminders.hear import Wanted


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
