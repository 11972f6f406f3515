import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from langchain_core.messages import BaseMessage
from procrastinate.jobs import DeleteJobCondition, Job, Status
from psycopg import AsyncConnection

from api.background.jobs import QUIET, FollowUps
from api.background.worker import WorkerPace, working
from nodes.services import Answer, SpendingSink
from storage.database import Database
from storage.ledger import Ledger
from storage.outreach import Outreach
from storage.persons import Persons
from storage.queue import WORKERS_OUTLIVED, Queue, QueueFigures, Revived, background_lock
from storage.records import Person
from storage.records.outreach import OutreachSettings
from storage.talks import FOLLOW_UP, follow_up_job
from tests.fakes import FakeModels
from tests.graphs.background import Background
from tools.clock import MovedClock
from tools.models.errors import ModelUnavailable
from tools.models.table import Role

NAME = {
    "type": "identity",
    "content": "Name is Alex",
    "quote": "my name is Alex",
    "message_number": 1,
    "importance": 0.9,
}


STALLED = 30.0
"""Seconds without a sign of life after which a worker is dead."""


@dataclass
class SlowModels(FakeModels):
    """Models that take a while, and count how many answer side by side."""

    answering: int = 0
    most: int = 0
    pause: float = 0.05

    async def answer(
        self,
        role: Role,
        messages: Sequence[BaseMessage],
        schema: type[Answer],
        *,
        spent: SpendingSink,
    ) -> Answer:
        self.answering += 1
        self.most = max(self.most, self.answering)
        await asyncio.sleep(self.pause)
        self.answering -= 1
        return await super().answer(role, messages, schema, spent=spent)


@pytest.fixture
def background(database: Database, person: Person, clock: MovedClock) -> Background:
    models = SlowModels(answers={"ExtractedMemories": [{"memories": [NAME]}]})
    return Background(database, person, clock, models=models)


@pytest.fixture
async def queue(database: Database) -> AsyncIterator[Queue]:
    async with Queue(database) as opened:
        yield opened


@pytest.fixture
def follow_ups(queue: Queue, background: Background) -> FollowUps:
    follow_ups = FollowUps(
        queue=queue,
        services=background.services,
        persons=Persons(background.database),
        ledger=Ledger(background.database),
        retry_after=(timedelta(),) * 2,
    )
    follow_ups.register()
    return follow_ups


async def drain(queue: Queue) -> None:
    """Follow up everything that can be followed up now, what is tried again included."""
    while True:
        await queue.app.run_worker_async(
            wait=False,
            install_signal_handlers=False,
            listen_notify=False,
            delete_jobs=DeleteJobCondition.SUCCESSFUL,
        )
        if Status.TODO.value not in {job.status for job in await jobs(queue, FOLLOW_UP)}:
            return


async def jobs(queue: Queue, task: str) -> list[Job]:
    return list(await queue.app.job_manager.list_jobs_async(task=task))


async def summary(background: Background) -> int:
    recent = await background.memories.recent(background.person.id, background.agent_id)
    return recent.summarised_position


async def test_when_all_is_read_the_person_is_thought_of_before_the_next_day(
    queue: Queue, follow_ups: FollowUps, background: Background, clock: MovedClock
) -> None:
    outreach, about = Outreach(background.database), (background.person.id, None)
    thinking = replace(follow_ups, outreach=outreach)
    agreed = OutreachSettings(kinds=frozenset({"follow_up"}))
    await outreach.save_settings(*about, agreed, now=clock.now())
    await outreach.look_again(*about, clock.now() + timedelta(hours=9), now=clock.now())

    async def due() -> int:
        return len(await outreach.due(now=clock.now(), again_at=clock.now(), limit=9))

    await background.say("We see a film at eight.")
    await thinking.follow_up(str(background.person.id))
    assert await due() == 0, "they are still talking"
    clock.move(timedelta(minutes=11))
    await thinking.follow_up(str(background.person.id))
    assert await due() == 1


