"""Thinking of people who agreed to be written to: whom and when, as jobs of the queue."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from api.background.routine import again_and_again, ended
from api.services import Running
from graphs.outreach import graph
from nodes.outreach.state import Doorstep, OutreachContext
from nodes.services import Services
from storage.errors import DatabaseUnavailable, NotFound
from storage.ledger import Ledger
from storage.outreach import Look, Outreach
from storage.persons import Persons
from storage.queue import Queue, background_lock
from storage.records import Person
from tools.models.errors import ModelError

LOOK = "outreach_look"
"""The name of the task that thinks of one person."""

LOOK_AROUND_SECONDS = 30.0
"""Between two looks for people who are due; nobody's good morning depends on half a minute."""

AT_ONCE = 200
"""People whose jobs are put in at one look: after a long stop late ones are spread over minutes."""

AGAIN_AFTER = timedelta(hours=1)
"""A person whose job was lost, or whose model was away, is thought of again after this."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Reaching:
    """Lets companions write first."""

    queue: Queue
    services: Services
    persons: Persons
    outreach: Outreach
    doorstep: Doorstep
    ledger: Ledger
    daily_budget: Decimal | None = None

    def register(self) -> None:
        """Give the task its body."""
        self.queue.app.task(name=LOOK)(self.look)

    async def look_around(self) -> None:
        """Put in a job for everybody who is due, each in one process only."""
        now = self.services.clock.now()
        for due in await self.outreach.due(now=now, again_at=now + AGAIN_AFTER, limit=AT_ONCE):
            await self._enqueue(due)

    async def look(self, person_id: str, agent_id: str | None, message_id: str) -> None:
        """Think of one person once; what fails is left to the next look."""
        try:
            person = await self.persons.by_id(UUID(person_id))
            await self.think_of(person, agent_id, message_id=UUID(message_id))
        except NotFound:
            await self.outreach.forget_look(UUID(person_id), agent_id)
        except (ModelError, DatabaseUnavailable) as error:
            logger.warning("nothing is written first for now: %s", error)

    async def think_of(
        self, person: Person, agent_id: str | None, *, message_id: UUID, dry_run: bool = False
    ) -> dict[str, Any]:
        """Run the graph once and book what it cost; return what it came to.

        Raises:
            ModelError: no model writes just now; nothing was sent.
            NotFound: the persona was let go of.
        """
        context = OutreachContext(
            services=self.services,
            outreach=self.outreach,
            doorstep=self.doorstep,
            daily_budget=self.daily_budget,
            dry_run=dry_run,
        )
        now = self.services.clock.now()
        try:
            outcome: dict[str, Any] = await graph.ainvoke(
                {"person": person, "agent_id": agent_id, "now": now, "message_id": message_id},
                context=context,
            )
        finally:
            if context.spendings:
                await self.ledger.record(person.id, agent_id, context.spendings, now=now)
        return outcome

    async def _enqueue(self, due: Look) -> None:
        # Nor is a job put in while one waits: after a long stop they may wait for hours.
        await self.queue.enqueue(
            LOOK,
            lock=background_lock(due.person_id),
            queueing_lock=f"{LOOK}:{due.person_id}:{due.agent_id or ''}",
            person_id=str(due.person_id),
            agent_id=due.agent_id,
            message_id=str(uuid4()),
        )


def reaching_of(running: Running) -> Reaching:
    """Return what lets companions write first, in this process."""
    return Reaching(
        queue=running.queue,
        services=running.services,
        persons=running.persons,
        outreach=running.outreach,
        doorstep=running.doorstep,
        ledger=running.ledger,
        daily_budget=running.settings.daily_budget,
    )


@asynccontextmanager
async def looking_around(
    reaching: Reaching, *, every: float = LOOK_AROUND_SECONDS
) -> AsyncIterator[None]:
    """Look for people who are due, again and again, beside the block."""
    looking = asyncio.create_task(again_and_again(reaching.look_around, every))
    try:
        yield
    finally:
        await ended(looking)
