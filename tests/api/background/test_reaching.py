from datetime import timedelta

import anyio
import msgspec

from api.background.following_up import following_up
from api.services import Running, open_services
from api.settings import Settings
from storage.records import Message, Person
from storage.records.outreach import OutreachSettings
from tests.factories import exchange
from tests.letters import a_letter
from tools.clock import MovedClock

WAIT_SECONDS = 30
"""How long the program may take to write to somebody who is due."""

AGREED = OutreachSettings(kinds=frozenset({"check_in"}), quiet=None)


async def test_the_program_itself_writes_first_to_whoever_agreed_and_to_nobody_else(
    settings: Settings, clock: MovedClock
) -> None:
    async with open_services(settings, clock=clock) as running:
        agreed, silent = [await _talker(running, name, clock) for name in ("agreed", "silent")]
        await running.outreach.save_settings(agreed.id, None, AGREED, now=clock.now())
        clock.move(timedelta(days=3, hours=1))
        async with following_up(running):
            with anyio.fail_after(WAIT_SECONDS):
                last = await _last(running, agreed)
                while last.kind != "proactive":
                    await anyio.sleep(0.1)
                    last = await _last(running, agreed)

        assert last.content
        why = await running.outreach.why(agreed.id, None, last.id)
        assert why.trigger == "silence"
        assert (await _last(running, silent)).kind == "talk"


async def test_a_worker_apart_reaches_the_devices_of_a_server(
    settings: Settings, clock: MovedClock
) -> None:
    async with (
        open_services(settings, clock=clock) as server,
        server.live,
        open_services(settings, clock=clock) as worker,
        worker.live.speaking(),
    ):
        person = await _talker(server, "somebody", clock)
        device, _ = await server.live.enter(person)
        device.go_on()
        with anyio.fail_after(WAIT_SECONDS):
            while not worker.live.has_peers:  # noqa: ASYNC110 - it tells nobody
                await anyio.sleep(0.1)
            assert await worker.doorstep.hand_over(person, *a_letter(now=clock.now()), spendings=())
            frame = msgspec.json.decode(await device.next())

    assert (frame["type"], frame["text"]) == ("proactive", "Good morning.")


async def _talker(running: Running, name: str, clock: MovedClock) -> Person:
    person = await running.persons.find_or_create(
        name, timezone="Europe/London", companion_name="Lumi", now=clock.now()
    )
    for number in range(10):
        await exchange(running.talks, person, f"Message {number}.", clock=clock)
    return person


async def _last(running: Running, person: Person) -> Message:
    [message] = (await running.messages.page(person.id, None, before=None, limit=1)).messages
    return message
