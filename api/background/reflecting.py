"""Looking back on the day, in each person's night: whose and when, as jobs of the queue."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from api.background.routine import again_and_again, ended
from api.services import Running
from graphs.reflection import graph
from nodes.reflection.state import ReflectionContext, ReflectionOutput
from nodes.services import Services
from storage.errors import NotFound
from storage.ledger import Ledger
from storage.outreach import Outreach
from storage.persons import Persons
from storage.queue import Queue, background_lock
from storage.records import Person
from storage.reflections import Reflections
from storage.streams import Stream
from tools.models.errors import ModelError
from tools.outreach.situation import NOWHERE, zone_of
from tools.reflection.night import is_night, next_night

REFLECT = "reflect"
"""The name of the task that looks back on one talk."""

LOOK_AROUND_SECONDS = 60.0
"""Between two looks for talks whose night has come."""

AT_ONCE = 200
"""Talks whose jobs are put in at one look: after a long stop a crowd is spread over minutes."""

AGAIN_AFTER = timedelta(hours=1)
"""A night whose job was lost, or whose model was away, is tried again after this."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Reflecting:
    """Lets companions look back on the day."""

    queue: Queue
    services: Services
    persons: Persons
    reflections: Reflections
    ledger: Ledger
    outreach: Outreach | None = None
    """Where it stands when to think of a person; without it a thought waits for the usual look."""
    daily_budget: Decimal | None = None

    def register(self) -> None:
        """Give the task its body."""
        self.queue.app.task(name=REFLECT)(self.look)

    async def expect(self, person: Person, agent_id: str | None) -> None:
        """Have a talk looked back on in the person's next night, now that something was said."""
        zone, now = zone_of(person) or NOWHERE, self.services.clock.now()
        look_at = next_night(now, zone, person.id, done=None)
        await self.reflections.await_night(person.id, agent_id, look_at)

    async def look_around(self) -> None:
        """Put in a job for every talk whose night has come, each in one process only."""
        now = self.services.clock.now()
        for due in await self.reflections.due(now=now, again_at=now + AGAIN_AFTER, limit=AT_ONCE):
            await self._enqueue(due)

    async def look(self, person_id: str, agent_id: str | None) -> None:
        """Look back on one talk if it is night there; else wait for the next night."""
        try:
            person = await self.persons.by_id(UUID(person_id))
            zone, now = zone_of(person) or NOWHERE, self.services.clock.now()
            if is_night(now, zone):
                await self.reflect(person, agent_id)
            else:
                look_at = next_night(now, zone, person.id, done=None)
                await self.reflections.plan(person.id, agent_id, look_at)
        except NotFound:
            return
        except ModelError as error:
            logger.warning("nothing is looked back on for now: %s", error)

    async def reflect(
        self,
        person: Person,
        agent_id: str | None,
        *,
        since: datetime | None = None,
        dry_run: bool = False,
    ) -> ReflectionOutput:
        """Run the graph once and book what it cost; return what it came to.

        Raises:
            ModelError: no model answers just now; nothing was changed.
        """
        context = ReflectionContext(
            services=self.services,
            reflections=self.reflections,
            daily_budget=self.daily_budget,
            dry_run=dry_run,
        )
        now = self.services.clock.now()
        given: Any = {"person": person, "agent_id": agent_id, "now": now, "since": since}
        try:
            outcome = await graph.ainvoke(given, context=context)
        finally:
            if context.spendings:
                await self.ledger.record(person.id, agent_id, context.spendings, now=now)
        if outcome["thoughts"] and self.outreach is not None:
            # A look finds out when a thought may be brought up; it asks no model for that.
            await self.outreach.look_soon(person.id, agent_id, now=now)
        return cast("ReflectionOutput", outcome)

    async def _enqueue(self, stream: Stream) -> None:
        await self.queue.enqueue(
            REFLECT,
            lock=background_lock(stream.person_id),
            queueing_lock=f"{REFLECT}:{stream.person_id}:{stream.agent_id or ''}",
            person_id=str(stream.person_id),
            agent_id=stream.agent_id,
        )


def reflecting_of(running: Running) -> Reflecting:
    """Return what lets companions look back, in this process."""
    return Reflecting(
        queue=running.queue,
        services=running.services,
        persons=running.persons,
        reflections=Reflections(running.database),
        ledger=running.ledger,
        outreach=running.outreach,
        daily_budget=running.settings.daily_budget,
    )


@asynccontextmanager
async def looking_back(reflecting: Reflecting) -> AsyncIterator[None]:
    """Look for talks whose night has come, again and again, beside the block."""
    looking = asyncio.create_task(again_and_again(reflecting.look_around, LOOK_AROUND_SECONDS))
    try:
        yield
    finally:
        await ended(looking)
