"""Who a person talks with."""

from datetime import datetime
from uuid import UUID

from storage.database import Database, Row
from storage.errors import NotFound
from storage.records import Companion
from storage.records.person import ReplyMode
from storage.rows import companion_of, scope_values


class Companions:
    """The companions of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, person_id: UUID, agent_id: str | None) -> Companion:
        """Return one companion of a person: Lumi when `agent_id` is None.

        Raises:
            NotFound: the person has no such companion.
        """
        [rows] = await self._database.trip(
            person_id, ("companion_of", scope_values(person_id, agent_id)), idempotent=True
        )
        return only_companion(rows)

    async def all_of(self, person_id: UUID) -> list[Companion]:
        """Return every companion of a person, Lumi first."""
        [rows] = await self._database.trip(
            person_id, ("companions_of", {"person_id": person_id}), idempotent=True
        )
        return [companion_of(row) for row in rows]

    async def find_or_create(
        self, person_id: UUID, agent_id: str | None, *, name: str, now: datetime
    ) -> Companion:
        """Return a companion of a person; a new one is called `name`.

        Raises:
            NotFound: there is no such person.
        """
        values = scope_values(person_id, agent_id) | {"name": name, "now": now}
        _, rows = await self._database.trip(
            person_id, ("add_companion", values), ("companion_of", values), idempotent=True
        )
        return only_companion(rows)

    async def rename(
        self, person_id: UUID, agent_id: str | None, *, name: str, now: datetime
    ) -> Companion:
        """Call a companion something else.

        Raises:
            NotFound: the person has no such companion.
        """
        values = scope_values(person_id, agent_id) | {"name": name, "now": now}
        _, rows = await self._database.trip(
            person_id, ("rename_companion", values), ("companion_of", values), idempotent=True
        )
        return only_companion(rows)

    async def set_reply_mode(
        self, person_id: UUID, agent_id: str | None, *, mode: ReplyMode | None, now: datetime
    ) -> Companion:
        """Have a companion's replies short, natural or long; None is as its own rhythm says.

        Raises:
            NotFound: the person has no such companion.
        """
        values = scope_values(person_id, agent_id) | {"mode": mode, "now": now}
        _, rows = await self._database.trip(
            person_id, ("set_reply_mode", values), ("companion_of", values), idempotent=True
        )
        return only_companion(rows)


def only_companion(rows: list[Row]) -> Companion:
    """Return the companion that was asked for.

    Raises:
        NotFound: it is not there.
    """
    if not rows:
        raise NotFound("This person has no such companion.")
    return companion_of(rows[0])
