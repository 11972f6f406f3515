"""Whether a PostgreSQL is one this program can use."""

from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row

from storage.errors import DatabaseUnsuitable
from storage.statements import statements
from storage.translation import translated

OLDEST_VERSION = 150_000
"""PostgreSQL 15 is the first that knows UNIQUE NULLS NOT DISTINCT."""

CONNECT_SECONDS = 10
"""How long a server may take to accept a connection."""


async def connect(url: str) -> AsyncConnection[DictRow]:
    """Open one connection outside any pool.

    Raises:
        DatabaseUnavailable: nobody answers there.
    """
    with translated():
        return await AsyncConnection[DictRow].connect(
            url, autocommit=True, row_factory=dict_row, connect_timeout=CONNECT_SECONDS
        )


async def require_suitable(connection: AsyncConnection[DictRow], *, migrated: bool = True) -> None:
    """Check the version, pgvector and the role.

    Args:
        connection: an open connection.
        migrated: whether the migrations have run; before, pgvector need only be installable.

    Raises:
        DatabaseUnsuitable: with what is wrong and what to do.
    """
    with translated():
        cursor = await connection.execute(statements()["suitability"])
        [found] = await cursor.fetchall()
    if found["version_number"] < OLDEST_VERSION:
        raise DatabaseUnsuitable(
            f"This is PostgreSQL {found['version']}; version 15 or later is needed. "
            "Upgrade it, or leave DATABASE_URL unset to use the embedded one."
        )
    if found["vector_available"] is None:
        raise DatabaseUnsuitable(
            "This PostgreSQL has no pgvector. Install it (https://github.com/pgvector/pgvector), "
            "or leave DATABASE_URL unset to use the embedded PostgreSQL."
        )
    if found["vector_installed"] is None and not found["may_install_vector"]:
        raise DatabaseUnsuitable(
            "pgvector is installed, but not switched on in this database, and our role may not do "
            "that. Have a superuser run in this database, once: CREATE EXTENSION vector"
        )
    if not migrated:
        return
    if found["vector_installed"] is None:
        raise DatabaseUnsuitable("The tables are not there yet: the migrations have to run first.")
    if found["bypasses_policies"] and not found["app_role_exists"]:
        raise DatabaseUnsuitable(
            "This database role passes by row-level security, and the role miolumi_app is missing. "
            "Sign in as an ordinary owner of the database, or run: CREATE ROLE miolumi_app NOLOGIN"
        )
