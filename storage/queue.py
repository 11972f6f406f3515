"""Work for later: jobs, put into the queue in the transaction that gives rise to them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from procrastinate import App, PsycopgConnector
from psycopg.types.json import Jsonb

from storage.database import EVERYONE, Database, Statement
from storage.open_for_a_block import OpenForABlock
from storage.translation import translated

QUEUE_NAME = "default"

CONNECTIONS = 4
"""Connections that fetching and finishing jobs may take at most."""


WORKERS_OUTLIVED = 5
"""A job whose worker died so often while it ran may be what kills them: nobody takes it again."""

LATE_SECONDS = 60.0
"""A job that is due for longer waits for a worker; they look for jobs every second."""


FIGURES_SECONDS = 1.0
"""Whoever asks for figures does not wait for a database that went away."""


@dataclass(frozen=True, kw_only=True)
class DeadJob:
    """A job that nobody does any more until somebody says so."""

    id: int
    task: str
    args: dict[str, Any]
    attempts: int
    """How often it was begun again after its worker had died."""
    died_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Revived:
    """What became of the jobs of dead workers."""

    revived: int
    dead: int


@dataclass(frozen=True, kw_only=True)
class QueueFigures:
    """How much there is to do."""

    running: int
    late: int
    """Due for longer than `LATE_SECONDS`: more workers are needed, or none is at work."""
    dead: int


def background_lock(person_id: UUID | str) -> str:
    """Return the lock of all that is done for a person in the background, with any companion.

    One job with it runs at a time, and one that waits for its hour holds up all later ones: what
    waits for long takes a lock of its own, and enqueues the job with this one when it is due.
    """
    return f"person:{person_id}"


class Queue(OpenForABlock):
    """The queue of one database.

    `app` is where task bodies are registered and workers run. A job is put in by its task's name,
    so nobody who enqueues needs the body.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        connector = PsycopgConnector(conninfo=database.url, min_size=1, max_size=CONNECTIONS)
        self.app = App(connector=connector)

    async def open(self) -> None:
        """Connect, for workers.

        Raises:
            DatabaseUnavailable: the server does not answer.
        """
        with translated():
            await self.app.open_async()

    async def close(self) -> None:
        """Close the connections."""
        await self.app.close_async()

    def job(
        self,
        task: str,
        *,
        lock: str,
        queueing_lock: str | None = None,
        delay: timedelta = timedelta(0),
        **args: Any,
    ) -> Statement:
        """Return the statement that enqueues a job, to be run with the writes it follows from.

        Args:
            task: the name under which the body is registered.
            lock: jobs with the same lock run one after another.
            queueing_lock: while a job with it waits, no second one is added. The waiting job cannot
                start before our transaction ends, so it sees what we wrote.
            delay: how long the job waits at least, on the database's clock.
            args: what the body is called with, as JSON.
        """
        return "enqueue_job", {
            "queue": QUEUE_NAME,
            "task": task,
            "lock": lock,
            "queueing_lock": queueing_lock,
            "delay": delay,
            "args": Jsonb(args),
        }

    async def enqueue(
        self,
        task: str,
        *,
        lock: str,
        queueing_lock: str | None = None,
        delay: timedelta = timedelta(0),
        **args: Any,
    ) -> None:
        """Enqueue a job in a transaction of its own; see `job` for the arguments."""
        await self._database.trip(
            EVERYONE,
            self.job(task, lock=lock, queueing_lock=queueing_lock, delay=delay, **args),
        )

    async def revive(self, *, stalled_seconds: float) -> Revived:
        """Let others do the jobs of workers without a sign of life for so many seconds.

        Without their queueing locks, which others may hold by now: a job done twice does nothing
        the second time. A job that has outlived its workers too often is dead.
        """
        values = {"stalled": timedelta(seconds=stalled_seconds), "most": WORKERS_OUTLIVED}
        [rows] = await self._database.trip(EVERYONE, ("revive_jobs", values), idempotent=True)
        dead = sum(row["status"] == "failed" for row in rows)
        return Revived(revived=len(rows) - dead, dead=dead)

    async def dead(self) -> list[DeadJob]:
        """Return the jobs that failed too often, or whose workers died, the oldest first."""
        [rows] = await self._database.trip(EVERYONE, ("dead_jobs", {}), idempotent=True)
        return [DeadJob(**row) for row in rows]

    async def retry(self, job_id: int | None = None) -> int:
        """Have a dead job done again, or every one; return how many there were."""
        values = {"job_id": job_id}
        [rows] = await self._database.trip(EVERYONE, ("retry_jobs", values), idempotent=True)
        return len(rows)

    async def discard(self, job_id: int | None = None) -> int:
        """Throw a dead job away, or every one; return how many there were."""
        values = {"job_id": job_id}
        [rows] = await self._database.trip(EVERYONE, ("discard_jobs", values), idempotent=True)
        return len(rows)

    async def figures(self) -> QueueFigures:
        """Return how much there is to do."""
        values = {"late": timedelta(seconds=LATE_SECONDS)}
        [[row]] = await self._database.trip(
            EVERYONE, ("queue_figures", values), idempotent=True, retry_seconds=FIGURES_SECONDS
        )
        return QueueFigures(**row)
