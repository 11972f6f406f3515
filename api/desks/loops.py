"""Where a person sees their open loops, settles and deletes them."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from api.services import Running
from storage.errors import NotFound
from storage.records import Person
from storage.records.loops import OpenLoop
from tools.loops.changes import Said, again


class LoopsDesk:
    """The open loops of one person with one companion."""

    def __init__(self, running: Running, person: Person, agent_id: str | None) -> None:
        self._running = running
        self._person = person
        self._agent_id = agent_id

    async def list(self, *, everything: bool) -> Sequence[OpenLoop]:
        """Return what waits and what is not to be asked about, or all there ever was.

        What waits comes first, by when it is due; then the rest, the latest first.
        """
        found = await self._running.loops.all(self._person.id, self._agent_id)
        waiting = [one for one in found if one.status in {"open", "asked"}]
        over = [one for one in reversed(found) if one.status not in {"open", "asked"}]
        return [*waiting, *(one for one in over if everything or one.do_not_ask)]

    async def close(self, loop_id: UUID) -> OpenLoop:
        """Settle a loop.

        Raises:
            NotFound: there is no such loop, or it was deleted.
        """
        now = self._running.clock.now()
        return await self._running.loops.close(self._person.id, self._agent_id, loop_id, now=now)

    async def hush(self, loop_id: UUID) -> OpenLoop:
        """Let nothing of a loop's kind be asked about.

        Raises:
            NotFound: there is no such loop, or it was deleted.
        """
        now = self._running.clock.now()
        return await self._running.loops.close(
            self._person.id, self._agent_id, loop_id, do_not_ask=True, now=now
        )

    async def reopen(self, loop_id: UUID) -> OpenLoop:
        """Let a loop be asked about after all, once.

        Raises:
            NotFound: there is no such loop, or it was deleted.
        """
        now, loop = self._running.clock.now(), await self._one(loop_id)
        said = Said(id=uuid4(), text="", at=now)
        change = again(loop, "", said, ZoneInfo(self._person.timezone))
        await self._running.loops.write(
            self._person.id, self._agent_id, (), [replace(change, message_id=None)], now=now
        )
        return await self._one(loop_id)

    async def delete(self, loop_id: UUID) -> None:
        """Delete a loop with its words.

        Raises:
            NotFound: there is no such loop, or it was deleted already.
        """
        now = self._running.clock.now()
        await self._running.loops.erase(self._person.id, self._agent_id, loop_id, now=now)

    async def _one(self, loop_id: UUID) -> OpenLoop:
        found = await self._running.loops.all(self._person.id, self._agent_id)
        loop = next((one for one in found if one.id == loop_id), None)
        if loop is None:
            raise NotFound("There is no such loop.")
        return loop
