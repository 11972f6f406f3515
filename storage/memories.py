"""What is remembered of a person."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from storage.companions import only_companion
from storage.consolidation import consolidation_statements
from storage.database import Database, Row
from storage.ledger import spendings_statement
from storage.records import (
    Consolidation,
    Episode,
    Found,
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
from storage.rows import (
    found_message_of,
    known_person_of,
    lexemes,
    memory_of,
    message_of,
    profile_of,
    quoted,
    scope_values,
)

PROFILE_LIMIT = 30
"""Standing facts a prompt carries at most, so that its size stays constant."""

TERMS_LIMIT = 64
"""Words of a question that are searched for; longer messages are searched by their first ones."""

BM25_K1 = 1.2
"""How soon more of the same stops counting; the value of the TREC experiments and of Lucene."""

BM25_B = 0.75
"""How much a long text is held back; the value of the TREC experiments and of Lucene."""


class Memories:
    """The memories of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def recall(self, request: RecallRequest) -> Recall:
        """Read everything a prompt needs, in one trip.

        The search is exact, over the rows of this person alone: a person's rows are few, and an
        approximate index over everybody's would have to be filtered.

        Raises:
            NotFound: the person has no such companion.
        """
        values = _recall_values(request)
        names = (
            "companion_of",
            "recent_of",
            "window_of",
            "profile_of",
            "find_messages",
            "find_memories",
        )
        companion, recent, window, profile, messages, memories = await self._database.trip(
            request.person_id, *((name, values) for name in names), idempotent=True
        )
        return Recall(
            companion=only_companion(companion),
            recent=_recent(recent),
            window=tuple(message_of(row) for row in reversed(window)),
            profile=tuple(map(memory_of, profile)),
            found=(*map(found_message_of, messages), *map(_found_memory, memories)),
        )

    async def recent(self, person_id: UUID, agent_id: str | None) -> RecentMemories:
        """Return the rolling fields; empty ones before the first turn."""
        [rows] = await self._database.trip(
            person_id, ("recent_of", scope_values(person_id, agent_id)), idempotent=True
        )
        return _recent(rows)

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


def _recall_values(request: RecallRequest) -> dict[str, Any]:
    terms = lexemes(request.terms)[:TERMS_LIMIT]
    return scope_values(request.person_id, request.agent_id) | {
        "terms": terms,
        "any_term": " | ".join(quoted(terms)),
        "vector": request.vector,
        "embedder": request.embedder,
        "window": request.window,
        "candidates": request.candidates,
        "profile": PROFILE_LIMIT,
        "k1": BM25_K1,
        "b": BM25_B,
    }


def _kept(results: list[list[Row]]) -> Kept:
    memories, people, preferences, episode, profile = results
    return Kept(
        memories=tuple(map(memory_of, memories)),
        people=tuple(map(known_person_of, people)),
        preferences=tuple(Preference(**row) for row in preferences),
        episode=Episode(**episode[0]) if episode else None,
        profile=profile_of(profile),
    )


def _recent(rows: list[Row]) -> RecentMemories:
    return RecentMemories(**rows[0]) if rows else RecentMemories()


def _found_memory(row: Row) -> Found:
    vector_score, keyword_score = row.pop("vector_score"), row.pop("keyword_score")
    memory = memory_of(row)
    return Found(
        id=memory.id,
        source="memory",
        text=memory.content,
        said_at=memory.learned_at,
        vector_score=vector_score,
        keyword_score=keyword_score,
        memory=memory,
    )


def _with_likeness(row: Row) -> tuple[Memory, float]:
    likeness = row.pop("likeness")
    return memory_of(row), likeness
