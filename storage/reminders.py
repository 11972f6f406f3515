"""What people asked to be reminded of."""

from collections.abc import Sequence

import msgspec
from psycopg.types.json import Json

from storage.records.outreach import NIGHT
from storage.records.reminder import NewReminder


def reminders_value(reminders: Sequence[NewReminder]) -> Json | None:
    """Return new reminders as the value of the statement that ends a turn."""
    if not reminders:
        return None
    night = {"night_start": NIGHT.start, "night_end": NIGHT.end}
    return Json({"reminders": list(reminders), **night}, dumps=msgspec.json.encode)
