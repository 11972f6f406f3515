"""The stored talk."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from uuid import UUID

from psycopg.types.json import Jsonb

from storage.database import Database
from storage.errors import NotFound
from storage.records import Message, MessageIndex, Page
from storage.records.mood import ReadMood
from storage.rows import index_values, message_of, scope_values


class Messages:
    """The messages of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def unread(
        self, person_id: UUID, agent_id: str | None, *, after: int, limit: int
    ) -> list[Message]:
        """Return what may be remembered of a talk after a position, oldest first.

        It ends before the first message that is still unanswered: a reader that goes on from the
        last position it was given misses none.
        """
        values = scope_values(person_id, agent_id) | {"after": after, "limit": limit}
        [rows] = await self._database.trip(person_id, ("unread_messages", values), idempotent=True)
        return [message_of(row) for row in rows]

    async def unindexed(self, person_id: UUID, *, embedder: str, limit: int) -> list[Message]:
        """Return what may be remembered and has no vector in this space, newest first."""
        values = {"person_id": person_id, "embedder": embedder, "limit": limit}
        [rows] = await self._database.trip(
            person_id, ("unindexed_messages", values), idempotent=True
        )
        return [message_of(row) for row in rows]

    async def mood_of(
        self, person_id: UUID, agent_id: str | None, message_id: UUID
    ) -> ReadMood | None:
        """Return how a message of the person read; None where its mood was never read."""
        values = scope_values(person_id, agent_id) | {"message_id": message_id}
        [rows] = await self._database.trip(person_id, ("mood_of", values), idempotent=True)
        return ReadMood(**rows[0]["mood"]) if rows else None

    async def correct_mood(
        self, person_id: UUID, agent_id: str | None, message_id: UUID, mood: ReadMood
    ) -> None:
        """Keep another reading of a message of the person."""
        values = scope_values(person_id, agent_id)
        values |= {"message_id": message_id, "mood": Jsonb(asdict(mood))}
        await self._database.trip(person_id, ("correct_mood", values), idempotent=True)

    async def save_indexes(
        self, person_id: UUID, indexes: Sequence[MessageIndex], *, said: Mapping[UUID, str]
    ) -> None:
        """Store what makes messages findable; what is None stays as it was.

        A message that no longer says what it `said`, by its id, was rewritten since it was read:
        something was forgotten, and must not come back by this door.
        """
        wanted = [
            (
                "reindex_message",
                {
                    "person_id": person_id,
                    "message_id": index.message_id,
                    "content": said[index.message_id],
                    **index_values(index),
                },
            )
            for index in indexes
        ]
        if wanted:
            await self._database.trip(person_id, *wanted, idempotent=True)

    async def page(
        self, person_id: UUID, agent_id: str | None, *, before: int | None, limit: int
    ) -> Page:
        """Return the last `limit` messages of a talk before a position, oldest first."""
        values = scope_values(person_id, agent_id) | {"before": before, "limit": limit + 1}
        [rows] = await self._database.trip(person_id, ("page_of_messages", values), idempotent=True)
        newest_first = [message_of(row) for row in rows[:limit]]
        return Page(
            messages=tuple(reversed(newest_first)),
            earlier=newest_first[-1].position if len(rows) > limit else None,
        )

    async def by_id(self, person_id: UUID, message_id: UUID) -> Message:
        """Return one message of a person.

        Raises:
            NotFound: this person has no such message.
        """
        values = {"person_id": person_id, "message_id": message_id}
        [rows] = await self._database.trip(person_id, ("message_by_id", values), idempotent=True)
        if not rows:
            raise NotFound("There is no such message.")
        return message_of(rows[0])