async def until(true: Callable[[], Awaitable[bool]], *, seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not await true():  # noqa: ASYNC110 - the database sends no events
            await asyncio.sleep(0.02)


@pytest.mark.usefixtures("follow_ups")
async def test_a_turn_is_followed_up(queue: Queue, background: Background) -> None:
    await background.say("my name is Alex")

    await drain(queue)

    assert await summary(background) > 0
    assert await jobs(queue, FOLLOW_UP) == []


@pytest.mark.usefixtures("follow_ups")
async def test_quick_turns_cost_one_summary(queue: Queue, background: Background) -> None:
    await background.say("one", "two", "three")

    await drain(queue)

    assert background.models.count("background") == 1


@pytest.mark.usefixtures("follow_ups")
async def test_one_job_waits_for_the_talk_to_go_quiet(queue: Queue, background: Background) -> None:
    for text in ("my name is Alex", "hello again"):
        await background.say(text)
        await drain(queue)

    (waiting,) = await jobs(queue, QUIET)
    assert waiting.scheduled_at is not None
    minutes = (waiting.scheduled_at - datetime.now(UTC)).total_seconds() / 60  # noqa: TID251
    assert 9 < minutes < 11
    assert background.models.count("background") == 2


async def test_a_quiet_talk_is_read_for_memories(
    queue: Queue, background: Background, follow_ups: FollowUps
) -> None:
    await background.say("my name is Alex")
    await drain(queue)
    background.clock.move(timedelta(minutes=10))

    await follow_ups.quiet(str(background.person.id))
    await drain(queue)

    assert [memory.content for memory in await background.kept()] == ["Name is Alex"]


async def test_a_job_too_many_costs_nothing(
    queue: Queue, background: Background, follow_ups: FollowUps
) -> None:
    await background.say("my name is Alex")
    await drain(queue)
    calls = len(background.models.calls)

    await follow_ups.follow_up(str(background.person.id))

    assert len(background.models.calls) == calls


async def test_our_jobs_never_stand_in_the_way_of_a_turn(
    queue: Queue, background: Background, follow_ups: FollowUps
) -> None:
    async def look_again() -> None:
        for _ in range(20):
            await follow_ups.quiet(str(background.person.id))

    await asyncio.gather(look_again(), look_again(), background.say(*["hello"] * 10))
    await drain(queue)

    assert background.models.count("background") == 1


@pytest.mark.usefixtures("follow_ups")
async def test_a_failed_job_is_tried_again(queue: Queue, background: Background) -> None:
    background.models.answer_with("RollingFields", ModelUnavailable(), _notes)
    await background.say("my name is Alex")

    await drain(queue)

    assert await summary(background) > 0


@pytest.mark.usefixtures("follow_ups")
async def test_what_fails_for_good_does_not_stop_the_next_turn(
    queue: Queue, background: Background
) -> None:
    background.models.answer_with("RollingFields", ModelUnavailable())
    await background.say("my name is Alex")
    await drain(queue)
    assert [job.status for job in await jobs(queue, FOLLOW_UP)] == [Status.FAILED.value]
    assert background.models.count("background") == 3

    background.models.answer_with("RollingFields", _notes)
    await background.say("hello again")
    await drain(queue)

    assert await summary(background) > 0


@pytest.mark.usefixtures("follow_ups")
async def test_what_a_failed_run_cost_is_booked(queue: Queue, background: Background) -> None:
    start = background.clock.now()
    background.models.answer_with("RollingFields", ModelUnavailable(), _notes)
    await background.say("my name is Alex")

    await drain(queue)

    ledger = Ledger(background.database)
    booked = await ledger.summary(background.person.id, since=start)
    assert sum(one.calls for one in booked) == len(background.models.calls)


@pytest.mark.usefixtures("follow_ups")
async def test_the_jobs_of_one_talk_run_one_after_another(
    queue: Queue, background: Background
) -> None:
    async with working(queue):
        for text in ("one", "two", "three", "four"):
            await background.say(text)
            await asyncio.sleep(0.02)
        await until(lambda: _all_summarised(background))

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
        await until(lambda: _none_of(queue, "think"))
    assert most == 1


@pytest.mark.usefixtures("follow_ups")
async def test_what_waits_to_be_tried_again_holds_up_nothing_else_of_the_person(
    queue: Queue, background: Background
) -> None:
    follow_ups = FollowUps(
        queue=queue,
        services=background.services,
        persons=Persons(background.database),
        ledger=Ledger(background.database),
    )
    background.models.answer_with("RollingFields", ModelUnavailable())
    await background.say("my name is Alex")
    await follow_ups.follow_up(str(background.person.id))

    (waiting,) = await jobs(queue, QUIET)
    assert waiting.lock != background_lock(background.person.id)
    assert waiting.task_kwargs["failures"] == 1


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
        await until(lambda: _true(len(set(done)) >= 2))
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
        await until(lambda: _true(models.answering))

    assert await _all_summarised(background)


@pytest.mark.usefixtures("follow_ups")
async def test_the_job_of_a_dead_worker_is_done_by_another(
    queue: Queue, background: Background
) -> None:
    await background.say("my name is Alex")
    await _die_over_a_job(queue)

    assert (await queue.revive(stalled_seconds=STALLED)).revived == 1
    await drain(queue)

    assert await _all_summarised(background)


@pytest.mark.usefixtures("follow_ups")
async def test_a_dead_workers_job_and_one_that_waits_do_not_collide(
    queue: Queue, background: Background
) -> None:
    await background.say("my name is Alex")
    await _die_over_a_job(queue)
    await background.say("hello again")

    assert (await queue.revive(stalled_seconds=STALLED)).revived == 1
    await drain(queue)

    assert await _all_summarised(background)
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
        await until(lambda: _true(models.answering))
        await _hang_up_on_everybody(background.database)
        await background.say("hello again")
        await until(lambda: _all_summarised(background))
        await until(lambda: _all_done(queue))


async def test_somebody_who_is_gone_is_let_go(
    queue: Queue, background: Background, follow_ups: FollowUps
) -> None:
    await follow_ups.follow_up("00000000-0000-0000-0000-000000000000")

    assert await jobs(queue, FOLLOW_UP) == []
    assert background.models.calls == []


def _notes(_: Sequence[BaseMessage]) -> dict[str, Any]:
    return {
        "purpose_and_context": "Alex has come to talk.",
        "current_state": "",
        "key_learnings": "",
        "approach_and_patterns": "",
        "tools_and_resources": "",
    }


async def _true(value: object) -> bool:
    return bool(value)


async def _all_summarised(background: Background) -> bool:
    unread = await background.messages.unread(
        background.person.id, background.agent_id, after=await summary(background), limit=1
    )
    return not unread


async def _die_over_a_job(queue: Queue) -> None:
    manager = queue.app.job_manager
    worker = await manager.register_worker()
    assert await manager.fetch_job(queues=None, worker_id=worker)
    await manager.connector.execute_query_async(
        "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'"
    )


async def _none_of(queue: Queue, task: str) -> bool:
    return not await jobs(queue, task)


async def _all_done(queue: Queue) -> bool:
    return not await jobs(queue, FOLLOW_UP)


async def _hang_up_on_everybody(database: Database) -> None:
    async with await AsyncConnection.connect(database.url, autocommit=True) as connection:
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
