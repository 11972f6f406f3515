from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import anyio
import pytest
from psycopg import AsyncConnection

from api.background.following_up import following_up
from api.background.pushing import PUSH_TO_DEVICE, pushing_of
from api.services import Running, open_services
from api.settings import Settings
from storage.records import Person
from storage.records.outreach import OutreachSettings
from tests.factories import exchange
from tests.letters import a_letter
from tests.push_service import CONTACT, PushService
from tools.clock import MovedClock

WAIT_SECONDS = 30
"""How long a letter may take, and how long it is waited for in vain at most."""


@pytest.fixture
async def service() -> AsyncIterator[PushService]:
    async with PushService().open() as opened:
        yield opened


@pytest.fixture
async def running(
    settings: Settings, clock: MovedClock, service: PushService
) -> AsyncIterator[Running]:
    settings = settings.model_copy(update={"push_contact": CONTACT})
    async with open_services(settings, clock=clock, push_services=service.rules) as opened:
        yield opened


@pytest.fixture
async def friend(running: Running, clock: MovedClock) -> Person:
    """Somebody who talked once, and agreed to be written to at any hour."""
    person = await running.persons.find_or_create(
        "somebody", timezone="Europe/London", companion_name="Lumi", now=clock.now()
    )
    await exchange(running.talks, person, "Hello.", clock=clock)
    agreed = OutreachSettings(kinds=frozenset({"greeting"}), quiet=None)
    await running.outreach.save_settings(person.id, None, agreed, now=clock.now())
    clock.move(timedelta(hours=9))
    return person


async def test_the_program_itself_wakes_every_device_of_whoever_is_away(
    running: Running, friend: Person, service: PushService, clock: MovedClock
) -> None:
    phone, laptop = service.subscribe(), service.subscribe()
    await running.pushes.save(friend.id, phone.device(), now=clock.now())
    await running.pushes.save(friend.id, laptop.device(shows_words=True), now=clock.now())
    async with following_up(running):
        message_id = await _say(running, friend, clock)
        with anyio.fail_after(WAIT_SECONDS):
            while len(service.delivered) < 2:  # noqa: ASYNC110 - it tells nobody
                await anyio.sleep(0.05)
        await _say(running, friend, clock, message_id)

    shown = {one.shown["body"]: one for one in service.delivered}
    assert set(shown) == {"Left you a few words.", "Good morning."}
    assert {one.shown["message"] for one in service.delivered} == {str(message_id)}
    assert {one.shown["title"] for one in service.delivered} == {"Lumi"}
    assert {one.claims["key"] for one in service.delivered} == {running.post.key.public}
    assert {one.claims["sub"] for one in service.delivered} == {CONTACT}


async def test_a_person_who_is_here_or_has_answered_is_not_woken(
    running: Running, friend: Person, service: PushService, clock: MovedClock
) -> None:
    await running.pushes.save(friend.id, service.subscribe().device(), now=clock.now())
    message_id = await _say(running, friend, clock)
    device, _ = await running.live.enter(friend)
    await _push(running, friend, message_id)
    assert await _waiting(running) == []
    await running.live.leave(device)
    await exchange(running.talks, friend, "Good morning to you.", clock=clock)
    await _push(running, friend, message_id)
    assert await _waiting(running) == []


async def test_a_device_at_another_server_counts_as_here(
    running: Running, settings: Settings, friend: Person, clock: MovedClock
) -> None:
    async with (
        open_services(settings, clock=clock) as server,
        server.live,
        running.live.speaking(),
    ):
        with anyio.fail_after(WAIT_SECONDS):
            while not running.live.has_peers:  # noqa: ASYNC110 - it tells nobody
                await anyio.sleep(0.05)
        assert not await running.live.is_reached(friend.id)
        device, _ = await server.live.enter(friend)
        assert await running.live.is_reached(friend.id)
        await server.live.leave(device)


async def test_a_letter_goes_out_once_however_often_its_job_is_done(
    running: Running, friend: Person, service: PushService, clock: MovedClock
) -> None:
    device = await running.pushes.save(friend.id, service.subscribe().device(), now=clock.now())
    message_id = await _say(running, friend, clock)
    for _ in range(3):
        await _push_to(running, friend, message_id, device.id)
    assert len(service.delivered) == 1


async def test_a_device_that_is_gone_is_forgotten(
    running: Running, friend: Person, service: PushService, clock: MovedClock
) -> None:
    device = await running.pushes.save(friend.id, service.subscribe().device(), now=clock.now())
    service.answers = [(410, "")]
    message_id = await _say(running, friend, clock)
    await _push_to(running, friend, message_id, device.id)
    assert await running.pushes.devices_of(friend.id) == []
    await _push_to(running, friend, message_id, device.id, attempt=1)
    assert service.delivered == []


async def test_a_service_that_fails_is_asked_again_after_the_pause_it_wishes(
    running: Running, friend: Person, service: PushService, clock: MovedClock
) -> None:
    device = await running.pushes.save(friend.id, service.subscribe().device(), now=clock.now())
    message_id = await _say(running, friend, clock)
    service.answers = [(503, ""), (429, "Retry-After: 900\r\n")]
    await _push_to(running, friend, message_id, device.id)
    await _push_to(running, friend, message_id, device.id, attempt=1)
    await _push_to(running, friend, message_id, device.id, attempt=1)
    assert await _waiting(running) == [(1, 10), (2, 900)]
    await _push_to(running, friend, message_id, device.id, attempt=2)
    assert len(service.delivered) == 1
    service.answers = [(503, "")]
    await _push_to(running, friend, message_id, device.id, attempt=4)
    assert len(await _waiting(running)) == 2, "there was no fifth pause"


async def test_what_comes_too_late_wakes_nobody(
    running: Running, friend: Person, service: PushService, clock: MovedClock
) -> None:
    device = await running.pushes.save(friend.id, service.subscribe().device(), now=clock.now())
    message_id = await _say(running, friend, clock)
    clock.move(timedelta(hours=4))
    await _push_to(running, friend, message_id, device.id)
    assert service.delivered == []


async def _say(
    running: Running, person: Person, clock: MovedClock, message_id: UUID | None = None
) -> UUID:
    reply, note = a_letter(message_id=message_id, now=clock.now())
    await running.doorstep.hand_over(person, reply, note, spendings=())
    return reply.id


async def _push(running: Running, person: Person, message_id: UUID) -> None:
    await pushing_of(running).push(str(person.id), None, str(message_id))


async def _push_to(
    running: Running, person: Person, message_id: UUID, device_id: UUID, *, attempt: int = 0
) -> None:
    await pushing_of(running).push_to_device(
        str(person.id), None, str(message_id), str(device_id), attempt
    )


async def _waiting(running: Running) -> list[tuple[int, int]]:
    """The attempts that wait in the queue, each with its pause in seconds."""
    async with await AsyncConnection.connect(running.database.url) as connection:
        found = await connection.execute(
            b"SELECT (args ->> 'attempt')::int,"
            b" coalesce(extract(epoch FROM scheduled_at - at), 0)::int"
            b" FROM procrastinate_jobs JOIN procrastinate_events ON job_id = procrastinate_jobs.id"
            b" WHERE task_name = %s AND type = 'deferred' ORDER BY 1",
            [PUSH_TO_DEVICE],
        )
        return [(attempt, pause) for attempt, pause in await found.fetchall()]
