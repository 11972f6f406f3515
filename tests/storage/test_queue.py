import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import pytest

from storage.database import EVERYONE, Database
from storage.errors import StorageError
from storage.ledger import spendings_statement
from storage.queue import Queue
from storage.records import Person, Spending
from storage.talks import FOLLOW_UP
from tests.factories import exchange, make_talks
from tools.clock import MovedClock


@pytest.fixture
async def queue(database: Database) -> AsyncIterator[Queue]:
    async with Queue(database) as opened:
        yield opened


async def waiting(queue: Queue) -> list[dict[str, object]]:
    jobs = await queue.app.job_manager.list_jobs_async(status="todo")
    return [{"task": job.task_name, "lock": job.lock, **job.task_kwargs} for job in jobs]


async def work(queue: Queue) -> None:
    await queue.app.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)


async def test_a_job_reaches_its_task_by_name(queue: Queue) -> None:
    heard = []

    @queue.app.task(name="hear")
    async def hear(word: str, number: int | None) -> None:
        heard.append((word, number))

    await queue.enqueue("hear", lock="ear", word="你好", number=None)
    await work(queue)
    assert heard == [("你好", None)]


async def test_only_one_job_with_a_queueing_lock_waits(queue: Queue) -> None:
    for number in range(3):
        await queue.enqueue("hear", lock="ear", queueing_lock="ear", number=number)
    await queue.enqueue("hear", lock="ear", number=9)
    assert [job["number"] for job in await waiting(queue)] == [0, 9]


async def test_a_delayed_job_is_not_run_before_its_time(queue: Queue) -> None:
    heard = []

    @queue.app.task(name="hear")
    async def hear(number: int) -> None:
        heard.append(number)

    await queue.enqueue("hear", lock="a", delay=timedelta(hours=1), number=1)
    await queue.enqueue("hear", lock="b", number=2)
    await work(queue)
    assert heard == [2]


async def test_a_job_is_undone_with_the_writes_it_follows_from(
    queue: Queue, database: Database, person: Person, clock: MovedClock
) -> None:
    call = Spending(operation="chat", model="test:model")
    bad = spendings_statement(uuid4(), None, [call], now=clock.now())
    with pytest.raises(StorageError):
        await database.trip(person.id, queue.job("hear", lock="ear"), bad)
    assert await waiting(queue) == []


async def test_a_worker_cannot_take_the_waiting_job_before_the_writes_are_seen(
    queue: Queue, database: Database
) -> None:
    taken: list[str] = []

    @queue.app.task(name="hear")
    async def hear() -> None:
        taken.append("taken")

    await queue.enqueue("hear", lock="ear", queueing_lock="ear")
    async with database.transaction(EVERYONE) as transaction:
        await transaction.run(queue.job("hear", lock="ear", queueing_lock="ear"))
        await work(queue)
        assert taken == []
    await asyncio.sleep(0)
    await work(queue)
    assert taken == ["taken"]


async def test_two_who_enqueue_at_once_leave_one_job_and_neither_fails(
    queue: Queue, database: Database
) -> None:
    async with database.transaction(EVERYONE) as transaction:
        await transaction.run(queue.job("hear", lock="ear", queueing_lock="ear", number=1))
        second = asyncio.create_task(
            queue.enqueue("hear", lock="ear", queueing_lock="ear", number=2)
        )
        await asyncio.sleep(0.1)
        assert not second.done()
    await second
    assert [job["number"] for job in await waiting(queue)] == [1]


async def test_turns_that_come_quickly_leave_one_follow_up_a_companion(
    queue: Queue, database: Database, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    for agent_id in (None, None, "mio", None):
        await exchange(talks, person, "hello", clock=clock, agent_id=agent_id)
    jobs = await waiting(queue)
    assert [(job["task"], job["person_id"], job["agent_id"]) for job in jobs] == [
        (FOLLOW_UP, str(person.id), None),
        (FOLLOW_UP, str(person.id), "mio"),
    ]
