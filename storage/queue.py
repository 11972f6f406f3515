"""Work for later: jobs, put into the queue in the transaction that gives rise to them."""

from datetime import timedelta
from typing import Any

from procrastinate import App, PsycopgConnector
from psycopg.types.json import Jsonb

from storage.database import EVERYONE, Database, Statement
from storage.open_for_a_block import OpenForABlock
from storage.translation import translated

QUEUE_NAME = "default"

CONNECTIONS = 4
"""Connections that fetching and finishing jobs may take at most."""


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
