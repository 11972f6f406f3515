"""What a person agreed to be written, when to think of them next, and why something was written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid5

from storage.database import EVERYONE, Database
from storage.errors import NotFound
from storage.outreach_notes import note_of, note_statement
from storage.outreach_settings import looking_statement, saving_statements, settings_in
from storage.outreach_standing import standing_of, standing_statement
from storage.records import Person
from storage.records.outreach import (
    OutreachNote,
    OutreachReason,
    OutreachSettings,
    OutreachTrigger,
    Standing,
)
from storage.rows import scope_values

LATEST_NOTES = 200
"""Messages that came first which can be asked about without naming them whole."""

Withheld = tuple[OutreachTrigger, OutreachReason]


@dataclass(frozen=True)
class Look:
    """Somebody to think of."""

    person_id: UUID
    agent_id: str | None


@dataclass(frozen=True)
class Ground:
    """A memory that a message rests on, or the reminder that it was."""

    id: UUID
    content: str


class Outreach:
    """What one database knows about writing first."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def settings(self, person_id: UUID, agent_id: str | None) -> OutreachSettings:
        """Return what a person agreed to with a companion; nothing, if they never said."""
        asking = "outreach_settings_of", scope_values(person_id, agent_id)
        [rows] = await self._database.trip(person_id, asking, idempotent=True)
        return settings_in(rows)

    async def save_settings(
        self,
        person_id: UUID,
        agent_id: str | None,
        settings: OutreachSettings,
        *,
        now: datetime,
    ) -> None:
        """Write what a person agrees to, and think of them at once, or not at all any more."""
        await self._database.trip(
            person_id, *saving_statements(person_id, agent_id, settings, now=now), idempotent=True
        )

    async def change(
        self,
        person_id: UUID,
        agent_id: str | None,
        wish: Callable[[OutreachSettings], OutreachSettings],
        *,
        now: datetime,
    ) -> OutreachSettings:
        """Change what a person agrees to, one change after the other; returns how it is then.

        Raises:
            NotFound: the person has no such companion.
        """
        scope = scope_values(person_id, agent_id)
        async with self._database.transaction(person_id) as transaction:
            found, rows = await transaction.run(
                ("lock_outreach", scope), ("outreach_settings_of", scope)
            )
            if not found:
                raise NotFound("This person has no such companion.")
            settings = wish(settings_in(rows))
            await transaction.run(*saving_statements(person_id, agent_id, settings, now=now))
        return settings

    async def standing(self, person: Person, agent_id: str | None, *, now: datetime) -> Standing:
        """Return what bears on writing to a person first, in one trip."""
        settings, [row] = await self._database.trip(
            person.id,
            ("outreach_settings_of", scope_values(person.id, agent_id)),
            standing_statement(person, agent_id, now=now),
            idempotent=True,
        )
        return standing_of(settings_in(settings), row)

    async def due(self, *, now: datetime, again_at: datetime, limit: int) -> list[Look]:
        """Return whom to think of now, longest due first; others get them from `again_at` on."""
        values = {"now": now, "again_at": again_at, "limit": limit}
        [rows] = await self._database.trip(EVERYONE, ("due_looks", values))
        return [Look(row["user_id"], row["agent_id"]) for row in rows]

    async def look_again(
        self,
        person_id: UUID,
        agent_id: str | None,
        look_at: datetime,
        *,
        withheld: Sequence[Withheld] = (),
        now: datetime,
    ) -> None:
        """Think of a person again at a moment, and count what was kept back now and why.

        Nothing is written of somebody who took back what they agreed to, or had all forgotten.
        """
        triggers, reasons = zip(*withheld, strict=True) if withheld else ((), ())
        counting = scope_values(person_id, agent_id) | {
            "day": now.astimezone(UTC).date(),
            "triggers": list(triggers),
            "reasons": list(reasons),
        }
        planning = scope_values(person_id, agent_id) | {"look_at": look_at, "now": now}
        await self._database.trip(person_id, ("plan_look", planning), ("count_withheld", counting))

    async def look_at(self, person_id: UUID, agent_id: str | None) -> datetime | None:
        """Return when a companion thinks of a person next; None when it does not."""
        asking = "outreach_look_of", scope_values(person_id, agent_id)
        [rows] = await self._database.trip(person_id, asking, idempotent=True)
        return rows[0]["look_at"] if rows else None

    async def look_soon(self, person_id: UUID, agent_id: str | None, *, now: datetime) -> None:
        """Think of a person now, if that was meant for later: something new was said."""
        hastening = scope_values(person_id, agent_id) | {"look_at": now}
        await self._database.trip(person_id, ("hasten_look", hastening), idempotent=True)

    async def forget_look(self, person_id: UUID, agent_id: str | None) -> None:
        """Think of a person no more, with a companion that is gone."""
        forgetting = looking_statement(person_id, agent_id, None)
        await self._database.trip(person_id, forgetting, idempotent=True)

    async def note(self, person_id: UUID, agent_id: str | None, note: OutreachNote) -> None:
        """Keep why a message was written; kept twice, it is there once."""
        await self._database.trip(
            person_id, note_statement(person_id, agent_id, note), idempotent=True
        )

    async def why(self, person_id: UUID, agent_id: str | None, message_id: UUID) -> OutreachNote:
        """Return why a message was written.

        Raises:
            NotFound: there is no such message, or it answered the person.
        """
        values = scope_values(person_id, agent_id) | {"message_id": message_id}
        [rows] = await self._database.trip(person_id, ("outreach_note_of", values), idempotent=True)
        if not rows:
            raise NotFound("No message that came first has this number.")
        return note_of(rows[0])

    async def notes(self, person_id: UUID, agent_id: str | None) -> list[OutreachNote]:
        """Return why the latest messages were written first, the latest one first."""
        values = scope_values(person_id, agent_id) | {"limit": LATEST_NOTES}
        [rows] = await self._database.trip(person_id, ("outreach_notes", values), idempotent=True)
        return list(map(note_of, rows))

    async def grounds(
        self, person_id: UUID, agent_id: str | None, note: OutreachNote
    ) -> list[Ground]:
        """Return what a message rests on, as far as it is kept: memories, a loop, a reminder."""
        # The memories of a loop say it in whole sentences.
        loop_id = None if note.memory_ids else note.loop_id
        numbers = [*note.memory_ids, *filter(None, (loop_id, note.reminder_id))]
        values = scope_values(person_id, agent_id) | {"ground_ids": numbers}
        [rows] = await self._database.trip(person_id, ("outreach_grounds", values), idempotent=True)
        return [Ground(**row) for row in rows]

    async def withheld(
        self, person_id: UUID, agent_id: str | None, *, since: datetime
    ) -> list[tuple[OutreachTrigger, OutreachReason, int]]:
        """Return how often what was kept back since a day, the most frequent first."""
        values = scope_values(person_id, agent_id) | {"since": since.astimezone(UTC).date()}
        [rows] = await self._database.trip(person_id, ("withheld_counts", values), idempotent=True)
        return [(row["trigger"], row["reason"], row["count"]) for row in rows]


def look_id(person_id: UUID, agent_id: str | None, look_at: datetime) -> UUID:
    """Return what a message is called that a look may bring: the same however often it is run."""
    return uuid5(person_id, f"{agent_id or ''} {look_at.astimezone(UTC).isoformat()}")
