"""What is remembered of a person."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from storage.consolidation import consolidation_statements
from storage.database import Database, Row
from storage.ledger import spendings_statement
from storage.loops import loop_of
from storage.personas import Sheets
from storage.recall import recall
from storage.records import (
    Consolidation,
    Episode,
    Kept,
    Memory,
    MemoryType,
    Preference,
    Recall,
    RecallRequest,
    RecentMemories,
    Spending,
    Vector,
)
from storage.records.loops import OpenLoop
from storage.rows import known_person_of, memory_of, profile_of, recent_memories_of, scope_values


class Memories:
    """The memories of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._sheets = Sheets()

    async def recall(self, request: RecallRequest) -> Recall:
        """Read everything a prompt needs, in one trip.

        Raises:
            NotFound: the person has no such companion.
        """
        return await recall(self._database, request, self._sheets)

    async def recent(self, person_id: UUID, agent_id: str | None) -> RecentMemories:
        """Return the rolling fields; empty ones before the first turn."""
        [rows] = await self._database.trip(
            person_id, ("recent_of", scope_values(person_id, agent_id)), idempotent=True
        )
        return recent_memories_of(rows)

    async def save_recent(
        self,
        person_id: UUID,
        agent_id: str | None,
        recent: RecentMemories,
        *,
        spendings: Sequence[Spending],
        now: datetime,
    ) -> None:
        """Replace the five fields and the position, unless a later turn is already summarised."""
        values = scope_values(person_id, agent_id) | asdict(recent) | {"now": now}
        await self._database.trip(
            person_id,
            ("save_recent", values),
            spendings_statement(person_id, agent_id, spendings, now=now),
            idempotent=True,
        )

    async def kept(self, person_id: UUID, agent_id: str | None) -> Kept:
        """Return everything a new reading is compared with: a few hundred rows at the most."""
        values = scope_values(person_id, agent_id)
        names = (
            "current_memories",
            "known_people",
            "current_preferences",
            "latest_episode",
            "profile_lines",
        )
        return _kept(
            await self._database.trip(
                person_id, *((name, values) for name in names), idempotent=True
            )
        )

    async def loops(self, person_id: UUID, agent_id: str | None) -> tuple[OpenLoop, ...]:
        """Return every loop there ever was, those due first first; the deleted ones too."""
        asking = "loops_of", scope_values(person_id, agent_id) | {"deleted": True}
        [rows] = await self._database.trip(person_id, asking, idempotent=True)
        return tuple(map(loop_of, rows))

    async def nearest(
        self,
        person_id: UUID,
        agent_id: str | None,
        vectors: Sequence[Vector],
        *,
        embedder: str,
        types: Sequence[MemoryType],
        limit: int,
    ) -> list[list[tuple[Memory, float]]]:
        """Return for each vector the memories nearest to it, of the type at the same place.

        Each comes with its likeness, the cosine from -1 to 1; the likest first.
        """
        scope = scope_values(person_id, agent_id) | {"embedder": embedder, "limit": limit}
        wanted = [
            ("nearest_memories", scope | {"vector": vector, "type": kind})
            for vector, kind in zip(vectors, types, strict=True)
        ]
        results = await self._database.trip(person_id, *wanted, idempotent=True)
        return [[_with_likeness(row) for row in rows] for rows in results]

    async def unindexed(self, person_id: UUID, *, embedder: str, limit: int) -> list[Memory]:
        """Return memories without a vector in this space, with every companion.

        Those that hold come first; former wordings are left out, since nothing brings them back.
        """
        values = {"person_id": person_id, "embedder": embedder, "limit": limit}
        [rows] = await self._database.trip(
            person_id, ("unindexed_memories", values), idempotent=True
        )
        return [memory_of(row) for row in rows]

    async def save_vectors(
        self,
        person_id: UUID,
        memories: Sequence[Memory],
        vectors: Sequence[Vector],
        *,
        embedder: str,
    ) -> None:
        """Give memories their vectors in a space; one that is gone by now stays gone."""
        scope = {"person_id": person_id, "embedder": embedder}
        wanted = [
            (
                "reindex_memory",
                scope | {"memory_id": memory.id, "content": memory.content, "vector": vector},
            )
            for memory, vector in zip(memories, vectors, strict=True)
        ]
        if wanted:
            await self._database.trip(person_id, *wanted, idempotent=True)

    async def consolidate(
        self,
        person_id: UUID,
        agent_id: str | None,
        change: Consolidation,
        *,
        spendings: Sequence[Spending],
        now: datetime,
    ) -> bool:
        """Apply one reading in one transaction.

        Returns False, and writes nothing, when it was applied before, or when something was
        forgotten since it began.
        """
        scope = scope_values(person_id, agent_id) | {"now": now}
        async with self._database.transaction(person_id) as transaction:
            _, advanced = await transaction.run(
                ("ensure_recent", scope),
                ("advance_reading", scope | {"read_to": change.read_to, "forgets": change.forgets}),
            )
            if advanced:
                await transaction.run(
                    *consolidation_statements(scope, change),
                    spendings_statement(person_id, agent_id, spendings, now=now),
                )
        return bool(advanced)


def _kept(results: list[list[Row]]) -> Kept:
    memories, people, preferences, episode, profile = results
    return Kept(
        memories=tuple(map(memory_of, memories)),
        people=tuple(map(known_person_of, people)),
        preferences=tuple(Preference(**row) for row in preferences),
        episode=Episode(**episode[0]) if episode else None,
        profile=profile_of(profile),
    )


def _with_likeness(row: Row) -> tuple[Memory, float]:
    likeness = row.pop("likeness")
    return memory_of(row), likeness
