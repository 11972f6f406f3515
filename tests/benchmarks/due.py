"""Measure how long it takes to find who is due among many people: `make bench-due PEOPLE=1000000`.

The statements are those of the program, run as its own role, so that row-level security is in the
plan: who is due, how one of them stands and what they wait for, and the next job. Beside each runs
the same statement with every index switched off. Nothing is kept: each run is rolled back.
"""

import argparse
import asyncio
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection
from rich.console import Console
from rich.table import Table

from storage.embedded import EmbeddedPostgres
from storage.migrate import migrate
from storage.outreach_standing import standing_statement
from storage.records import Person
from storage.statements import statements

NOW = datetime(2026, 3, 2, 20, tzinfo=UTC)
LIMIT = 200
"""People one look finds at most, as the program asks."""

ROUNDS = 60
SEQUENTIAL_ROUNDS = 5

FILL = """
INSERT INTO users (subject, timezone)
SELECT 'person-' || n, 'UTC' FROM generate_series(1, {people}) AS n;
INSERT INTO outreach_looks (user_id, look_at)
SELECT id, %(now)s::timestamptz + interval '6 hours' * (random() - 0.001) FROM users;
INSERT INTO reflections (user_id, look_at)
SELECT id, %(now)s::timestamptz + interval '24 hours' * (random() - 0.001) FROM users;
INSERT INTO open_loops (id, user_id, event, importance, due_from, due_until, opened_at)
SELECT gen_random_uuid(), id, 'An interview', 0.7, due, due + interval '2 days', due
FROM (
    SELECT id, %(now)s::timestamptz + interval '14 days' * (random() - 0.0001) AS due FROM users
) AS happening;
INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args, scheduled_at)
SELECT
    'default', 'quiet', 'quiet:' || id, '{{}}', now() + interval '10 minutes' * (random() - 0.001)
FROM users LIMIT {people} / 5;
ANALYZE users, outreach_looks, reflections, open_loops, procrastinate_jobs;
"""
"""Everybody agreed to be written to, talked today, and waits for something; a fifth just talked."""

JOB = b"SELECT * FROM procrastinate_fetch_job_v2(NULL, NULL)"
"""How a worker takes a job: the function of the queue."""

SOMEBODY = b"""
SELECT users.id, users.subject
FROM users JOIN open_loops ON open_loops.user_id = users.id
WHERE open_loops.due_from <= %(now)s
ORDER BY users.subject
LIMIT 1
"""
"""Somebody among them whose loop is due."""

SEQUENTIAL = (
    b"SET LOCAL enable_indexscan = off; SET LOCAL enable_bitmapscan = off;"
    b"SET LOCAL enable_indexonlyscan = off"
)


