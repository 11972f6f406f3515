"""Workers: one job of a person at a time, and what becomes of it when a worker dies."""

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest
from psycopg import AsyncConnection

from api.background.worker import WorkerPace, working
from storage.database import Database
from storage.queue import WORKERS_OUTLIVED, Queue, QueueFigures, Revived, background_lock
from storage.talks import FOLLOW_UP, follow_up_job
from tests.api.background.following import (
    SlowModels,
    all_summarised,
    drain,
    is_so,
    jobs,
    none_of,
    until,
)
from tests.graphs.background import Background

STALLED = 30.0
"""Seconds without a sign of life after which a worker is dead."""


@pytest.mark.usefixtures("follow_ups")
async def test_the_jobs_of_one_talk_run_one_after_another(
    queue: Queue, background: Background
) -> None:
    async with working(queue):
        for text in ("one", "two", "three", "four"):
            await background.say(text)
            await asyncio.sleep(0.02)
        await until(lambda: all_summarised(background))

    assert isinstance(background.models, SlowModels)
    assert background.models.most == 1


async def test_jobs_of_one_person_with_two_companions_never_run_side_by_side(
    queue: Queue, background: Background
) -> None:
    at_work = most = 0

    @queue.app.task(name="think")
    async def think() -> None:
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        await asyncio.sleep(0.02)
        at_work -= 1

    lock = background_lock(background.person.id)
    follow_up = follow_up_job(queue, background.person.id, "tide", after=timedelta())
    assert follow_up[1]["lock"] == lock
    for _ in range(4):
        await queue.enqueue("think", lock=lock)
    async with working(queue, pace=WorkerPace(poll=0.02)):
        await until(lambda: none_of(queue, "think"))
    assert most == 1


async def test_a_job_that_outlives_its_workers_is_dead_in_the_end_and_can_be_done_again(
    queue: Queue,
) -> None:
    await queue.enqueue("think", lock="a", queueing_lock="a", failures=4)
    for _ in range(WORKERS_OUTLIVED - 1):
        await _die_over_a_job(queue)
        assert await queue.revive(stalled_seconds=STALLED) == Revived(revived=1, dead=0)
    await _die_over_a_job(queue)
    assert await queue.revive(stalled_seconds=STALLED) == Revived(revived=0, dead=1)

    (dead,) = await queue.dead()
    assert (dead.task, dead.attempts) == ("think", WORKERS_OUTLIVED)
    assert await queue.figures() == QueueFigures(running=0, late=0, dead=1)
    assert await queue.retry(dead.id + 1) == 0
    assert await queue.retry(dead.id) == 1
    (waiting,) = await jobs(queue, "think")
    assert (waiting.status, waiting.attempts, waiting.task_kwargs) == ("todo", 0, {})
    assert await queue.discard() == 0, "only dead ones are thrown away"


async def test_a_periodic_task_is_done_once_however_many_workers_there_are(
    database: Database,
) -> None:
    done: list[int] = []
    async with AsyncExitStack() as stack:
        for _ in range(2):
            queue = await stack.enter_async_context(Queue(database))

            async def tick(timestamp: int) -> None:
                done.append(timestamp)

            task = queue.app.task(name="tick", pass_context=False)
            queue.app.periodic(cron="* * * * * *")(task(tick))
            await stack.enter_async_context(working(queue, pace=WorkerPace(poll=0.1)))
        await until(lambda: is_so(len(set(done)) >= 2))
    assert sorted(done) == sorted(set(done))


@pytest.mark.usefixtures("follow_ups")
async def test_a_worker_that_stops_finishes_what_it_began(
    queue: Queue, background: Background
) -> None:
    models = background.models
    assert isinstance(models, SlowModels)
    models.pause = 0.3
    async with working(queue):
        await background.say("my name is Alex")
        await until(lambda: is_so(models.answering))

    assert await all_summarised(background)


@pytest.mark.usefixtures("follow_ups")
async def test_the_job_of_a_dead_worker_is_done_by_another(
    queue: Queue, background: Background
) -> None:
    await background.say("my name is Alex")
    await _die_over_a_job(queue)

    assert (await queue.revive(stalled_seconds=STALLED)).revived == 1
    await drain(queue)

    assert await all_summarised(background)


@pytest.mark.usefixtures("follow_ups")
async def test_a_dead_workers_job_and_one_that_waits_do_not_collide(
    queue: Queue, background: Background
) -> None:
    await background.say("my name is Alex")
    await _die_over_a_job(queue)
    await background.say("hello again")

    assert (await queue.revive(stalled_seconds=STALLED)).revived == 1
    await drain(queue)

    assert await all_summarised(background)
    assert await jobs(queue, FOLLOW_UP) == []


@pytest.mark.usefixtures("follow_ups")
async def test_the_worker_goes_on_after_the_database_was_away(
    queue: Queue, background: Background
) -> None:
    models = background.models
    assert isinstance(models, SlowModels)
    models.pause = 0.3
    async with working(queue):
        await background.say("my name is Alex")
        await until(lambda: is_so(models.answering))
        await _hang_up_on_everybody(background.database)
        await background.say("hello again")
        await until(lambda: all_summarised(background))
        await until(lambda: none_of(queue, FOLLOW_UP))


async def _die_over_a_job(queue: Queue) -> None:
    manager = queue.app.job_manager
    worker = await manager.register_worker()
    assert await manager.fetch_job(queues=None, worker_id=worker)
    await manager.connector.execute_query_async(
        "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'"
    )


async def _hang_up_on_everybody(database: Database) -> None:
    async with await AsyncConnection.connect(database.url, autocommit=True) as connection:
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
