"""Open loops: what people have before them and have not told the end of."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from psycopg.types.json import Jsonb

from storage.database import EVERYONE, Database, Row, Statement
from storage.errors import NotFound
from storage.records.loops import Happening, LoopChange, OpenLoop, Remark, Unfinished
from storage.rows import scope_values

MOST_GAPS = 200
"""Remembered happenings without a loop that one look takes."""

MOST_SAID = 500
"""Messages that one look reads for what became of loops."""


class Loops:
    """The open loops of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self, person_id: UUID, agent_id: str | None) -> tuple[OpenLoop, ...]:
        """Return the loops of a person with a companion, those due first first."""
        asking = "loops_of", scope_values(person_id, agent_id) | {"deleted": False}
        [rows] = await self._database.trip(person_id, asking, idempotent=True)
        return tuple(map(loop_of, rows))

    async def words_behind(
        self, person_id: UUID, agent_id: str | None, loops: Sequence[OpenLoop]
    ) -> dict[UUID, Remark]:
        """Return the messages that loops were read from, by their numbers; not those forgotten."""
        wanted = sorted({number for one in loops for number in one.message_ids})
        values = scope_values(person_id, agent_id) | {"message_ids": wanted}
        [rows] = await self._database.trip(person_id, ("words_behind", values), idempotent=True)
        return {row["id"]: Remark(**row) for row in rows}

    async def unfinished(
        self, person_id: UUID, agent_id: str | None, *, since: datetime
    ) -> Unfinished:
        """Return, in one trip, what a look for gaps starts from."""
        scope = scope_values(person_id, agent_id) | {"since": since}
        loops, happenings, said = await self._database.trip(
            person_id,
            ("loops_of", scope | {"deleted": True}),
            ("gaps_of", scope | {"limit": MOST_GAPS}),
            ("said_since", scope | {"limit": MOST_SAID}),
            idempotent=True,
        )
        return Unfinished(
            loops=tuple(map(loop_of, loops)),
            happenings=tuple(map(_happening, happenings)),
            said=tuple(Remark(**row) for row in said),
        )

    async def write(
        self,
        person_id: UUID,
        agent_id: str | None,
        opened: Sequence[OpenLoop],
        changes: Sequence[LoopChange],
        *,
        now: datetime,
    ) -> None:
        """Keep new loops and note what became of others; done twice, it is as done once."""
        scope = scope_values(person_id, agent_id) | {"now": now}
        wanted = list(loop_statements(scope, opened, changes))
        if wanted:
            await self._database.trip(person_id, *wanted, idempotent=True)

    async def close(
        self,
        person_id: UUID,
        agent_id: str | None,
        loop_id: UUID,
        *,
        do_not_ask: bool = False,
        now: datetime,
    ) -> OpenLoop:
        """Settle a loop; with `do_not_ask`, nothing of its kind is asked about any more.

        Raises:
            NotFound: there is no such loop, or it was deleted.
        """
        values = scope_values(person_id, agent_id) | {"loop_id": loop_id, "now": now}
        closing = "close_loop", values | {"do_not_ask": do_not_ask}
        [rows] = await self._database.trip(person_id, closing, idempotent=True)
        if not rows:
            raise NotFound("There is no such loop.")
        return loop_of(rows[0])

    async def erase(
        self, person_id: UUID, agent_id: str | None, loop_id: UUID, *, now: datetime
    ) -> None:
        """Delete a loop with every word of it; the same thing does not come back.

        Raises:
            NotFound: there is no such loop, or it was deleted already.
        """
        values = scope_values(person_id, agent_id) | {"loop_ids": [loop_id], "now": now}
        [rows] = await self._database.trip(person_id, ("erase_loops", values))
        if not rows:
            raise NotFound("There is no such loop.")

    async def expire(self, *, now: datetime) -> None:
        """Let go of what nobody will ask about any more, of everybody."""
        await self._database.trip(EVERYONE, ("expire_loops", {"now": now}), idempotent=True)


def loop_of(row: Row) -> OpenLoop:
    """Return the loop in a row."""
    ids = {
        name: tuple(UUID(str(one)) for one in row[name]) for name in ("message_ids", "settled_by")
    }
    return OpenLoop(**{**row, "id": UUID(str(row["id"])), **ids})


def loop_from_json(row: Row) -> OpenLoop:
    """Return the loop in a row that came as JSON, where moments are texts."""
    moments = {name: datetime.fromisoformat(row[name]) if row[name] else None for name in _MOMENTS}
    return loop_of({**row, **moments})


_MOMENTS = (
    "due_from",
    "due_until",
    "opened_at",
    "happens_from",
    "happens_until",
    "asked_at",
    "closed_at",
)


def loop_statements(
    scope: dict[str, Any], opened: Sequence[OpenLoop], changes: Sequence[LoopChange]
) -> list[Statement]:
    """Return what keeps new loops and notes what became of others, in that order.

    Args:
        scope: whose loops, and `now`.
        opened: new ones; one that is there already stays as it is.
        changes: what became of which, in order.
    """
    opening = [("open_loop", _values(loop) | scope) for loop in opened]
    # One by one: several can be about one loop, and the last word counts.
    settling = [("settle_loops", scope | {"changes": changes_value([one])}) for one in changes]
    return [*opening, *settling]


def changes_value(changes: Sequence[LoopChange]) -> Jsonb | None:
    """Return changes as a statement takes them; None where there are none."""
    return Jsonb([asdict(one) for one in changes], dumps=msgspec.json.encode) if changes else None


def _values(loop: OpenLoop) -> dict[str, Any]:
    return asdict(loop) | {
        "message_ids": list(loop.message_ids),
        "settled_by": list(loop.settled_by),
    }


def _happening(row: Row) -> Happening:
    return Happening(**{**row, "source_message_ids": tuple(row["source_message_ids"])})