@dataclass(frozen=True, kw_only=True)
class Search:
    """One way to find who is due."""

    name: str
    text: bytes
    values: Mapping[str, Any]
    person_id: UUID | None = None
    """Whose rows it may see; None is everybody's, as upkeep does."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """How long it took, in milliseconds, and how."""

    name: str
    rows: int
    p50: float
    p95: float
    sequential: float
    plan: Sequence[str]


async def measure(people: int) -> list[Found]:
    """Fill a database and search it."""
    with TemporaryDirectory(prefix="miolumi-due-") as name:
        os.chmod(name, 0o755)  # noqa: PTH101, S103 - PostgreSQL runs as another user
        with EmbeddedPostgres(Path(name)) as url:
            await migrate(url)
            await _fill(url, people)
            async with await AsyncConnection.connect(url) as connection:
                await connection.execute(statements()["prepare_session"])
                await connection.execute(statements()["submit_to_policies"])
                await connection.commit()
                searches = _searches(await _somebody(connection))
                return [await _searched(connection, search) for search in searches]


async def _somebody(connection: AsyncConnection[Any]) -> Person:
    """Return one of the many, who is due."""
    await connection.execute(statements()["scope_everyone"])
    found = await connection.execute(SOMEBODY, {"now": NOW})
    [(person_id, subject)] = await found.fetchall()
    await connection.rollback()
    return Person(id=person_id, subject=subject, timezone="UTC")


def _searches(person: Person) -> list[Search]:
    values = {"now": NOW, "again_at": NOW + timedelta(hours=1), "limit": LIMIT}
    named = {
        "looks (outreach)": "due_looks",
        "reflections": "due_reflections",
    }
    found = [
        Search(name=name, text=statements()[text], values=values) for name, text in named.items()
    ]
    text, standing = standing_statement(person, None, now=NOW)
    return [
        *found,
        Search(
            name="one of them, and their loops",
            text=statements()[text],
            values=standing,
            person_id=person.id,
        ),
        Search(name="the next job of the queue", text=JOB, values={}),
    ]


async def _fill(url: str, people: int) -> None:
    async with await AsyncConnection.connect(url, autocommit=True) as connection:
        for statement in FILL.format(people=people).split(";"):
            if statement.strip():
                await connection.execute(statement.encode(), {"now": NOW})
        await connection.execute(b"VACUUM users, outreach_looks, reflections, open_loops")


async def _searched(connection: AsyncConnection[Any], search: Search) -> Found:
    times = [await _timed(connection, search) for _ in range(ROUNDS)]
    slow = [await _timed(connection, search, first=SEQUENTIAL) for _ in range(SEQUENTIAL_ROUNDS)]
    milliseconds = [time for time, _ in times]
    return Found(
        name=search.name,
        rows=times[0][1],
        p50=median(milliseconds),
        p95=quantiles(milliseconds, n=20)[-1],
        sequential=median(time for time, _ in slow),
        plan=await _plan(connection, search),
    )


async def _timed(
    connection: AsyncConnection[Any], search: Search, *, first: bytes = b"SELECT 1"
) -> tuple[float, int]:
    await _scope(connection, search)
    for statement in first.split(b";"):
        await connection.execute(statement)
    began = perf_counter()
    rows = await (await connection.execute(search.text, search.values, prepare=False)).fetchall()
    taken = (perf_counter() - began) * 1_000
    await connection.rollback()
    return taken, len(rows)


async def _scope(connection: AsyncConnection[Any], search: Search) -> None:
    if search.person_id is None:
        await connection.execute(statements()["scope_everyone"])
    else:
        person = {"person_id": str(search.person_id)}
        await connection.execute(statements()["scope_person"], person)


async def _plan(connection: AsyncConnection[Any], search: Search) -> list[str]:
    await _scope(connection, search)
    explained = await connection.execute(
        b"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) " + search.text, search.values
    )
    lines = [row[0] for row in await explained.fetchall()]
    await connection.rollback()
    return lines


def show(found: Sequence[Found], people: int, console: Console) -> None:
    """Print the figures and the plans."""
    table = Table(title=f"Who is due among {people:,} people", title_justify="left")
    for heading in ("search", "rows", "p50", "p95", "without an index", "times"):
        table.add_column(heading, justify="left" if heading == "search" else "right")
    for one in found:
        table.add_row(
            one.name,
            str(one.rows),
            f"{one.p50:.2f} ms",
            f"{one.p95:.2f} ms",
            f"{one.sequential:.0f} ms",
            f"{one.sequential / one.p50:.0f}",
        )
    console.print(table)
    for one in found:
        console.print(f"\n{one.name}:", *one.plan, sep="\n  ", markup=False, highlight=False)


def main() -> None:
    """Read the command line, measure and show."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.due")
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--json", type=Path, help="keep the figures in this file")
    given = parser.parse_args()
    found = asyncio.run(measure(given.people))
    show(found, given.people, Console(soft_wrap=True))
    if given.json:
        kept = [vars(one) for one in found]
        given.json.write_text(json.dumps(kept, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
