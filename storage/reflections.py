"""Which talks are looked back on when, and what that came to."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from storage.consolidation import new_memory_statements, profile_value
from storage.database import EVERYONE, Database, Row, Statement
from storage.ledger import spendings_statement
from storage.records import Spending
from storage.records.reflection import Day, Reflection
from storage.rows import message_of, scope_values
from storage.streams import Stream
from storage.thoughts import thought_values

MOST_MESSAGES = 160
"""Messages of one night that are read, the latest: a busy day, and a call of a known size."""

CARE_LASTS = timedelta(days=2)
"""What is said so long after somebody was in danger may still be care."""


class Reflections:
    """The nights of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def await_night(self, person_id: UUID, agent_id: str | None, look_at: datetime) -> None:
        """Have a talk looked back on at a moment, unless that is planned already."""
        values = scope_values(person_id, agent_id) | {"look_at": look_at}
        await self._database.trip(person_id, ("await_night", values), idempotent=True)

    async def plan(self, person_id: UUID, agent_id: str | None, look_at: datetime | None) -> None:
        """Have a talk looked back on at a moment; None waits for its next word."""
        values = scope_values(person_id, agent_id) | {"look_at": look_at}
        await self._database.trip(person_id, ("plan_night", values), idempotent=True)

    async def due(self, *, now: datetime, again_at: datetime, limit: int) -> list[Stream]:
        """Return what to look back on now, longest due first; others get it from `again_at` on."""
        values = {"now": now, "again_at": again_at, "limit": limit}
        [rows] = await self._database.trip(EVERYONE, ("due_reflections", values))
        return [Stream(row["user_id"], row["agent_id"]) for row in rows]

    async def day(
        self,
        person_id: UUID,
        agent_id: str | None,
        *,
        since: datetime,
        again: bool = False,
        now: datetime,
    ) -> Day:
        """Return what was said since a moment and was not looked back on, in one trip.

        Args:
            person_id: whose talk.
            agent_id: with whom; None is Lumi.
            since: how far back it goes at most.
            again: whether what was looked back on already is read again.
            now: the present.
        """
        scope = scope_values(person_id, agent_id) | {
            "since": since,
            "again": again,
            "care_since": since - CARE_LASTS,
            "midnight": now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0),
            "limit": MOST_MESSAGES,
        }
        [stands], said = await self._database.trip(
            person_id, ("reflection_day", scope), ("unreflected_messages", scope), idempotent=True
        )
        return _day(stands, said)

    async def save(
        self,
        person_id: UUID,
        agent_id: str | None,
        reflection: Reflection,
        *,
        next_night: datetime,
        spendings: Sequence[Spending],
        now: datetime,
    ) -> bool:
        """Write what a night came to, in one transaction.

        Returns False, and writes nothing, when the night was done before, or when something was
        forgotten since it began.
        """
        scope = scope_values(person_id, agent_id) | {"now": now, "next_night": next_night}
        taking = scope | {
            "night": reflection.night,
            "read_to": reflection.read_to,
            "forgets": reflection.forgets,
        }
        async with self._database.transaction(person_id) as transaction:
            _, begun = await transaction.run(("ensure_recent", scope), ("begin_reflection", taking))
            if begun:
                await transaction.run(
                    *_writing(scope, reflection),
                    spendings_statement(person_id, agent_id, spendings, now=now),
                )
        return bool(begun)


def _day(stands: Row, said: list[Row]) -> Day:
    valences = {row["id"]: row.pop("valence") for row in said}
    return Day(
        last_night=stands["last_night"],
        messages=tuple(message_of(row) for row in reversed(said)),
        valences={number: valence for number, valence in valences.items() if valence is not None},
        care_at=tuple(stands["care_at"] or ()),
        changed=frozenset(stands["changed"] or ()),
        spent_today=stands["spent_today"],
        forbidden=tuple(stands["forbidden"] or ()),
    )


def _writing(scope: dict[str, Any], reflection: Reflection) -> Iterator[Statement]:
    for memory in reflection.learned:
        yield from new_memory_statements(scope, memory)
    yield "drop_open_thoughts", scope
    for thought in reflection.thoughts:
        yield "add_thought", scope | thought_values(thought)
    if reflection.recent is not None:
        yield "save_recent", scope | asdict(reflection.recent)
    if reflection.profile is not None:
        yield "save_profile", scope | {"lines": profile_value(reflection.profile)}
    if reflection.counts:
        counted = {"reasons": list(reflection.counts), "counts": list(reflection.counts.values())}
        yield "count_candidates", scope | counted
