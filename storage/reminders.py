"""What people asked to be reminded of."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from psycopg.types.json import Json

from storage.database import Database, Row
from storage.errors import NotFound
from storage.records.outreach import NIGHT
from storage.records.reminder import NewReminder, Reminder
from storage.rows import scope_values

LISTED = 500
"""Reminders that are read at most."""


class Reminders:
    """The reminders of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self, person_id: UUID, agent_id: str | None) -> list[Reminder]:
        """Return what a person asked a companion to be reminded of, the next first."""
        values = scope_values(person_id, agent_id) | {"limit": LISTED}
        [rows] = await self._database.trip(person_id, ("reminders_of", values), idempotent=True)
        return [Reminder(**row) for row in rows]

    async def delete(self, person_id: UUID, agent_id: str | None, reminder_id: UUID) -> None:
        """Delete a reminder; it does not come any more.

        Raises:
            NotFound: the person has no such reminder with this companion.
        """
        values = scope_values(person_id, agent_id) | {"reminder_ids": [reminder_id]}
        [rows] = await self._database.trip(person_id, ("delete_reminders", values))
        if not rows:
            raise NotFound("There is no such reminder.")


def reminders_value(reminders: Sequence[NewReminder]) -> Json | None:
    """Return new reminders as the value of the statement that ends a turn."""
    if not reminders:
        return None
    night = {"night_start": NIGHT.start, "night_end": NIGHT.end}
    return Json({"reminders": list(reminders), **night}, dumps=msgspec.json.encode)


def reminder_from_json(row: Row) -> Reminder:
    """Return the reminder that JSON out of the database holds."""
    return msgspec.convert(row, Reminder)
