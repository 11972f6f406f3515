"""The night of many people, done by so many processes of `miolumi worker`."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import LiteralString

import psutil
from psycopg import AsyncConnection

from api.background.reflecting import reflecting_of
from api.background.worker import WorkerPace
from storage.records import Person
from storage.reflections import Reflections
from tests.benchmarks.batch_house import BatchHouse, batch_house
from tests.benchmarks.batch_run import Run
from tests.benchmarks.processes import SETTINGS
from tools.clock import MovedClock, SystemClock
from tools.reflection.night import NIGHT

WORKERS = (1, 2, 4)

PEOPLE = 64
"""Talks in each run, after as many as all workers do at once: those load what is loaded late."""

AT_ONCE = WorkerPace().at_once
"""Jobs a worker does side by side."""

LATENCY_SECONDS = 4.0
"""How long the model takes: on two cores, four workers are still waiting more than working."""

HALF_A_DAY = 12

TALKED_BEFORE = timedelta(hours=6)

LOOK_SECONDS = 0.02
"""Between two looks whether all is done."""

PATIENCE = 300.0
"""Seconds a run may take."""

FORGET_JOBS = "DELETE FROM procrastinate_jobs"
"""What follows the talks is not what is measured."""

LEFT = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'reflect'"

REFLECTED = "SELECT count(*) FROM reflections WHERE last_night IS NOT NULL AND user_id = ANY(%s)"


async def by_processes() -> list[Run]:
    """Return a run for each number of worker processes, the same work in each."""
    clock = MovedClock(SystemClock().now() - TALKED_BEFORE)
    async with batch_house(clock, latency=LATENCY_SECONDS) as house:
        return [await _run(house, workers) for workers in WORKERS]


async def _run(house: BatchHouse, workers: int) -> Run:
    async with await AsyncConnection.connect(
        house.running.database.url, autocommit=True
    ) as connection:
        first = await _talkers(house, workers * AT_ONCE)
        people = await _talkers(house, PEOPLE)
        await connection.execute(FORGET_JOBS)
        async with _working(house, workers) as processes:
            await _look_back(house, connection, first)
            begun, worked = perf_counter(), _processor_seconds(processes)
            await _look_back(house, connection, people)
            return Run(
                workers=workers,
                talks=PEOPLE,
                seconds=perf_counter() - begun,
                processor_seconds=_processor_seconds(processes) - worked,
            )


async def _talkers(house: BatchHouse, count: int) -> list[Person]:
    return await house.talkers(count, timezone=where_it_is_night(SystemClock().now()))


async def _look_back(
    house: BatchHouse, connection: AsyncConnection, people: Sequence[Person]
) -> None:
    """Let it be time to look back on the talks of some people, and wait until all are done."""
    for person in people:
        await Reflections(house.running.database).plan(person.id, None, house.clock.now())
    await reflecting_of(house.running).look_around()
    await asyncio.wait_for(_all_done(connection), PATIENCE)
    reflected = await _one(connection, REFLECTED, [person.id for person in people])
    assert reflected == len(people)


def where_it_is_night(now: datetime) -> str:
    """Return a zone in which people's night begins at this hour."""
    west = (now.astimezone(UTC).hour - NIGHT[0].hour) % 24
    return f"Etc/GMT+{west}" if west <= HALF_A_DAY else f"Etc/GMT-{24 - west}"


@asynccontextmanager
async def _working(house: BatchHouse, workers: int) -> AsyncIterator[list[Process]]:
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(_worker(house)) for _ in range(workers)]


@asynccontextmanager
async def _worker(house: BatchHouse) -> AsyncIterator[Process]:
    """Start the command, wait until it is at work, and end it as a service is ended."""
    settings = house.settings
    bare = {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)}
    told = {
        "MIOLUMI_HOME": str(settings.home),
        "DATABASE_URL": house.running.database.url,
        "GOOGLE_API_KEY": "key",
        "GOOGLE_GEMINI_BASE_URL": str(settings.google_base_url),
    }
    miolumi = str(Path(sys.executable).with_name("miolumi"))
    process = await asyncio.create_subprocess_exec(miolumi, "worker", env=bare | told, stdout=PIPE)
    try:
        assert process.stdout is not None
        assert await process.stdout.readline(), "the worker did not start"
        yield process
    finally:
        process.terminate()
        assert await process.wait() == 0


def _processor_seconds(processes: Sequence[Process]) -> float:
    times = [psutil.Process(process.pid).cpu_times() for process in processes]
    return float(sum(time.user + time.system for time in times))


async def _all_done(connection: AsyncConnection) -> None:
    while await _one(connection, LEFT):  # noqa: ASYNC110 - no event tells
        await asyncio.sleep(LOOK_SECONDS)


async def _one(connection: AsyncConnection, query: LiteralString, *values: object) -> int:
    row = await (await connection.execute(query, values)).fetchone()
    assert row is not None
    return int(row[0])
