"""What a person changes about what is remembered of them, and takes back."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from storage.consolidation import new_memory_statements
from storage.database import Database, Row, Transaction
from storage.errors import NotFound, Outdated
from storage.ledger import spendings_statement
from storage.profile import Rewrite, rewrite_profile
from storage.records import MemoryChange, NewMemory, Preference, Spending
from storage.rows import memory_of, scope_values

Values = dict[str, Any]


class Corrections:
    """The changes people make to what is remembered of them in one database.

    Every method is one transaction, and writes MEMORY.md anew where it tells what was changed.

    Args:
        database: where they are.
        rewrite: returns the lines of MEMORY.md for what holds.
    """

    def __init__(self, database: Database, *, rewrite: Rewrite) -> None:
        self._database = database
        self._rewrite = rewrite

    async def correct(
        self,
        person_id: UUID,
        agent_id: str | None,
        memory_id: UUID,
        corrected: NewMemory,
        *,
        spendings: Sequence[Spending],
        now: datetime,
    ) -> tuple[UUID, UUID]:
        """Let a memory give way to other words; returns the ids of what holds and of the change.

        Doing it twice changes nothing more. What the memory was before can be had back with `undo`.

        Raises:
            NotFound: there is no such memory.
            Outdated: it gave way to something else already.
        """
        async with self._changing(person_id, agent_id, now=now) as (transaction, scope):
            await transaction.run(spendings_statement(person_id, agent_id, spendings, now=now))
            values = scope | {"memory_id": memory_id, "content_hash": corrected.content_hash}
            known, done = await transaction.run(
                ("memory_by_id", values), ("same_correction", values)
            )
            if not known:
                raise NotFound("There is no such memory.")
            old = memory_of(known[0])
            if not done and old.superseded_at is not None:
                raise Outdated
            if not done:
                before = {
                    "importance_before": old.importance,
                    "valid_to_before": old.valid_to,
                    "pinned_at": old.pinned_at,
                    "shared_at": old.shared_at,
                }
                *_, done, _ = await transaction.run(
                    ("mend_memory", values),
                    *new_memory_statements(scope, corrected),
                    ("link_correction", values | before),
                    ("let_go_preferences", values),
                )
        return done[0]["successor_id"], done[0]["id"]

    async def pin(
        self, person_id: UUID, agent_id: str | None, memory_id: UUID, *, pinned: bool, now: datetime
    ) -> None:
        """Keep a memory for good, or let it go its way again.

        Raises:
            NotFound: there is no such memory.
            Outdated: it does not hold any more and cannot be pinned.
        """
        async with self._changing(person_id, agent_id, now=now) as (transaction, scope):
            values = scope | {"memory_id": memory_id, "pinned": pinned}
            known, done = await transaction.run(("memory_by_id", values), ("pin_memory", values))
            if not known:
                raise NotFound("There is no such memory.")
            if not done:
                raise Outdated

    async def share(
        self, person_id: UUID, agent_id: str | None, memory_id: UUID, *, shared: bool, now: datetime
    ) -> None:
        """Let every companion know the words of a memory, or this one alone again.

        Raises:
            NotFound: there is no such memory with this companion.
            Outdated: it does not hold any more and cannot be shared.
        """
        scope = scope_values(person_id, agent_id) | {"now": now}
        values = scope | {"memory_id": memory_id, "shared": shared}
        known, done = await self._database.trip(
            person_id, ("memory_by_id", values), ("share_memory", values), idempotent=True
        )
        if not known:
            raise NotFound("There is no such memory.")
        if not done:
            raise Outdated

    async def undo(
        self, person_id: UUID, agent_id: str | None, change_id: UUID, *, now: datetime
    ) -> MemoryChange:
        """Take a change back, once; returns it.

        What gave way holds again as it did. A correction goes with the corrections that were made
        to it since; what came from a talk stays.

        Raises:
            NotFound: there is no such change.
        """
        async with self._changing(person_id, agent_id, now=now) as (transaction, scope):
            values = scope | {"change_id": change_id}
            change = await _change(transaction, values)
            if change.undone_at is None:
                await transaction.run(
                    ("take_back_corrections", values | vars(change)),
                    ("reinstate_memory", values | vars(change)),
                    ("reinstate_preferences", values | vars(change)),
                    ("part_people", values | vars(change)),
                    ("mark_undone", values),
                )
            return await _change(transaction, values)

    async def merge_people(
        self,
        person_id: UUID,
        agent_id: str | None,
        known_person_id: UUID,
        *,
        into: UUID,
        now: datetime,
    ) -> MemoryChange:
        """Note that somebody is somebody else; doing it twice changes nothing more.

        Raises:
            NotFound: one of the two is not there.
            Outdated: they are merged with somebody else already, or the other with them.
        """
        async with self._changing(person_id, agent_id, now=now) as (transaction, scope):
            values = scope | {"known_person_id": known_person_id, "into": into}
            people, changes = await transaction.run(("known_people", values), ("merge_of", values))
            if _may_merge(people, known_person_id, into=into):
                [changes] = await transaction.run(("merge_people", values))
            return await _change(transaction, scope | {"change_id": changes[0]["id"]})

    async def part_people(
        self, person_id: UUID, agent_id: str | None, known_person_id: UUID, *, now: datetime
    ) -> MemoryChange:
        """Take back that somebody is somebody else.

        Raises:
            NotFound: there is no such person, or they are merged with nobody.
        """
        values = scope_values(person_id, agent_id) | {"known_person_id": known_person_id}
        [found] = await self._database.trip(person_id, ("merge_of", values), idempotent=True)
        if not found:
            raise NotFound("There is no such person, or they are nobody else.")
        return await self.undo(person_id, agent_id, found[0]["id"], now=now)

    async def correct_preference(
        self,
        person_id: UUID,
        agent_id: str | None,
        preference_id: UUID,
        *,
        value: str,
        now: datetime,
    ) -> Preference:
        """Let a preference give way to another value, of which the person is sure.

        Raises:
            NotFound: there is no such preference.
            Outdated: it gave way to another already.
        """
        async with self._changing(person_id, agent_id, now=now) as (transaction, scope):
            [rows] = await transaction.run(
                ("preference_by_id", scope | {"preference_id": preference_id})
            )
            if not rows:
                raise NotFound("There is no such preference.")
            old = Preference(**rows[0])
            if old.superseded_at is not None:
                raise Outdated
            if old.value == value:
                return old
            new = {"preference_id": uuid4(), "key": old.key, "value": value, "quote": value}
            sure = {"confidence": 1.0, "source_message_id": None, "learned_at": now}
            old_and_new = {"preference_id": old.id, "successor_id": new["preference_id"]}
            *_, rows = await transaction.run(
                ("add_preference", scope | new | sure),
                ("outdate_preference", scope | old_and_new),
                ("preference_by_id", scope | new),
            )
        return Preference(**rows[0])

    @asynccontextmanager
    async def _changing(
        self, person_id: UUID, agent_id: str | None, *, now: datetime
    ) -> AsyncIterator[tuple[Transaction, Values]]:
        scope = scope_values(person_id, agent_id) | {"now": now}
        async with self._database.transaction(person_id) as transaction:
            await transaction.run(("ensure_recent", scope), ("lock_memories", scope))
            yield transaction, scope
            await rewrite_profile(transaction, scope, self._rewrite)


async def _change(transaction: Transaction, values: Values) -> MemoryChange:
    [rows] = await transaction.run(("change_by_id", values))
    if not rows:
        raise NotFound("There is no such change.")
    return MemoryChange(**rows[0])


def _may_merge(people: list[Row], known_person_id: UUID, *, into: UUID) -> bool:
    """Return whether a merge is to be made; False when it was made before."""
    merged = {row["id"]: row["merged_into"] for row in people}
    if known_person_id not in merged or into not in merged or known_person_id == into:
        raise NotFound("There are no such two people.")
    if merged[known_person_id] == into:
        return False
    place: UUID | None = into
    while place is not None:
        if place == known_person_id:
            raise Outdated
        place = merged.get(place)
    if merged[known_person_id] is not None:
        raise Outdated
    return True
