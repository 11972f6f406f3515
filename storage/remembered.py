"""What is remembered of a person, as they look at it: every question with its reason."""

from datetime import datetime
from typing import Any
from uuid import UUID

from storage.database import Database, Row
from storage.errors import NotFound
from storage.recall import SHARED_LIMIT
from storage.recall_rows import shared_lines
from storage.records import (
    ChangePage,
    Episode,
    KnownPerson,
    Memory,
    MemoryChange,
    MemoryCount,
    MemoryCounts,
    MemoryPage,
    MemoryQuestion,
    MemorySource,
    MemoryState,
    Place,
    Preference,
    RememberedMemory,
    StandingProfile,
)
from storage.rows import (
    heard_memory_of,
    known_person_of,
    lexemes,
    memory_of,
    profile_of,
    quoted,
    scope_values,
)


class Remembered:
    """What the people of one database can see of what is remembered of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self, person_id: UUID, agent_id: str | None, question: MemoryQuestion
    ) -> MemoryPage:
        """Return the memories that were asked for, the newest first."""
        values = scope_values(person_id, agent_id) | _page_values(question)
        [rows] = await self._database.trip(person_id, ("page_of_memories", values), idempotent=True)
        found = tuple(map(memory_of, rows[: question.limit]))
        more = len(rows) > question.limit
        end = Place(at=found[-1].learned_at, id=found[-1].id) if more else None
        return MemoryPage(memories=found, next=end)

    async def memory(
        self, person_id: UUID, agent_id: str | None, memory_id: UUID
    ) -> RememberedMemory:
        """Return one memory and why it is there.

        Raises:
            NotFound: the person has no such memory with this companion.
        """
        values = scope_values(person_id, agent_id) | {"memory_id": memory_id}
        names = (
            "memory_by_id",
            "sources_of_memory",
            "people_of_memory",
            "episode_of_memory",
            "successor_of_memory",
            "predecessors_of_memory",
            "changes_of_memory",
        )
        memory, sources, people, episode, successor, former, changes = await self._database.trip(
            person_id, *((name, values) for name in names), idempotent=True
        )
        if not memory:
            raise NotFound("There is no such memory.")
        return RememberedMemory(
            memory=memory_of(memory[0]),
            sources=tuple(MemorySource(**row) for row in sources),
            people=tuple(map(known_person_of, people)),
            episode=Episode(**episode[0]) if episode else None,
            successor=memory_of(successor[0]) if successor else None,
            predecessors=tuple(map(memory_of, former)),
            changes=tuple(MemoryChange(**row) for row in changes),
        )

    async def changes(
        self, person_id: UUID, agent_id: str | None, *, after: Place | None, limit: int
    ) -> ChangePage:
        """Return what was changed and can be taken back, the newest first."""
        values = scope_values(person_id, agent_id) | _after(after) | {"limit": limit + 1}
        [rows] = await self._database.trip(person_id, ("page_of_changes", values), idempotent=True)
        found = tuple(MemoryChange(**row) for row in rows[:limit])
        end = Place(at=found[-1].made_at, id=found[-1].id) if len(rows) > limit else None
        return ChangePage(changes=found, next=end)

    async def counts(
        self, person_id: UUID, agent_id: str | None, *, since: datetime
    ) -> MemoryCounts:
        """Return how much is remembered, and how much of it was learned since a moment."""
        values = scope_values(person_id, agent_id) | {"since": since}
        types, [beside], reasons = await self._database.trip(
            person_id,
            ("count_memories", values),
            ("count_beside", values),
            ("reasons_of", values),
            idempotent=True,
        )
        return MemoryCounts(
            types=tuple(_count(row) for row in types),
            learned=sum(row["learned"] for row in types),
            pinned=sum(row["pinned"] for row in types),
            people=beside["people"],
            preferences=beside["preferences"],
            reasons={row["reason"]: row["count"] for row in reasons},
        )

    async def preferences(
        self, person_id: UUID, agent_id: str | None, *, state: MemoryState = "current"
    ) -> tuple[Preference, ...]:
        """Return the preferences, by key and the latest first."""
        values = scope_values(person_id, agent_id) | {"state": state}
        [rows] = await self._database.trip(person_id, ("preferences_of", values), idempotent=True)
        return tuple(Preference(**row) for row in rows)

    async def people(self, person_id: UUID, agent_id: str | None) -> tuple[KnownPerson, ...]:
        """Return everybody in somebody's life, also those that turned out to be another."""
        values = scope_values(person_id, agent_id)
        [rows] = await self._database.trip(person_id, ("known_people", values), idempotent=True)
        return tuple(map(known_person_of, rows))

    async def profile(self, person_id: UUID, agent_id: str | None) -> StandingProfile:
        """Return MEMORY.md as a prompt has it, with what everyone may know; empty at first."""
        values = scope_values(person_id, agent_id)
        rows, heard = await self._database.trip(
            person_id,
            ("standing_profile", values),
            ("heard_profile", values | {"shared": SHARED_LIMIT}),
            idempotent=True,
        )
        others = shared_lines((row["id"], row["type"], row["content"]) for row in heard)
        return StandingProfile(
            lines=(*profile_of(rows), *others), written_at=rows[0]["written_at"] if rows else None
        )

    async def shared(self, person_id: UUID, agent_id: str | None) -> tuple[Memory, ...]:
        """Return what a companion knows that another was told, since everyone may know it.

        The words alone: where they come from stays with the companion that was told.
        """
        values = scope_values(person_id, agent_id)
        [rows] = await self._database.trip(person_id, ("shared_memories", values), idempotent=True)
        return tuple(heard_memory_of(row, agent_id) for row in rows)

    async def episodes(self, person_id: UUID, agent_id: str | None) -> tuple[Episode, ...]:
        """Return every stretch of talk, oldest first."""
        values = scope_values(person_id, agent_id)
        [rows] = await self._database.trip(person_id, ("episodes_of", values), idempotent=True)
        return tuple(Episode(**row) for row in rows)


def _page_values(question: MemoryQuestion) -> dict[str, Any]:
    return {
        **vars(question),
        **_after(question.after),
        "all_terms": " & ".join(quoted(lexemes(question.terms))),
        "limit": question.limit + 1,
    }


def _after(place: Place | None) -> dict[str, Any]:
    return {"after_at": place and place.at, "after_id": place and place.id}


def _count(row: Row) -> MemoryCount:
    return MemoryCount(type=row["type"], current=row["current"], past=row["past"])
