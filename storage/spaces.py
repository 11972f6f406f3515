"""Who has vectors of another embedder than today's, or none."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

from storage.database import EVERYONE, Database


@dataclass(frozen=True, kw_only=True)
class Lacking:
    """How much of one person has no vector in a space."""

    person_id: UUID
    messages: int
    memories: int

    def __bool__(self) -> bool:
        """Tell whether anything is lacking."""
        return bool(self.messages or self.memories)


class Spaces:
    """The vector spaces of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def lacking(self, embedder: str, *, after: UUID | None, limit: int) -> list[Lacking]:
        """Return what the next `limit` people lack in this space, in the order of their ids.

        Those who lack nothing are among them, so that a page ends where the next one begins.
        """
        values = {"embedder": embedder, "after": after, "limit": limit}
        [rows] = await self._database.trip(
            EVERYONE, ("people_lacking_vectors", values), idempotent=True
        )
        return [Lacking(**row) for row in rows]

    async def everybody_lacking(self, embedder: str, *, page: int) -> AsyncIterator[Lacking]:
        """Yield everybody who lacks anything, looked up by the page as they are asked for."""
        after: UUID | None = None
        while True:
            people = await self.lacking(embedder, after=after, limit=page)
            for one in people:
                if one:
                    yield one
            if len(people) < page:
                return
            after = people[-1].person_id
