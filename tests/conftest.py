"""What every test may ask for: a database of its own, and a clock that stands still."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from psycopg import AsyncConnection, sql
from psycopg.conninfo import make_conninfo

from storage.database import Database
from storage.embedded import EmbeddedPostgres
from storage.migrate import migrate
from storage.records import Person
from tests.factories import make_person
from tests.places import quick_folder
from tools.clock import MovedClock

# Nothing depends on chance or on how busy the machine is; other examples are tried with
# `pytest --hypothesis-profile=default`.
settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")

TEMPLATE = "miolumi_template"

HASTE = (
    "fsync = off",
    "full_page_writes = off",
    "autovacuum = off",
    "max_wal_size = '96MB'",
)
"""What a server need not do whose data nobody misses; a small log keeps memory free."""

_numbers = count(1)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def clock() -> MovedClock:
    """A clock on a Monday evening in London."""
    return MovedClock(datetime(2026, 3, 2, 20, tzinfo=UTC))


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """A PostgreSQL for this test process alone."""
    # Not below pytest's own folder: it takes other users' rights away there.
    folder = Path(tempfile.mkdtemp(prefix="miolumi-tests-", dir=quick_folder()))
    with EmbeddedPostgres(folder) as url:
        yield url
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
async def template(server_url: str) -> str:
    """The name of a migrated database that others are copied from."""
    async with await AsyncConnection.connect(server_url, autocommit=True) as connection:
        for setting in HASTE:
            await connection.execute(sql.SQL("ALTER SYSTEM SET ") + sql.SQL(setting))
        await connection.execute("SELECT pg_reload_conf()")
        await connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TEMPLATE)))
    await migrate(make_conninfo(server_url, dbname=TEMPLATE))
    return TEMPLATE


@pytest.fixture
async def empty_database_url(server_url: str) -> AsyncIterator[str]:
    """The address of a database without any tables."""
    async for url in fresh_database(server_url, template="template1"):
        yield url


@pytest.fixture
async def database_url(server_url: str, template: str) -> AsyncIterator[str]:
    """The address of a migrated database that belongs to this test."""
    async for url in fresh_database(server_url, template=template):
        yield url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A migrated database that belongs to this test."""
    async with Database(database_url) as opened:
        yield opened


@pytest.fixture
async def person(database: Database, clock: MovedClock) -> Person:
    """Somebody with a companion and a talk."""
    return await make_person(database, clock)


async def fresh_database(server_url: str, *, template: str) -> AsyncIterator[str]:
    name = f"test_{next(_numbers)}"
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
    async with await AsyncConnection.connect(server_url, autocommit=True) as connection:
        await connection.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
        yield make_conninfo(server_url, dbname=name)
        await connection.execute(
            sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
        )
