"""Whether the database answers, suits, is up to date, and what waits in it."""

from collections.abc import AsyncIterator

from psycopg import AsyncConnection
from psycopg.errors import UndefinedTable
from psycopg.rows import DictRow

from api.background.reembedding import PEOPLE_AT_ONCE
from api.doctor.finding import Finding
from api.models import model_table, role_models
from api.services import open_database
from api.settings import Settings
from storage.database import Database
from storage.errors import DatabaseUnavailable, DatabaseUnsuitable, StorageError
from storage.migrate import ours
from storage.queue import Queue
from storage.spaces import Spaces
from storage.statements import statements
from storage.suitability import connect, require_suitable
from tools.clock import SystemClock
from tools.models.errors import BadTable


async def look_at_database(settings: Settings) -> AsyncIterator[Finding]:
    """Look at the server, then at the schema; at what is in it only when both are sound."""
    kind = "DATABASE_URL" if settings.database_url else "Embedded PostgreSQL"
    try:
        async with open_database(settings) as url:
            sound = True
            async for finding in _server(url, kind):
                sound = sound and finding.state == "fine"
                yield finding
            if sound:
                async for finding in _vectors(url, settings):
                    yield finding
                yield await _jobs(url)
    except DatabaseUnsuitable as error:
        yield _broken_database(kind, error)
    except DatabaseUnavailable as error:
        mend = "Check the address in DATABASE_URL, and that the server runs."
        yield _broken_database(kind, error, mend=mend if settings.database_url else "")


async def _server(url: str, kind: str) -> AsyncIterator[Finding]:
    async with await connect(url) as connection:
        [facts] = await _rows(connection, "suitability")
        yield Finding(name=kind, state="fine", says=f"PostgreSQL {facts['version']}")
        await require_suitable(connection, migrated=False)
        yield Finding(name="pgvector", state="fine", says=f"{facts['vector_available']} is there")
        async for finding in _schema(connection):
            yield finding


def _broken_database(kind: str, error: StorageError, mend: str = "") -> Finding:
    says, _, advice = " ".join(str(error).split()).partition(". ")
    return Finding(name=kind, state="broken", says=says, mend=mend or advice)


async def _schema(connection: AsyncConnection[DictRow]) -> AsyncIterator[Finding]:
    try:
        applied = {row["name"] for row in await _rows(connection, "applied_migrations")}
    except UndefinedTable:
        applied = set()
    missing = [migration.name for migration in ours() if migration.name not in applied]
    if missing:
        says = f"{len(missing)} to apply; the next start does it"
        yield Finding(name="Migrations", state="remark", says=says, mend="Or run: miolumi migrate")
        return
    yield Finding(name="Migrations", state="fine", says="up to date")
    await require_suitable(connection)
    yield Finding(name="Row-level security", state="fine", says="holds for our role")


async def _vectors(url: str, settings: Settings) -> AsyncIterator[Finding]:
    try:
        table = model_table(settings)
    except BadTable:
        return  # named with the models
    async with role_models(table, settings, SystemClock()) as models:
        embedder = models.embedder
    async with Database(url) as database:
        found = Spaces(database).everybody_lacking(embedder, page=PEOPLE_AT_ONCE)
        lacking = [one async for one in found]
    if not lacking:
        yield Finding(name="Vectors", state="fine", says=f"all of {embedder}")
        return
    messages = sum(one.messages for one in lacking)
    memories = sum(one.memories for one in lacking)
    yield Finding(
        name="Vectors",
        state="remark",
        says=f"{messages} messages and {memories} memories lack those of {embedder}",
        mend="A worker makes them in the background; miolumi reembed makes them now.",
    )


async def _jobs(url: str) -> Finding:
    async with Database(url) as database:
        figures = await Queue(database).figures()
    if figures.dead:
        mend = "See them with miolumi jobs list, and do them again with miolumi jobs retry --all."
        return Finding(
            name="Jobs", state="remark", says=f"{figures.dead} failed for good", mend=mend
        )
    if figures.late:
        mend = "Start a worker, or one more: miolumi worker"
        return Finding(name="Jobs", state="remark", says=f"{figures.late} are late", mend=mend)
    return Finding(name="Jobs", state="fine", says="none is late, none failed for good")


async def _rows(connection: AsyncConnection[DictRow], statement: str) -> list[DictRow]:
    cursor = await connection.execute(statements()[statement])
    return await cursor.fetchall()
