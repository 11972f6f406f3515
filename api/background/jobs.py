"""What follows a turn, as jobs of the queue."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from api.background.gaps import Gaps
from api.background.growing import Growing
from api.background.personality_reading import Becomes
from api.background.reflecting import Reflecting
from graphs.extraction import graph
from nodes.extraction.state import ExtractionContext
from nodes.services import Services
from storage.errors import NotFound, StorageError
from storage.ledger import Ledger
from storage.outreach import Outreach
from storage.persons import Persons
from storage.queue import Queue, background_lock
from storage.records import Person
from storage.talks import FOLLOW_UP
from tools.memory.window import QUIET_AFTER
from tools.models.errors import ModelError

QUIET = "quiet"
"""The name of the task that waits, for a talk to go quiet or for a better time, under a lock of its
own, and takes what `FOLLOW_UP` takes: a job that waits holds up all later ones with its lock."""

RETRY_AFTER = tuple(timedelta(seconds=seconds) for seconds in (5, 20, 80, 300))
"""The pauses before a failed job is tried again: a provider's hiccup, a minute, an outage."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class FollowUps:
    """Does what follows a turn: all that is new at once, so that a job too many costs nothing."""

    queue: Queue
    services: Services
    persons: Persons
    ledger: Ledger
    growing: Growing | None = None
    """How relationships with personas grow; without it none does."""
    becomes: Becomes | None = None
    """How Lumi becomes somebody; without it Lumi stays as it is."""
    reflecting: Reflecting | None = None
    """How the day is looked back on; without it nothing waits for the night."""
    gaps: Gaps | None = None
    """How loose threads are found; without it only the reading of the talk opens any."""
    outreach: Outreach | None = None
    """Where it stands when to think of a person; without it what is new is thought of later."""
    quiet_after: timedelta = QUIET_AFTER
    retry_after: tuple[timedelta, ...] = RETRY_AFTER

    def register(self) -> None:
        """Give the tasks of the queue their bodies."""
        self.queue.app.task(name=FOLLOW_UP)(self.follow_up)
        self.queue.app.task(name=QUIET)(self.quiet)

    async def follow_up(
        self, person_id: str, agent_id: str | None = None, failures: int = 0
    ) -> None:
        """Catch up with a talk; come back when it has gone quiet, or later when something failed.

        Raises:
            ModelError: it failed too often; the next turn tries again.
            StorageError: the same.
        """
        try:
            person = await self.persons.by_id(UUID(person_id))
            quiet_at = await self.catch_up(person, agent_id)
            await self._follow(person, agent_id)
            if quiet_at is None and self.gaps is not None:
                await self.gaps.catch_up(person, agent_id)
        except NotFound:
            return
        except (ModelError, StorageError) as error:
            if failures == len(self.retry_after):
                raise
            logger.warning("a follow-up failed and is tried again: %s", error)
            await self._wait_to_try_again(person_id, agent_id, failures)
            return
        if quiet_at is not None:
            await self._wait_for_quiet(person_id, agent_id, quiet_at)
        elif self.outreach is not None:
            # All that was said is read: a film that ends tonight is thought of before tomorrow.
            await self.outreach.look_soon(UUID(person_id), agent_id, now=self.services.clock.now())

    async def _follow(self, person: Person, agent_id: str | None) -> None:
        """Do what comes beside the memories."""
        if self.growing is not None:
            await self.growing.catch_up(person, agent_id)
        if self.becomes is not None:
            await self.becomes.catch_up(person, agent_id)
        if self.reflecting is not None:
            await self.reflecting.expect(person, agent_id)

    async def quiet(self, person_id: str, agent_id: str | None = None, failures: int = 0) -> None:
        """Have a look whether the talk has really gone quiet, or whether it works this time."""
        # With the lock of the job that a turn enqueues, they never run side by side. Its queueing
        # lock is left to turns: two who enqueue at once collide there, and a turn must not fail.
        await self.queue.enqueue(
            FOLLOW_UP,
            lock=background_lock(person_id),
            person_id=person_id,
            agent_id=agent_id,
            failures=failures,
        )

    async def catch_up(self, person: Person, agent_id: str | None) -> datetime | None:
        """Run the graph until nothing more is due; return when the rest will be, if any is left."""
        more, quiet_at = True, None
        while more:
            context = ExtractionContext(services=self.services, quiet_after=self.quiet_after)
            now = self.services.clock.now()
            try:
                outcome = await graph.ainvoke(
                    {"person": person, "agent_id": agent_id, "now": now}, context=context
                )
            finally:
                if context.spendings:
                    await self.ledger.record(person.id, agent_id, context.spendings, now=now)
            more, quiet_at = outcome["more"], outcome["quiet_at"]
        return quiet_at

    async def _wait_for_quiet(
        self, person_id: str, agent_id: str | None, quiet_at: datetime
    ) -> None:
        lock = f"{QUIET}:{person_id}:{agent_id or ''}"
        await self.queue.enqueue(
            QUIET,
            lock=lock,
            queueing_lock=lock,
            delay=max(timedelta(), quiet_at - self.services.clock.now()),
            person_id=person_id,
            agent_id=agent_id,
        )

    async def _wait_to_try_again(self, person_id: str, agent_id: str | None, failures: int) -> None:
        await self.queue.enqueue(
            QUIET,
            lock=f"{FOLLOW_UP} again:{person_id}:{agent_id or ''}",
            delay=self.retry_after[failures],
            person_id=person_id,
            agent_id=agent_id,
            failures=failures + 1,
        )
