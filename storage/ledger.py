"""What every model call cost."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import msgspec
from psycopg.types.json import Json

from storage.database import Database, Statement
from storage.records import Spending
from storage.rows import scope_values


@dataclass(frozen=True, kw_only=True)
class Spent:
    """What all calls of one role to one model cost in the talk with one companion."""

    operation: str
    model: str
    calls: int
    input_tokens: int
    cached_input_tokens: int
    output_tokens: int
    cost_usd: Decimal
    agent_id: str | None = None
    """In whose talk; None is Lumi's."""


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

    async def summary(
        self,
        person_id: UUID,
        agent_id: str | None = None,
        *,
        whole: bool = True,
        since: datetime,
    ) -> list[Spent]:
        """Return what a person's calls cost since a moment, by companion, role and model.

        With all companions, or (not `whole`) with one; the dearest first.
        """
        values = scope_values(person_id, agent_id) | {"whole": whole, "since": since}
        [rows] = await self._database.trip(person_id, ("spent_since", values), idempotent=True)
        return [Spent(**row) for row in rows]


def spendings_statement(
    person_id: UUID, agent_id: str | None, spendings: Sequence[Spending], *, now: datetime
) -> Statement:
    """Return the statement that books spendings; run twice, it books them once."""
    calls = Json(bookings(spendings), dumps=msgspec.json.encode)
    return "add_spendings", scope_values(person_id, agent_id) | {"calls": calls, "now": now}


def bookings(spendings: Sequence[Spending]) -> list[dict[str, Any]]:
    """Return spendings, each under an id of its own by which it is booked once."""
    return [{"id": uuid4(), **asdict(spending)} for spending in spendings]
