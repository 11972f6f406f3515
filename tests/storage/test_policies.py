"""A statement that forgets its filter sees and changes nobody else's rows, on every table."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from psycopg import AsyncConnection, sql
from psycopg.errors import InsufficientPrivilege
from psycopg.rows import DictRow, dict_row

from storage.database import Database
from storage.queue import Queue

NOT_OF_A_PERSON = {
    "migrations": "which changes of the schema were made",
    "care_counts": "referrals by month: nobody's",
    "kept_back_counts": "what the watch over replies kept back, in numbers: nobody's",
}
"""Tables of ours that hold nothing of anybody, each with what it holds."""

OF_THE_QUEUE = "procrastinate_"
"""How tables of the job queue begin: jobs name a person by number, and what to do."""

DIMENSIONS = 768
"""Numbers in a vector, and bits in its signs."""

VALUES = {
    "ARRAY": "{}",
    "USER-DEFINED": f"[{','.join('0' * DIMENSIONS)}]",
    "bigint": "1",
    "bit": "0" * DIMENSIONS,
    "boolean": "true",
    "bytea": "",
    "date": "2026-03-02",
    "double precision": "1",
    "integer": "1",
    "json": "[]",
    "jsonb": "{}",
    "numeric": "1",
    "real": "1",
    "smallint": "1",
    "text": "x",
    "time without time zone": "12:00",
    "timestamp with time zone": "2026-03-02T20:00Z",
    "tsvector": "",
}
"""Something to put into a column of each type."""

COLUMNS = """
SELECT table_name, column_name, data_type
FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
    AND is_generated = 'NEVER' AND is_identity = 'NO'
ORDER BY table_name, ordinal_position
"""

Connection = AsyncConnection[DictRow]


@dataclass(frozen=True, kw_only=True)
class Planted:
    """A row of each of two people in every table, in a transaction that is taken back."""

    connection: Connection
    tables: dict[str, str]
    """Every table of people, with the column that says whose a row is."""
    anna: UUID
    ben: UUID

    async def act_for(self, person_id: UUID | None) -> None:
        """See from now on what the program sees for one person, or for nobody."""
        await self.connection.execute("SET LOCAL ROLE miolumi_app")
        await self.connection.execute(
            "SELECT set_config('miolumi.person', %s, true)", (str(person_id or ""),)
        )


@pytest.fixture
async def planted(database_url: str) -> AsyncIterator[Planted]:
    async with await Connection.connect(database_url, row_factory=dict_row) as connection:
        columns: dict[str, dict[str, str]] = {}
        for one in await (await connection.execute(COLUMNS)).fetchall():
            columns.setdefault(one["table_name"], {})[one["column_name"]] = one["data_type"]
        owners = {name: "user_id" for name, found in columns.items() if "user_id" in found}
        tables = owners | {"users": "id"}
        anna, ben = uuid4(), uuid4()
        await _without_checks(connection)
        for name, owner in tables.items():
            for person_id in (anna, ben):
                await _plant(connection, name, columns[name], {owner: str(person_id)})
        yield Planted(connection=connection, tables=tables, anna=anna, ben=ben)
        await connection.rollback()


async def test_every_table_is_of_a_person_or_has_a_reason_not_to_be(planted: Planted) -> None:
    found = await planted.connection.execute(COLUMNS)
    every = {one["table_name"] for one in await found.fetchall()}
    ours = {name for name in every if not name.startswith(OF_THE_QUEUE)}
    assert ours - set(planted.tables) == set(NOT_OF_A_PERSON)
    assert len(planted.tables) > 20


async def test_a_query_without_a_filter_finds_no_row_of_anybody_else(planted: Planted) -> None:
    for person_id, expected in ((planted.anna, 1), (planted.ben, 1), (None, 0), (uuid4(), 0)):
        await planted.act_for(person_id)
        for name, owner in planted.tables.items():
            rows = await _owners(planted, name, owner)
            assert rows == [str(person_id)] * expected, name


async def test_a_change_without_a_filter_touches_no_row_of_anybody_else(planted: Planted) -> None:
    await planted.act_for(planted.anna)
    for name, owner in planted.tables.items():
        table, column = sql.Identifier(name), sql.Identifier(owner)
        changed = await planted.connection.execute(
            sql.SQL("UPDATE {} SET {} = {}").format(table, column, column)
        )
        assert changed.rowcount == 1, name
        deleted = await planted.connection.execute(sql.SQL("DELETE FROM {}").format(table))
        assert deleted.rowcount == 1, name
    await planted.act_for(planted.ben)
    for name, owner in planted.tables.items():
        assert await _owners(planted, name, owner) == [str(planted.ben)], name


async def test_nobody_writes_a_row_for_anybody_else_or_gives_one_away(planted: Planted) -> None:
    await planted.act_for(planted.anna)
    for name, owner in planted.tables.items():
        table, column = sql.Identifier(name), sql.Identifier(owner)
        giving = sql.SQL("UPDATE {} SET {} = {}").format(table, column, sql.Literal(uuid4()))
        copying = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            table, column, sql.Literal(uuid4())
        )
        for statement in (giving, copying):
            with pytest.raises(InsufficientPrivilege, match="row-level security"):
                async with planted.connection.transaction():
                    await planted.connection.execute(statement)


ROLE = """
SELECT rolsuper, rolbypassrls, current_user = pg_get_userbyid(relowner) AS owns, relforcerowsecurity
FROM pg_roles, pg_class
WHERE rolname = current_user AND pg_class.oid = 'public.messages'::regclass
"""


async def test_the_role_of_the_program_and_of_its_worker_cannot_pass_by_the_policies(
    database: Database,
) -> None:
    assert Queue(database)._database is database, "what jobs do goes over the same connections"
    async with database._pool.connection() as connection:
        [role] = await (await connection.execute(ROLE)).fetchall()
        assert (role["rolsuper"], role["rolbypassrls"]) == (False, False)
        assert not role["owns"] or role["relforcerowsecurity"]


async def _without_checks(connection: Connection) -> None:
    """Let rows of any value in, for this transaction."""
    await connection.execute("SET LOCAL session_replication_role = replica")
    found = await connection.execute(
        "SELECT conname, relname FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid"
        " WHERE contype = 'c' AND relnamespace = 'public'::regnamespace"
        " AND relname NOT LIKE 'procrastinate%'"
    )
    for one in await found.fetchall():
        await connection.execute(
            sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(
                sql.Identifier(one["relname"]), sql.Identifier(one["conname"])
            )
        )


async def _plant(
    connection: Connection, table: str, columns: dict[str, str], given: dict[str, str]
) -> None:
    values = {
        name: str(uuid4()) if kind == "uuid" else VALUES[kind] for name, kind in columns.items()
    } | given
    if table == "users":
        values |= {"subject": given["id"], "email": given["id"]}
    if table == "push_devices":
        values |= {"endpoint": given["user_id"]}
    await connection.execute(
        sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, values)),
            sql.SQL(", ").join(sql.Literal(value) for value in values.values()),
        )
    )


async def _owners(planted: Planted, table: str, column: str) -> list[str]:
    found = await planted.connection.execute(
        sql.SQL("SELECT {}::text AS owner FROM {}").format(
            sql.Identifier(column), sql.Identifier(table)
        )
    )
    return [row["owner"] for row in await found.fetchall()]
