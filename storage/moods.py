"""How somebody's days went, as their messages read and as their companion felt."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from storage.database import Database
from storage.records.mood import MoodDay
from storage.rows import scope_values


class Moods:
    """The moods kept in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def days(
        self, person_id: UUID, agent_id: str | None, *, start: datetime, zone: str
    ) -> list[MoodDay]:
        """Return the days of one talk since `start`, oldest first; those without talk are left out.

        What belongs to a deflected message is not counted: it was aimed at the companion.

        Args:
            person_id: whose days.
            agent_id: the talk with whom; None for Lumi.
            start: the first moment of the first day.
            zone: the IANA time zone in which a day begins.
        """
        values: Mapping[str, Any] = scope_values(person_id, agent_id) | {
            "start": start,
            "zone": zone,
        }
        [rows] = await self._database.trip(person_id, ("mood_days", values), idempotent=True)
        return [MoodDay(**row) for row in rows]
