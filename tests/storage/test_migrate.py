import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from psycopg import AsyncConnection
from psycopg.conninfo import make_conninfo
from psycopg.rows import TupleRow

from storage.database import Database
from storage.errors import DatabaseUnavailable, DatabaseUnsuitable
from storage.migrate import Migration, migrate, of_the_queue, ours

CATALOG = Path(__file__).with_name("catalog.sql")


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[AsyncConnection[TupleRow]]:
    async with await AsyncConnection.connect(url, autocommit=True) as connection:
        yield connection


async def lines(url: str, query: bytes) -> list[str]:
    async with connected(url) as connection:
        return [row[0] for row in await (await connection.execute(query)).fetchall()]


async def test_all_migrations_add_up_to_the_schema_file(
    database_url: str, empty_database_url: str
) -> None:
    async with connected(empty_database_url) as connection:
        await connection.execute((files("storage") / "schema.sql").read_bytes())
    written = await lines(empty_database_url, CATALOG.read_bytes())
    migrated = await lines(database_url, CATALOG.read_bytes())
    assert len(migrated) > 100
    assert migrated == written


async def test_a_second_start_changes_nothing(empty_database_url: str) -> None:
    names = [migration.name for migration in ours()]
    assert await migrate(empty_database_url) == [*names, "procrastinate/schema.sql"]
    assert await migrate(empty_database_url) == []


async def test_processes_that_start_at_once_migrate_once(empty_database_url: str) -> None:
    applied = await asyncio.gather(*(migrate(empty_database_url) for _ in range(4)))
    assert sorted(map(len, applied)) == [0, 0, 0, len(ours()) + 1]


async def test_a_migration_that_fails_leaves_nothing_behind(empty_database_url: str) -> None:
    broken = Migration(name="0998_broken.sql", text=b"CREATE TABLE half (id int); SELECT 1 / 0;")
    with pytest.raises(Exception, match="division by zero"):
        await migrate(empty_database_url, migrations=[*ours(), broken])
    mended = replace(broken, text=b"CREATE TABLE half (id int);")
    applied = await migrate(empty_database_url, migrations=[*ours(), mended])
    assert applied == [broken.name, "procrastinate/schema.sql"]


async def test_a_file_changed_after_it_was_applied_is_refused(database_url: str) -> None:
    [first, *others] = ours()
    changed = replace(first, text=first.text + b"\n-- one more thought\n")
    with pytest.raises(DatabaseUnsuitable, match="was changed after"):
        await migrate(database_url, migrations=[changed, *others])


async def test_a_database_of_a_later_release_is_refused(database_url: str) -> None:
    later = Migration(name="0999_later.sql", text=b"SELECT 1")
    await migrate(database_url, migrations=[*ours(), later])
    with pytest.raises(DatabaseUnsuitable, match="later release"):
        await migrate(database_url)


async def test_later_changes_of_the_queue_are_applied_by_name(database_url: str) -> None:
    newest = of_the_queue()[-1]
    async with connected(database_url) as connection:
        await connection.execute("DELETE FROM migrations WHERE name = %s", [newest.name])
        await connection.execute("DROP FUNCTION procrastinate_retry_job_v1")
    assert await migrate(database_url) == [newest.name]


async def test_tables_of_another_queue_are_left_alone(empty_database_url: str) -> None:
    async with connected(empty_database_url) as connection:
        await connection.execute("CREATE TABLE procrastinate_jobs ()")
    with pytest.raises(DatabaseUnsuitable, match="a database of its own"):
        await migrate(empty_database_url)


async def test_a_role_that_may_not_switch_pgvector_on_is_told_what_a_superuser_has_to_do(
    empty_database_url: str,
) -> None:
    async with connected(empty_database_url) as connection:
        await connection.execute("CREATE ROLE modest LOGIN")
        await connection.execute("GRANT CREATE ON SCHEMA public TO modest")
        try:
            with pytest.raises(DatabaseUnsuitable, match="CREATE EXTENSION vector"):
                await migrate(make_conninfo(empty_database_url, user="modest"))
        finally:
            await connection.execute("DROP OWNED BY modest")
            await connection.execute("DROP ROLE modest")


async def test_nobody_at_the_address_is_told_as_such(server_url: str) -> None:
    with pytest.raises(DatabaseUnavailable):
        await migrate(make_conninfo(server_url, host="/nowhere"))


async def test_every_table_with_a_persons_rows_is_secured_on_its_owner_too(
    database_url: str,
) -> None:
    unsecured = await lines(
        database_url,
        b"""
        SELECT relname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
        WHERE relkind = 'r' AND (attname = 'user_id' OR relname = 'users' AND attname = 'id')
            AND NOT (
                relrowsecurity AND relforcerowsecurity
                AND EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid)
            )
        """,
    )
    assert unsecured == []


async def test_the_app_role_may_use_every_table_but_not_rewrite_the_migrations(
    database: Database, database_url: str
) -> None:
    allowed = await lines(
        database_url,
        b"""
        SELECT relname FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
            AND has_table_privilege('miolumi_app', oid, 'SELECT, INSERT, UPDATE, DELETE')
        """,
    )
    assert {"messages", "users", "procrastinate_jobs", "procrastinate_events"} <= set(allowed)
