"""What is remembered of a person, taken along and brought back."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from storage.consolidation import known_person_values
from storage.database import Database, Row, Statement
from storage.ledger import spendings_statement
from storage.loops import loop_of, loop_statements
from storage.outreach_settings import settings_in
from storage.personalities import snapshot_of, snapshot_values
from storage.profile import Rewrite, rewrite_profile
from storage.records import (
    Belongings,
    Episode,
    Luggage,
    MemoryChange,
    MemorySource,
    Preference,
    Spending,
    Unloading,
    Unpacked,
)
from storage.records.reminder import Reminder
from storage.reminders import reminders_value
from storage.rows import known_person_of, lexemes, memory_of, profile_of, scope_values
from storage.thoughts import thought_of

Values = dict[str, Any]

PACKED = (
    "all_memories",
    "links_of",
    "all_sources",
    "known_people",
    "preferences_of",
    "episodes_of",
    "all_changes",
    "profile_lines",
    "snapshots_of",
    "reasons_of",
    "outreach_settings_of",
    "loops_of",
    "reminders_of",
    "thoughts_of",
)
"""The statements that find what is taken along."""


class LuggageRoom:
    """Where what one database remembers is packed and unloaded.

    Args:
        database: where it is.
        rewrite: returns the lines of MEMORY.md for what holds.
    """

    def __init__(self, database: Database, *, rewrite: Rewrite) -> None:
        self._database = database
        self._rewrite = rewrite

    async def pack(self, person_id: UUID, agent_id: str | None) -> Luggage:
        """Return everything that is remembered of a person with a companion."""
        scope = scope_values(person_id, agent_id) | {"state": "all", "limit": None}
        scope |= {"deleted": False}
        found = await self._database.trip(
            person_id, *((name, scope) for name in PACKED), idempotent=True
        )
        return _packed(dict(zip(PACKED, found, strict=True)))

    async def belongings(self, person_id: UUID, agent_id: str | None) -> Belongings:
        """Return what is there already when luggage arrives."""
        scope = scope_values(person_id, agent_id) | {"state": "all", "limit": 1, "deleted": True}
        memories, people, preferences, episodes, snapshots, loops, kept = await self._database.trip(
            person_id,
            ("belongings_memories", scope),
            ("known_people", scope),
            ("preferences_of", scope),
            ("episodes_of", scope),
            ("snapshots_of", scope),
            ("loops_of", scope),
            ("reminders_of", scope | {"limit": None}),
            idempotent=True,
        )
        return Belongings(
            memories={row["id"]: row["content_hash"] for row in memories},
            people={row["id"]: (row["name"], row["relationship"]) for row in people},
            preferences={row["id"]: (row["key"], row["value"]) for row in preferences},
            episodes={row["id"]: (row["started_at"], row["title"]) for row in episodes},
            loops={row["id"]: (row["event"], row["happens_from"]) for row in loops},
            reminders={row["id"]: row["what"] for row in kept},
            has_snapshots=bool(snapshots),
        )

    async def unload(
        self,
        person_id: UUID,
        agent_id: str | None,
        unloading: Unloading,
        *,
        spendings: Sequence[Spending],
        now: datetime,
    ) -> None:
        """Store what was brought along, in one transaction: all of it or nothing."""
        scope = scope_values(person_id, agent_id) | {"now": now}
        async with self._database.transaction(person_id) as transaction:
            await transaction.run(
                ("ensure_recent", scope),
                ("lock_memories", scope),
                *_statements(scope, unloading),
                spendings_statement(person_id, agent_id, spendings, now=now),
            )
            await rewrite_profile(transaction, scope, self._rewrite)


def _packed(rows: Mapping[str, list[Row]]) -> Luggage:
    agreed = rows["outreach_settings_of"]
    return Luggage(
        memories=tuple(map(memory_of, rows["all_memories"])),
        about=_about(rows["links_of"]),
        sources=tuple(MemorySource(**row) for row in rows["all_sources"]),
        people=tuple(map(known_person_of, rows["known_people"])),
        preferences=tuple(Preference(**row) for row in rows["preferences_of"]),
        episodes=tuple(Episode(**row) for row in rows["episodes_of"]),
        changes=tuple(MemoryChange(**row) for row in rows["all_changes"]),
        profile=profile_of(rows["profile_lines"]),
        snapshots=tuple(map(snapshot_of, reversed(rows["snapshots_of"]))),
        reasons={row["reason"]: row["count"] for row in rows["reasons_of"]},
        outreach=settings_in(agreed) if agreed else None,
        loops=tuple(map(loop_of, rows["loops_of"])),
        reminders=tuple(Reminder(**row) for row in rows["reminders_of"]),
        thoughts=tuple(map(thought_of, rows["thoughts_of"])),
    )


def _about(links: Sequence[Row]) -> dict[UUID, tuple[UUID, ...]]:
    about: dict[UUID, list[UUID]] = {}
    for link in links:
        about.setdefault(link["memory_id"], []).append(link["known_person_id"])
    return {memory_id: tuple(sorted(people)) for memory_id, people in about.items()}


def _statements(scope: Values, unloading: Unloading) -> Iterator[Statement]:
    for episode in unloading.episodes:
        yield "bring_episode", vars(episode) | scope
    for person in unloading.people:
        yield "save_known_person", scope | known_person_values(person) | {"merged_into": None}
    for person in unloading.people:
        if person.merged_into is not None:
            merge = {"known_person_id": person.id, "into": person.merged_into}
            yield "merge_brought", scope | merge
    yield from _memories(scope, unloading)
    yield from _preferences(scope, unloading)
    yield from loop_statements(scope, unloading.loops, ())
    if unloading.reminders:
        kept = {
            "stream": scope["agent_id"] or "",
            "reminders": reminders_value(unloading.reminders),
        }
        yield "bring_reminders", scope | kept
    for change in unloading.changes:
        yield "bring_change", vars(change) | scope
    # A persona is somebody already, whoever's luggage this was.
    for snapshot, text in unloading.snapshots if scope["agent_id"] is None else ():
        values = snapshot_values(snapshot) | scope
        yield "add_snapshot", values
        yield "become", values | {"text": text}


def _memories(scope: Values, unloading: Unloading) -> Iterator[Statement]:
    for one in unloading.memories:
        yield "bring_memory", _memory_values(one) | scope
    for one in unloading.memories:
        link = {"memory_id": one.memory.id, "successor_id": one.memory.superseded_by}
        if one.memory.superseded_by is not None:
            yield "link_brought", scope | link
        if known := unloading.about.get(one.memory.id):
            yield "link_people", scope | {"memory_id": one.memory.id, "known_people": list(known)}


def _preferences(scope: Values, unloading: Unloading) -> Iterator[Statement]:
    for one in unloading.preferences:
        yield "bring_preference", vars(one) | scope
    for one in unloading.preferences:
        if one.superseded_by is not None:
            link = {"preference_id": one.id, "successor_id": one.superseded_by}
            yield "link_brought_preference", scope | link


def _memory_values(one: Unpacked) -> Values:
    return vars(one.memory) | {
        "content_hash": one.content_hash,
        "terms": lexemes(one.terms),
        "vector": one.vector,
        "embedder": one.embedder,
        "people": list(one.memory.people),
        "source_message_ids": list(one.memory.source_message_ids),
    }
