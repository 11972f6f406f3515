"""Bring a database to the present schema, forwards only.

Our files are `storage/migrations/NNNN_what.sql`, applied in order, each in a transaction of its
own that sees everybody's rows, and never changed afterwards: the next change is the next file, and
`storage/schema.sql` shows the sum.

procrastinate brings its own schema. The first time, its whole present schema is applied and every
migration file its release carries is recorded as done. When a later release carries more files,
those are applied in order at the next start, both the ones meant for before and for after a
deployment: processes of the older release should be stopped by then.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from procrastinate.schema import SchemaManager
from psycopg import AsyncConnection
from psycopg.rows import DictRow

from storage.errors import DatabaseUnsuitable
from storage.statements import statements
from storage.suitability import connect, require_suitable
from storage.translation import translated

_NAME = re.compile(r"\d{4}_[a-z0-9_]+\.sql")


@dataclass(frozen=True, kw_only=True)
class Migration:
    """One file of changes."""

    name: str
    text: bytes

    @property
    def hash(self) -> str:
        """What tells a changed file from the one that was applied."""
        return hashlib.sha256(self.text).hexdigest()


def ours(folder: Traversable | None = None) -> list[Migration]:
    """Return our migrations in the order they are applied."""
    return list(_read(folder or files("storage.migrations")))


def of_the_queue() -> list[Migration]:
    """Return procrastinate's migrations in the order they are applied."""
    folder = Path(SchemaManager.get_migrations_path())
    return [
        Migration(name=f"procrastinate/{path.name}", text=path.read_bytes())
        for path in sorted(folder.glob("*.sql"))
    ]


async def migrate(url: str, *, migrations: list[Migration] | None = None) -> list[str]:
    """Apply what is missing and return the names of it; safe when several processes start at once.

    Args:
        url: where the database is; the role has to own it.
        migrations: ours, unless a test brings its own.

    Raises:
        DatabaseUnavailable: the database does not answer.
        DatabaseUnsuitable: it is too old, lacks pgvector, or was migrated by other files.
    """
    async with await connect(url) as connection:
        await require_suitable(connection, migrated=False)
        with translated():
            await connection.execute(statements()["lock_migrations"])
            await connection.execute(statements()["create_migrations"])
            done = await _applied(connection)
            applied = await _apply_ours(connection, migrations or ours(), done=done)
            applied += await _apply_queue(connection, done=done)
            await connection.execute(statements()["index_queue"])
            await connection.execute(statements()["grant_to_app_role"])
    return applied


def _read(folder: Traversable) -> Iterator[Migration]:
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if _NAME.fullmatch(file.name):
            yield Migration(name=file.name, text=file.read_bytes())


async def _applied(connection: AsyncConnection[DictRow]) -> dict[str, str]:
    cursor = await connection.execute(statements()["applied_migrations"])
    return {row["name"]: row["hash"] for row in await cursor.fetchall()}


async def _apply_ours(
    connection: AsyncConnection[DictRow], migrations: list[Migration], *, done: dict[str, str]
) -> list[str]:
    known = {migration.name for migration in migrations}
    for name in done:
        if not name.startswith("procrastinate/") and name not in known:
            raise DatabaseUnsuitable(
                f"The database was migrated by a later release ({name}). Update this program."
            )
    applied = []
    for migration in migrations:
        if migration.name not in done:
            await _apply(connection, migration)
            applied.append(migration.name)
        elif done[migration.name] != migration.hash:
            raise DatabaseUnsuitable(
                f"{migration.name} was changed after it was applied to this database. "
                "Put the file back as it was, and write the change as a new migration."
            )
    return applied


async def _apply_queue(connection: AsyncConnection[DictRow], *, done: dict[str, str]) -> list[str]:
    migrations = of_the_queue()
    if any(name.startswith("procrastinate/") for name in done):
        missing = [migration for migration in migrations if migration.name not in done]
        for migration in missing:
            await _apply(connection, migration)
        return [migration.name for migration in missing]
    cursor = await connection.execute(statements()["queue_is_there"])
    if (await cursor.fetchall())[0]["present"]:
        raise DatabaseUnsuitable(
            "Another program keeps its procrastinate tables here. "
            "Give miolumi a database of its own."
        )
    schema = Migration(name="procrastinate/schema.sql", text=SchemaManager.get_schema().encode())
    await _apply(connection, schema, recorded=migrations)
    return [schema.name]


async def _apply(
    connection: AsyncConnection[DictRow],
    migration: Migration,
    *,
    recorded: list[Migration] | None = None,
) -> None:
    """Apply a file, and record it and whatever else it stands for."""
    async with connection.transaction():
        await connection.execute(migration.text)
        for done in (migration, *(recorded or ())):
            await connection.execute(
                statements()["record_migration"], {"name": done.name, "hash": done.hash}
            )
