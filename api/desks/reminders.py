"""What a person asked to be reminded of: for REST and the terminal."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from api.services import Running
from storage.records import Person
from storage.records.reminder import Reminder
from tools.reminders.occurrence import due_of


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A reminder, and when it comes."""

    reminder: Reminder
    at: datetime | None
    """When it comes next, or since when it is due; None when it has come."""


@dataclass(frozen=True, kw_only=True)
class RemindersDesk:
    """What one person asked one companion to be reminded of."""

    running: Running
    person: Person
    agent_id: str | None

    async def all(self) -> list[Kept]:
        """Return every reminder, the next first, those that have come last.

        Raises:
            NotFound: the person has no such companion.
        """
        await self.running.companions.get(self.person.id, self.agent_id)
        found = await self.running.reminders.all(self.person.id, self.agent_id)
        kept = [Kept(reminder=one, at=self._next(one)) for one in found]
        return sorted(kept, key=lambda one: (one.at is None, one.at or one.reminder.first_at))

    async def delete(self, reminder_id: UUID) -> None:
        """Delete a reminder; it does not come any more.

        Raises:
            NotFound: the person has no such reminder with this companion.
        """
        await self.running.reminders.delete(self.person.id, self.agent_id, reminder_id)

    def _next(self, reminder: Reminder) -> datetime | None:
        if reminder.done_at is not None:
            return None
        zone, now = ZoneInfo(self.person.timezone), self.running.clock.now()
        return due_of(reminder, zone, sent_at=reminder.sent_at, now=now)
