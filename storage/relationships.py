"""How far people and personas have come. Lumi has no stages: every method asks for a persona."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from storage.database import Database, Row, Statement
from storage.ledger import spendings_statement
from storage.records import Spending
from storage.records.relationship import Relationship, RelationshipChange
from storage.rows import scope_values

Changed = tuple[Relationship, Sequence[RelationshipChange]]
"""A relationship as it is to be, and what to note about that."""

CHANGES_AT_MOST = 50
"""Changes that are read back; nobody looks further."""


class Relationships:
    """The relationships of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, person_id: UUID, agent_id: str) -> Relationship | None:
        """Return a person's relationship with a persona; None before the first talk."""
        [rows] = await self._database.trip(
            person_id, ("relationship_of", scope_values(person_id, agent_id)), idempotent=True
        )
        return _only(rows)

    async def get_or_begin(self, person_id: UUID, agent_id: str, *, now: datetime) -> Relationship:
        """Return a person's relationship with a persona; it begins now if there is none."""
        values = scope_values(person_id, agent_id) | {"now": now}
        _, rows = await self._database.trip(
            person_id, ("begin_relationship", values), ("relationship_of", values), idempotent=True
        )
        return Relationship(**rows[0])

    async def changes(self, person_id: UUID, agent_id: str) -> list[RelationshipChange]:
        """Return what happened to a relationship, the latest first."""
        values = scope_values(person_id, agent_id) | {"limit": CHANGES_AT_MOST}
        [rows] = await self._database.trip(
            person_id, ("relationship_changes_of", values), idempotent=True
        )
        return [RelationshipChange(**row) for row in rows]

    async def save(
        self,
        person_id: UUID,
        relationship: Relationship,
        changes: Sequence[RelationshipChange],
        *,
        spendings: Sequence[Spending],
        now: datetime,
    ) -> bool:
        """Write what a reading of the talk came to, in one transaction.

        Returns False, and writes nothing, when the relationship was written since it was read, by
        another reading or by the person, or is gone.
        """
        scope = scope_values(person_id, relationship.agent_id)
        async with self._database.transaction(person_id) as transaction:
            [written] = await transaction.run(_saving(scope, relationship))
            if written:
                await transaction.run(
                    *_noting(scope, changes),
                    spendings_statement(person_id, relationship.agent_id, spendings, now=now),
                )
        return bool(written)

    async def change(
        self,
        person_id: UUID,
        agent_id: str,
        wish: Callable[[Relationship], Changed],
        *,
        now: datetime,
    ) -> Relationship:
        """Do what a person wishes with a relationship, in one transaction; returns it."""
        scope = scope_values(person_id, agent_id) | {"now": now}
        async with self._database.transaction(person_id) as transaction:
            *_, rows = await transaction.run(
                ("begin_relationship", scope),
                ("lock_relationship", scope),
                ("relationship_of", scope),
            )
            wished, changes = wish(Relationship(**rows[0]))
            *_, rows = await transaction.run(
                _saving(scope, wished), *_noting(scope, changes), ("relationship_of", scope)
            )
        return Relationship(**rows[0])


def _only(rows: list[Row]) -> Relationship | None:
    return Relationship(**rows[0]) if rows else None


def _saving(scope: dict[str, Any], relationship: Relationship) -> Statement:
    return "save_relationship", scope | asdict(relationship)


def _noting(scope: dict[str, Any], changes: Sequence[RelationshipChange]) -> list[Statement]:
    return [("add_relationship_change", scope | asdict(change)) for change in changes]
