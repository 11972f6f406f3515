"""The worker: does the jobs of the queue, and those of workers that died."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import DeleteJobCondition

from storage.errors import StorageError
from storage.queue import Queue

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class WorkerPace:
    """How a worker goes about its work. Times in seconds."""

    at_once: int = 4
    """Jobs it does side by side; they mostly wait for a model."""
    poll: float = 1.0
    """Between looks for jobs that no notice announces: those whose time or turn has come."""
    grace: float = 20.0
    """How long jobs under way may go on when it stops. A job cut off is done again."""
    heartbeat: float = 10.0
    """Between two signs of life."""
    stalled: float = 30.0
    """Without a sign of life for so long it is taken for dead, and others get its jobs."""
    restart: float = 2.0
    """Before it goes on after the database went away."""


async def run_worker(queue: Queue, pace: WorkerPace) -> None:
    """Do the jobs of an open queue until cancelled, also after the database was away.

    Cancelled, it takes no new jobs and lets those under way go on for `pace.grace` seconds.
    """
    async with asyncio.TaskGroup() as group:
        group.create_task(_work(queue, pace))
        group.create_task(_give_stalled_jobs_to_others(queue, pace))


@asynccontextmanager
async def working(queue: Queue, *, pace: WorkerPace | None = None) -> AsyncIterator[None]:
    """Do the jobs of an open queue beside whatever else this process does."""
    worker = asyncio.create_task(run_worker(queue, pace or WorkerPace()), name="worker")
    try:
        yield
    finally:
        worker.cancel()
        with suppress(asyncio.CancelledError):
            await worker


async def _work(queue: Queue, pace: WorkerPace) -> None:
    while True:
        try:
            await queue.app.run_worker_async(
                concurrency=pace.at_once,
                fetch_job_polling_interval=pace.poll,
                install_signal_handlers=False,
                delete_jobs=DeleteJobCondition.SUCCESSFUL,
                shutdown_graceful_timeout=pace.grace,
                update_heartbeat_interval=pace.heartbeat,
                stalled_worker_timeout=pace.stalled,
            )
        except ConnectorException as error:
            logger.warning("the worker lost the database: %s", error)
        await asyncio.sleep(pace.restart)


async def _give_stalled_jobs_to_others(queue: Queue, pace: WorkerPace) -> None:
    while True:
        with suppress(StorageError):
            found = await queue.revive(stalled_seconds=pace.stalled)
            if found.revived:
                logger.warning("%d jobs of workers that died are done by others", found.revived)
            if found.dead:
                logger.error("%d jobs killed their workers; see: miolumi jobs list", found.dead)
        await asyncio.sleep(pace.stalled)
