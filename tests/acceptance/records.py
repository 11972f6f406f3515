"""What the database says after a talk, read past every policy."""

import asyncio
from collections.abc import Sequence
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import dict_row

Row = dict[str, Any]

LOOK_AGAIN_SECONDS = 0.01
"""The pause between two looks at the database, which tells nobody when somebody is answered."""


async def rows_of(database_url: str, query: str, *values: object) -> list[Row]:
    """Return the rows of a query."""
    async with await AsyncConnection.connect(database_url, autocommit=True) as connection:
        cursor = connection.cursor(row_factory=dict_row)
        return await (await cursor.execute(query.encode(), values)).fetchall()


async def messages_of(database_url: str, subject: str) -> list[Row]:
    """Return everything that was said with somebody, in order."""
    return await rows_of(
        database_url,
        "SELECT messages.*, settled_at IS NOT NULL AS settled FROM messages"
        " JOIN users ON users.id = user_id WHERE subject = %s ORDER BY position",
        subject,
    )


async def replies_of(database_url: str, subject: str) -> list[Row]:
    """Return what the companion said to somebody, in order."""
    return [row for row in await messages_of(database_url, subject) if row["role"] == "assistant"]


async def frames_of(database_url: str, subject: str) -> list[tuple[int, dict[str, Any]]]:
    """Return the stored frames of somebody."""
    turns = await rows_of(
        database_url,
        "SELECT body FROM frames JOIN users ON users.id = user_id"
        " WHERE subject = %s ORDER BY first_seq",
        subject,
    )
    return [(seq, body) for turn in turns for seq, body in turn["body"]]


async def everybody_answered(database_url: str, subjects: Sequence[str]) -> None:
    """Wait until no message of these people waits."""
    query = (
        "SELECT FROM messages JOIN users ON users.id = user_id"
        " WHERE role = 'user' AND settled_at IS NULL AND subject = ANY(%s)"
    )
    async with (
        asyncio.timeout(30),
        await AsyncConnection.connect(database_url, autocommit=True) as connection,
    ):
        while (await connection.execute(query.encode(), (list(subjects),))).rowcount:  # noqa: ASYNC110
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
