"""Measure how long recalling takes: `python -m tests.benchmarks.recall_speed`.

One person with a long past among many others, in one database; the same trip that a turn makes.
"""

import argparse
import asyncio
import json
import random
import shutil
import statistics
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from time import perf_counter
from uuid import UUID

import numpy as np
import psutil
from psycopg import AsyncConnection
from psycopg.rows import TupleRow
from rich.console import Console
from rich.table import Table

from storage.database import Database
from storage.embedded import EmbeddedPostgres
from storage.memories import Memories
from storage.migrate import migrate
from storage.records import RecallRequest
from storage.statements import split
from tools.memory.rank import Attention, rank

PERSON = UUID("00000000-0000-4000-8000-000000000000")
QUESTIONS = 300
WARM_UP = 30
TERMS = (3, 9)
"""How many keywords a question has, at least and at most."""

BACKFILL = "-- What was said before this migration."
"""Where the statements begin that make what is there findable."""

INDEXING = ("0004_search.sql", "0017_message_signs.sql")
"""The migrations that do so, in order."""

INDEXED = ("messages", "message_keys")
"""The tables that keep themselves findable, row by row, which takes minutes for so many."""

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much is in the database."""

    people: int = 10_000
    turns: int = 20
    """Turns of everybody else."""
    depth: int = 20_000
    """Turns of the one who is asked about."""
    memories: int = 200


async def measure(size: Size) -> dict[str, list[float]]:
    """Return the milliseconds of each question: the trip to the database, and the ranking."""
    folder = Path(tempfile.mkdtemp(prefix="miolumi-recall-"))
    try:
        with EmbeddedPostgres(folder) as url:
            await migrate(url)
            await _fill(url, size)
            async with Database(url) as database:
                server = _server(folder)
                await _ask(Memories(database), WARM_UP)
                before = _worked(server)
                times = await _ask(Memories(database), QUESTIONS)
                worked = (_worked(server) - before) * 1_000 / QUESTIONS
                return times | {"database processor": [worked] * 2}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _fill(url: str, size: Size) -> None:
    """Store everything at once; the search rows are written by the statements of migrations."""
    text = files("tests.benchmarks").joinpath("recall_speed.sql").read_text("utf-8")
    async with await AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute("SET synchronous_commit = off")
        for table in INDEXED:
            await connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER".encode())
        for name, statement in split(text):
            if name == "tidy":
                await _index(connection)
            await connection.execute(statement.encode(), asdict(size) if "%" in statement else None)


async def _index(connection: AsyncConnection[TupleRow]) -> None:
    for name in INDEXING:
        migration = files("storage.migrations").joinpath(name).read_text("utf-8")
        await connection.execute(migration[migration.index(BACKFILL) :].encode())
    for table in INDEXED:
        await connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER".encode())


def _server(folder: Path) -> psutil.Process:
    [file] = folder.rglob("postmaster.pid")
    return psutil.Process(int(file.read_text("utf-8").split()[0]))


def _worked(server: psutil.Process) -> float:
    """Return the seconds of processor time of the server's connections so far."""
    times = [one.cpu_times() for one in server.children() if "client" in _title(one)]
    return float(sum(one.user + one.system for one in times))


def _title(process: psutil.Process) -> str:
    title = " ".join(process.cmdline())
    return "client" if "[local]" in title or "idle" in title else title


async def _ask(memories: Memories, questions: int) -> dict[str, list[float]]:
    dice = random.Random(questions)  # noqa: S311 - the same questions every time
    numbers = np.random.default_rng(questions)
    times: dict[str, list[float]] = {"trip": [], "rank": []}
    for _ in range(questions):
        vector = numbers.normal(size=768)
        request = RecallRequest(
            person_id=PERSON,
            agent_id=None,
            terms=[_word(dice) for _ in range(dice.randint(*TERMS))],
            vector=(vector / np.linalg.norm(vector)).astype(np.float32),
            embedder="benchmark",
            said="how is somebody doing",
        )
        begun = perf_counter()
        recall = await memories.recall(request)
        read = perf_counter()
        rank(recall.found, attention=Attention(now=NOW), budget=320)
        times["trip"].append((read - begun) * 1_000)
        times["rank"].append((perf_counter() - read) * 1_000)
    return times


def _word(dice: random.Random) -> str:
    return f"word{int(30 * 200 ** dice.random())}"


def figures(times: Mapping[str, Sequence[float]]) -> dict[str, dict[str, float]]:
    """Return the middle and the slow end of each."""
    return {
        name: {
            "p50": round(statistics.median(values), 2),
            "p95": round(statistics.quantiles(values, n=20)[-1], 2),
        }
        for name, values in times.items()
    }


def show(measured: Mapping[str, Mapping[str, float]], size: Size, console: Console) -> None:
    """Print a table."""
    table = Table(
        title=f"Recall, milliseconds: {size.depth:,} turns and {size.memories} memories"
        f" of one person, {size.people:,} others with {size.turns} turns each",
        title_justify="left",
    )
    for heading in ("", "half below", "95 of 100 below"):
        table.add_column(heading, justify="right" if heading else "left")
    names = {
        "trip": "the trip to the database, rows read",
        "rank": "putting them in order",
        "database processor": "processor time of the database, on average",
    }
    for name, of in measured.items():
        table.add_row(names[name], f"{of['p50']:.1f}", f"{of['p95']:.1f}")
    console.print(table)


def main() -> None:
    """Read the command line, measure and show."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.recall_speed")
    usual = Size()
    for name, value in asdict(usual).items():
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--json", type=Path, help="keep the figures in this file")
    given = vars(parser.parse_args())
    path, size = given.pop("json"), Size(**given)
    measured = figures(asyncio.run(measure(size)))
    show(measured, size, Console())
    if path:
        figures_of = {"size": asdict(size), "milliseconds": measured}
        path.write_text(json.dumps(figures_of, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
