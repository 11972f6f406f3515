"""All talks of one database, each of one person with one companion."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from storage.database import EVERYONE, Database
from storage.errors import NotFound

PAGE = 200
"""Talks that are looked up at once."""


@dataclass(frozen=True)
class Stream:
    """The talk of a person with a companion."""

    person_id: UUID
    agent_id: str | None
    """None is Lumi's."""


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Which talks are meant."""

    people: Sequence[UUID] | None = None
    """Whose; None is everybody's."""
    since: datetime | None = None
    """Only those in which something was said since then; None is all."""


class Streams:
    """The talks of one database, over all people."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def people_named(self, names: Sequence[str]) -> list[UUID]:
        """Return people by how they sign in, or by their number.

        Raises:
            NotFound: there is nobody of one of these names.
        """
        values = {"names": list(names)}
        [rows] = await self._database.trip(EVERYONE, ("people_named", values), idempotent=True)
        known = {row["subject"] for row in rows} | {str(row["id"]) for row in rows}
        for name in names:
            if name not in known:
                raise NotFound(f"Nobody has ever signed in as {name!r} here.")
        return [row["id"] for row in rows]

    async def count(self, chosen: Chosen) -> int:
        """Return how many talks are meant."""
        [[row]] = await self._database.trip(
            EVERYONE, ("count_streams", _values(chosen)), idempotent=True
        )
        return int(row["count"])

    async def each(self, chosen: Chosen, *, page: int = PAGE) -> AsyncIterator[Stream]:
        """Yield the talks that are meant, looked up by the page as they are asked for."""
        last: Stream | None = None
        while True:
            values = _values(chosen) | {
                "after": last.person_id if last else None,
                "after_agent": last.agent_id if last else None,
                "limit": page,
            }
            [rows] = await self._database.trip(EVERYONE, ("streams_after", values), idempotent=True)
            for row in rows:
                last = Stream(row["person_id"], row["agent_id"])
                yield last
            if len(rows) < page:
                return


def _values(chosen: Chosen) -> dict[str, Any]:
    people = None if chosen.people is None else list(chosen.people)
    return {"people": people, "since": chosen.since}
