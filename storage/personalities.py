"""Who companions have become, what they were before, and why it changed."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from storage.database import Database, Row, Statement
from storage.errors import NotFound
from storage.ledger import spendings_statement
from storage.records import MemorySource, Spending
from storage.records.personality import PARTS, Becoming, Personality, Reading, Snapshot
from storage.rows import scope_values

HISTORY_LIMIT = 200
"""Snapshots that are read back, the latest ones: seven years, at a reading a fortnight."""

TextOf = Callable[[Personality], str]
"""Returns how a personality stands in a prompt."""


class Personalities:
    """The personalities of one database.

    Args:
        database: where they are.
        text_of: returns how a personality stands in a prompt.
    """

    def __init__(self, database: Database, *, text_of: TextOf) -> None:
        self._database = database
        self._text_of = text_of

    async def becoming(self, person_id: UUID, agent_id: str | None) -> Becoming:
        """Return how far a companion has come.

        Raises:
            NotFound: the person has no such companion.
        """
        found, latest = await self._database.trip(
            person_id, *_becoming(scope_values(person_id, agent_id)), idempotent=True
        )
        return _becoming_of(found, latest)

    async def history(self, person_id: UUID, agent_id: str | None) -> list[Snapshot]:
        """Return the states of a companion, the latest first."""
        values = scope_values(person_id, agent_id) | {"limit": HISTORY_LIMIT}
        [rows] = await self._database.trip(person_id, ("snapshots_of", values), idempotent=True)
        return [snapshot_of(row) for row in rows]

    async def sources(
        self, person_id: UUID, agent_id: str | None, message_ids: Sequence[UUID]
    ) -> list[MemorySource]:
        """Return the messages that led to states, as far as they are kept."""
        values = scope_values(person_id, agent_id) | {"message_ids": list(message_ids)}
        [rows] = await self._database.trip(person_id, ("snapshot_sources", values), idempotent=True)
        return [MemorySource(**row) for row in rows]

    async def save(
        self,
        person_id: UUID,
        agent_id: str | None,
        before: Becoming,
        reading: Reading,
        *,
        spendings: Sequence[Spending],
        now: datetime,
    ) -> bool:
        """Write what a reading of the talk came to, in one transaction.

        Returns False, and writes nothing, when the talk was read, the companion changed or
        something was forgotten since `before`.
        """
        scope = scope_values(person_id, agent_id) | {"now": now}
        read = scope | {
            "read_to": reading.read_to,
            "read_position": before.read_position,
            "number": before.number,
            "forgets": before.forgets,
        }
        async with self._database.transaction(person_id) as transaction:
            *_, noted = await transaction.run(
                ("ensure_recent", scope),
                ("lock_memories", scope),
                ("lock_companion", scope),
                ("note_personality_read", read),
            )
            if noted:
                await transaction.run(
                    *(self._adding(scope, reading.snapshot) if reading.snapshot else ()),
                    ("count_candidates", scope | _counts(reading)),
                    spendings_statement(person_id, agent_id, spendings, now=now),
                )
        return bool(noted)

    async def change(
        self, person_id: UUID, agent_id: str | None, wish: Callable[[Becoming], Snapshot | None]
    ) -> Becoming:
        """Do what a person wishes with a companion, in one transaction; returns how it is then.

        Args:
            person_id: who wishes it.
            agent_id: the companion.
            wish: returns how the companion is to be; None when it is like that already.

        Raises:
            NotFound: the person has no such companion.
        """
        scope = scope_values(person_id, agent_id)
        async with self._database.transaction(person_id) as transaction:
            _, found, latest = await transaction.run(("lock_companion", scope), *_becoming(scope))
            before = _becoming_of(found, latest)
            wished = wish(before)
            if wished is None:
                return before
            *_, found, latest = await transaction.run(
                *self._adding(scope, wished), *_becoming(scope)
            )
        return _becoming_of(found, latest)

    def _adding(self, scope: dict[str, Any], snapshot: Snapshot) -> tuple[Statement, ...]:
        values = scope | snapshot_values(snapshot)
        text = {"text": self._text_of(snapshot.personality)}
        return ("add_snapshot", values), ("become", values | text)


def snapshot_of(row: Row) -> Snapshot:
    """Return the snapshot in a row."""
    parts = {name: row.pop(name) for name in (*PARTS, "language")}
    own_words, sources = tuple(row.pop("own_words")), tuple(row.pop("source_message_ids"))
    return Snapshot(
        **row, personality=Personality(**parts), own_words=own_words, source_message_ids=sources
    )


def snapshot_values(snapshot: Snapshot) -> dict[str, Any]:
    """Return a snapshot as the values of a statement."""
    values: dict[str, Any] = asdict(snapshot)
    del values["personality"]
    return {
        **values,
        **asdict(snapshot.personality),
        "own_words": list(snapshot.own_words),
        "source_message_ids": list(snapshot.source_message_ids),
    }


def _becoming(scope: dict[str, Any]) -> tuple[Statement, ...]:
    return ("becoming_of", scope), ("snapshots_of", scope | {"limit": 1})


def _becoming_of(found: list[Row], latest: list[Row]) -> Becoming:
    if not found:
        raise NotFound("This person has no such companion.")
    return Becoming(**found[0], latest=snapshot_of(latest[0]) if latest else None)


def _counts(reading: Reading) -> dict[str, list[Any]]:
    return {"reasons": list(reading.counts), "counts": list(reading.counts.values())}
