"""What follows a turn: one job a talk, tried again, booked, and never in the way."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from procrastinate.jobs import Status

from api.background.jobs import QUIET, FollowUps
from storage.ledger import Ledger
from storage.outreach import Outreach
from storage.persons import Persons
from storage.queue import Queue, background_lock
from storage.records.outreach import OutreachSettings
from storage.talks import FOLLOW_UP
from tests.api.background.following import drain, jobs, notes, summary
from tests.graphs.background import Background
from tools.clock import MovedClock
from tools.models.errors import ModelUnavailable


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
    background.models.answer_with("RollingFields", ModelUnavailable(), notes)
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

    background.models.answer_with("RollingFields", notes)
    await background.say("hello again")
    await drain(queue)

    assert await summary(background) > 0


@pytest.mark.usefixtures("follow_ups")
async def test_what_a_failed_run_cost_is_booked(queue: Queue, background: Background) -> None:
    start = background.clock.now()
    background.models.answer_with("RollingFields", ModelUnavailable(), notes)
    await background.say("my name is Alex")

    await drain(queue)

    ledger = Ledger(background.database)
    booked = await ledger.summary(background.person.id, since=start)
    assert sum(one.calls for one in booked) == len(background.models.calls)


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


async def test_somebody_who_is_gone_is_let_go(
    queue: Queue, background: Background, follow_ups: FollowUps
) -> None:
    await follow_ups.follow_up("00000000-0000-0000-0000-000000000000")

    assert await jobs(queue, FOLLOW_UP) == []
    assert background.models.calls == []
