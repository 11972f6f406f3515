"""What every model call cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from storage.database import Database, Statement
from storage.records import Spending


@dataclass(frozen=True, kw_only=True)
class Spent:
    """What all calls of one role to one model cost."""

    operation: str
    model: str
    calls: int
    input_tokens: int
    cached_input_tokens: int
    output_tokens: int
    cost_usd: Decimal


class Ledger:
    """The books of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(
        self,
        person_id: UUID,
        agent_id: str | None,
        spendings: Sequence[Spending],
        *,
        now: datetime,
    ) -> None:
        """Book what calls made for a person cost."""
        statement = spendings_statement(person_id, agent_id, spendings, now=now)
        await self._database.trip(person_id, statement, idempotent=True)

    async def summary(self, person_id: UUID, *, since: datetime) -> list[Spent]:
        """Return what a person's calls cost since a moment, by role and model, dearest first."""
        [rows] = await self._database.trip(
            person_id, ("spent_since", {"person_id": person_id, "since": since}), idempotent=True
        )
        return [Spent(**row) for row in rows]


def spendings_statement(
    person_id: UUID, agent_id: str | None, spendings: Sequence[Spending], *, now: datetime
) -> Statement:
    """Return the statement that books spendings; run twice, it books them once."""
    return "add_spendings", {
        "person_id": person_id,
        "agent_id": agent_id,
        "now": now,
        "ids": [uuid4() for _ in spendings],
        "operations": [spending.operation for spending in spendings],
        "models": [spending.model for spending in spendings],
        "input_tokens": [spending.input_tokens for spending in spendings],
        "cached_tokens": [spending.cached_input_tokens for spending in spendings],
        "output_tokens": [spending.output_tokens for spending in spendings],
        "costs": [spending.cost_usd for spending in spendings],
    }
