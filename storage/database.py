"""The one way to the database: a list of named statements is one round trip and one transaction."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from enum import Enum
from typing import Any
from uuid import UUID

from pgvector.psycopg import register_vector_async
from psycopg import AsyncConnection, AsyncCursor
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_delay,
    wait_exponential_jitter,
)

from storage.attempts import left_nothing, may_succeed, refuse_dead
from storage.open_for_a_block import OpenForABlock
from storage.statements import statements
from storage.suitability import connect, require_suitable
from storage.translation import translated

Row = DictRow
Statement = tuple[str, Mapping[str, Any]]
"""The name of a statement in `storage/queries` and its values."""

RETRY_SECONDS = 10.0
"""How long a trip waits for a database that went away: a restart takes a few seconds."""

RECONNECT_SECONDS = 2.0
"""How long the pool tries to reconnect before a trip asks anew; its own pauses double."""

POOL_SIZE = 10
"""Connections a process keeps at most; a trip holds one for a millisecond or two."""

PLANNED_ANEW = frozenset({"search_messages"})
"""Their best plan depends on how much a person has said: one kept for all took 640 ms, not 20."""


class Everyone(Enum):
    """The scope of work that is done for the service itself and not for one person."""

    EVERYONE = "everyone"


EVERYONE = Everyone.EVERYONE

Scope = UUID | Everyone
"""Whose rows a transaction may see."""


class Database(OpenForABlock):
    """A pool of connections to one PostgreSQL, every one of which row-level security applies to.

    Args:
        url: where the database is, as a URL or a conninfo string.
        size: how many connections are kept at most.
        retry_seconds: how long a trip waits for a database that went away.
    """

    def __init__(
        self, url: str, *, size: int = POOL_SIZE, retry_seconds: float = RETRY_SECONDS
    ) -> None:
        self.url = url
        self.trips = 0
        """Round trips made so far, for benchmarks."""
        self._retry_seconds = retry_seconds
        self._pool = AsyncConnectionPool[AsyncConnection[DictRow]](
            url,
            min_size=1,
            max_size=size,
            open=False,
            timeout=min(retry_seconds, RECONNECT_SECONDS),
            reconnect_timeout=RECONNECT_SECONDS,
            configure=_configure,
            kwargs={"autocommit": True, "row_factory": dict_row},
            name="miolumi",
        )

    async def open(self) -> None:
        """Connect.

        Raises:
            DatabaseUnavailable: the server does not answer.
            DatabaseUnsuitable: it is not one this program can use; the message says what to do.
        """
        async with await connect(self.url) as connection:
            await require_suitable(connection)
        with translated():
            await self._pool.open(wait=True, timeout=self._retry_seconds)

    async def close(self) -> None:
        """Close every connection."""
        await self._pool.close()

    async def trip(
        self,
        scope: Scope,
        *wanted: Statement,
        idempotent: bool = False,
        retry_seconds: float | None = None,
    ) -> list[list[Row]]:
        """Run statements in one round trip and one transaction, and return the rows of each.

        Args:
            scope: whose rows may be seen and written.
            wanted: the statements, in order.
            idempotent: doing it twice is the same as doing it once. Such a trip is repeated when
                the connection breaks; any other only when it certainly left nothing behind.
            retry_seconds: how long to try, instead of as long as usual.

        Raises:
            DatabaseUnavailable: the database did not answer for `retry_seconds`.
            StorageError: a statement was refused; nothing was written.
        """
        _, *results = await self._repeated(
            (_scoping(scope), *wanted), may_succeed if idempotent else left_nothing, retry_seconds
        )
        return results

    async def call(self, function: Statement, *, retry_seconds: float | None = None) -> list[Row]:
        """Run one idempotent statement that calls a function of ours, and return its rows.

        The function sets the scope itself, so that nothing else has to go over the wire.

        Raises:
            DatabaseUnavailable: the database did not answer for `retry_seconds`.
            StorageError: the statement was refused; nothing was written.
        """
        [rows] = await self._repeated((function,), may_succeed, retry_seconds)
        return rows

    async def _repeated(
        self,
        wanted: tuple[Statement, ...],
        may_repeat: Callable[[BaseException], bool],
        retry_seconds: float | None,
    ) -> list[list[Row]]:
        with translated():
            try:
                return await self._attempt(wanted)
            except Exception as error:
                if not may_repeat(error):
                    raise
            attempts = self._attempts(may_repeat, retry_seconds or self._retry_seconds)
            return await attempts(self._attempt, wanted)

    def _attempts(
        self, may_repeat: Callable[[BaseException], bool], seconds: float
    ) -> AsyncRetrying:
        """Return what tries again; it costs more than a trip, so the first try goes without."""
        return AsyncRetrying(
            stop=stop_after_delay(seconds),
            wait=wait_exponential_jitter(initial=0.05, max=1.0, jitter=0.05),
            retry=retry_if_exception(may_repeat),
            before_sleep=self._replace_dead,
            reraise=True,
        )

    @asynccontextmanager
    async def transaction(self, scope: Scope) -> AsyncIterator["Transaction"]:
        """Hold one transaction open, for statements that depend on the rows of earlier ones.

        Raises:
            DatabaseUnavailable: the database does not answer; nothing is repeated here.
            StorageError: a statement was refused; nothing was written.
        """
        with translated():
            async with self._pool.connection() as connection, connection.transaction():
                self.trips += 2
                transaction = Transaction(self, connection)
                await transaction.run(_scoping(scope))
                yield transaction

    async def _attempt(self, wanted: tuple[Statement, ...]) -> list[list[Row]]:
        async with self._pool.connection() as connection:
            refuse_dead(connection)
            self.trips += 1
            if len(wanted) == 1:
                return [await _run_one(connection, *wanted)]
            return await _run(connection, wanted)

    async def _replace_dead(self, _: RetryCallState) -> None:
        await self._pool.check()


class Transaction:
    """An open transaction."""

    def __init__(self, database: Database, connection: AsyncConnection[DictRow]) -> None:
        self._database = database
        self._connection = connection

    async def run(self, *wanted: Statement) -> list[list[Row]]:
        """Run statements in one round trip and return the rows of each."""
        self._database.trips += 1
        return await _run(self._connection, wanted)


async def _run(
    connection: AsyncConnection[DictRow], wanted: tuple[Statement, ...]
) -> list[list[Row]]:
    """Send all statements at once.

    Without a BEGIN, PostgreSQL takes everything before a sync as one transaction.
    """
    texts = statements()
    async with connection.pipeline():
        cursors = [
            await connection.execute(texts[name], values, prepare=_prepared(name))
            for name, values in wanted
        ]
    return [await cursor.fetchall() if _has_rows(cursor) else [] for cursor in cursors]


async def _run_one(connection: AsyncConnection[DictRow], wanted: Statement) -> list[Row]:
    """Send one statement; to prepare it would be a round trip of its own."""
    name, values = wanted
    cursor = await connection.execute(statements()[name], values, prepare=False)
    return await cursor.fetchall()


def _has_rows(cursor: AsyncCursor[DictRow]) -> bool:
    """Whether a statement returns rows; a cursor's `description` would tell, and costs far more."""
    return cursor.pgresult is not None and cursor.pgresult.nfields > 0


async def _configure(connection: AsyncConnection[DictRow]) -> None:
    await register_vector_async(connection)
    await connection.execute(statements()["prepare_session"])
    await connection.execute(statements()["submit_to_policies"])


def _prepared(name: str) -> bool | None:
    """Whether a statement is kept prepared: by psycopg's own judgement, unless it must not be."""
    return False if name in PLANNED_ANEW else None


def _scoping(scope: Scope) -> Statement:
    if isinstance(scope, UUID):
        return "scope_person", {"person_id": str(scope)}
    return "scope_everyone", {}
