"""What follows a turn, as jobs of the queue, and the worker that does them."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import DeleteJobCondition, Status

from api.background.growing import Growing
from api.background.personality_reading import Becomes
from graphs.extraction import graph
from nodes.extraction.state import ExtractionContext
from nodes.services import Services
from storage.errors import NotFound, StorageError
from storage.ledger import Ledger
from storage.outreach import Outreach
from storage.persons import Persons
from storage.queue import Queue
from storage.records import Person
from storage.talks import FOLLOW_UP
from tools.memory.window import QUIET_AFTER
from tools.models.errors import ModelError

QUIET = "quiet"
"""The name of the task that waits for a talk to go quiet; it takes what `FOLLOW_UP` takes."""

RETRY_AFTER = tuple(timedelta(seconds=seconds) for seconds in (5, 20, 80, 300))
"""The pauses before a failed job is tried again: a provider's hiccup, a minute, an outage."""

JOBS_AT_ONCE = 4
"""Jobs one worker does side by side; they mostly wait for a model."""

POLL_SECONDS = 1.0
"""The pause between looks for jobs that no notice announces: those whose time or turn has come."""

GRACE_SECONDS = 20.0
"""How long jobs under way may go on when the worker stops. A job cut off is done again."""

STALLED_SECONDS = 30.0
"""Without a sign of life for so long a worker is taken for dead, and others get its jobs."""

RESTART_SECONDS = 2.0
"""The pause before work goes on after the database went away."""

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
            if self.growing is not None:
                await self.growing.catch_up(person, agent_id)
            if self.becomes is not None:
                await self.becomes.catch_up(person, agent_id)
        except NotFound:
            return
        except (ModelError, StorageError) as error:
            if failures == len(self.retry_after):
                raise
            logger.warning("a follow-up failed and is tried again: %s", error)
            await self._enqueue(
                person_id, agent_id, delay=self.retry_after[failures], failures=failures + 1
            )
            return
        if quiet_at is not None:
            await self._wait_for_quiet(person_id, agent_id, quiet_at)
        elif self.outreach is not None:
            # All that was said is read: a film that ends tonight is thought of before tomorrow.
            await self.outreach.look_soon(UUID(person_id), agent_id, now=self.services.clock.now())

    async def quiet(self, person_id: str, agent_id: str | None = None) -> None:
        """Have a look whether the talk has really gone quiet."""
        await self._enqueue(person_id, agent_id)

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

    async def _enqueue(
        self,
        person_id: str,
        agent_id: str | None,
        *,
        delay: timedelta = timedelta(),
        failures: int = 0,
    ) -> None:
        # With the lock of the job that a turn enqueues, they never run side by side. Its queueing
        # lock is left to turns: two who enqueue at once collide there, and a turn must not fail.
        await self.queue.enqueue(
            FOLLOW_UP,
            lock=f"{FOLLOW_UP}:{person_id}:{agent_id or ''}",
            delay=delay,
            person_id=person_id,
            agent_id=agent_id,
            failures=failures,
        )

    async def _wait_for_quiet(
        self, person_id: str, agent_id: str | None, quiet_at: datetime
    ) -> None:
        # A lock of its own: a job that waits holds up all later ones with the same lock.
        lock = f"{QUIET}:{person_id}:{agent_id or ''}"
        await self.queue.enqueue(
            QUIET,
            lock=lock,
            queueing_lock=lock,
            delay=max(timedelta(), quiet_at - self.services.clock.now()),
            person_id=person_id,
            agent_id=agent_id,
        )


async def run_worker(queue: Queue, *, at_once: int = JOBS_AT_ONCE) -> None:
    """Do the jobs of an open queue until cancelled, also after the database was away.

    Cancelled, it takes no new jobs and lets those under way go on for `GRACE_SECONDS`.
    """
    async with asyncio.TaskGroup() as group:
        group.create_task(_work(queue, at_once=at_once))
        group.create_task(_give_stalled_jobs_to_others(queue))


@asynccontextmanager
async def working(queue: Queue, *, at_once: int = JOBS_AT_ONCE) -> AsyncIterator[None]:
    """Do the jobs of an open queue beside whatever else this process does."""
    worker = asyncio.create_task(run_worker(queue, at_once=at_once), name="worker")
    try:
        yield
    finally:
        worker.cancel()
        with suppress(asyncio.CancelledError):
            await worker


async def _work(queue: Queue, *, at_once: int) -> None:
    while True:
        try:
            await queue.app.run_worker_async(
                concurrency=at_once,
                fetch_job_polling_interval=POLL_SECONDS,
                install_signal_handlers=False,
                delete_jobs=DeleteJobCondition.SUCCESSFUL,
                shutdown_graceful_timeout=GRACE_SECONDS,
                stalled_worker_timeout=STALLED_SECONDS,
            )
        except ConnectorException as error:
            logger.warning("the worker lost the database: %s", error)
        await asyncio.sleep(RESTART_SECONDS)


async def _give_stalled_jobs_to_others(queue: Queue) -> None:
    while True:
        with suppress(ConnectorException):
            await requeue_stalled(queue)
        await asyncio.sleep(STALLED_SECONDS)


async def requeue_stalled(queue: Queue) -> int:
    """Put the jobs of dead workers into the queue anew; return how many there were.

    Without their queueing locks, which others may hold by now. A job done twice does nothing the
    second time.
    """
    jobs = queue.app.job_manager
    stalled = list(await jobs.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS))
    for job in stalled:
        lock = job.lock or f"{job.task_name}:{job.id}"
        await queue.app.configure_task(job.task_name, lock=lock).defer_async(**job.task_kwargs)
        await jobs.finish_job(job, status=Status.ABORTED, delete_job=True)
    return len(stalled)
