"""Tomorrow's thoughts: what a companion would bring up next, as the person sees and changes it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from storage.database import Database, Row
from storage.errors import NotFound
from storage.records.reflection import Thought
from storage.rows import scope_values

MOST_SHOWN = 50
"""Thoughts that are listed; three a night at most, so that is more than two weeks."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """Something the person said that a thought rests on."""

    id: UUID
    content: str
    said_at: datetime


class Thoughts:
    """The thoughts of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all_of(
        self, person_id: UUID, agent_id: str | None, *, limit: int = MOST_SHOWN
    ) -> list[Thought]:
        """Return the latest thoughts of a companion, newest first, used and settled ones too."""
        values = scope_values(person_id, agent_id) | {"limit": limit}
        [rows] = await self._database.trip(person_id, ("thoughts_of", values), idempotent=True)
        return [thought_of(row) for row in rows]

    async def words_behind(
        self, person_id: UUID, agent_id: str | None, thoughts: list[Thought]
    ) -> dict[UUID, Words]:
        """Return the messages that thoughts rest on, by their numbers; gone ones are left out."""
        wanted = sorted({number for one in thoughts for number in one.source_message_ids})
        values = scope_values(person_id, agent_id) | {"message_ids": wanted}
        [rows] = await self._database.trip(person_id, ("words_behind", values), idempotent=True)
        return {row["id"]: Words(**row) for row in rows}

    async def settle(
        self, person_id: UUID, agent_id: str | None, thought_id: UUID, *, now: datetime
    ) -> Thought:
        """Note that a thought is done with: it is not brought up any more.

        Raises:
            NotFound: there is no such thought.
        """
        values = scope_values(person_id, agent_id) | {"thought_id": thought_id, "now": now}
        [rows] = await self._database.trip(person_id, ("settle_thought", values), idempotent=True)
        if not rows:
            raise NotFound("There is no such thought; it may have been forgotten.")
        return thought_of(rows[0])

    async def delete(self, person_id: UUID, agent_id: str | None, thought_id: UUID) -> None:
        """Forget a thought.

        Raises:
            NotFound: there is no such thought.
        """
        values = scope_values(person_id, agent_id) | {"thought_id": thought_id}
        [rows] = await self._database.trip(person_id, ("delete_thought", values))
        if not rows:
            raise NotFound("There is no such thought; it may have been forgotten already.")

    async def use(
        self, person_id: UUID, agent_id: str | None, thought_id: UUID, *, now: datetime
    ) -> None:
        """Note that a message came first because of a thought."""
        values = scope_values(person_id, agent_id) | {"thought_id": thought_id, "now": now}
        await self._database.trip(person_id, ("use_thought", values), idempotent=True)


def thought_of(row: Row) -> Thought:
    """Return the thought in a row."""
    sources, memories = row.pop("source_message_ids"), row.pop("memory_ids")
    return Thought(**row, source_message_ids=tuple(sources), memory_ids=tuple(memories))


def thought_values(thought: Thought) -> dict[str, Any]:
    """Return how a new thought is stored."""
    return vars(thought) | {
        "thought_id": thought.id,
        "source_message_ids": list(thought.source_message_ids),
        "memory_ids": list(thought.memory_ids),
    }
