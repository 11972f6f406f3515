"""A hundred people talk at once on one process, with two devices each."""

import asyncio
from contextlib import AsyncExitStack

from tests.acceptance.serving import House
from tests.clients import Device

PEOPLE = 100
TURNS = 3


async def test_a_hundred_people_with_two_devices_each_get_their_own_frames_in_order(
    quick_house: House,
) -> None:
    loop = asyncio.get_running_loop()
    async with AsyncExitStack() as stack:
        people = [f"person-{number}" for number in range(PEOPLE)]
        pairs = await asyncio.gather(*(_pair(quick_house, person, stack) for person in people))
        begun = loop.time()
        await asyncio.gather(*map(_talk, people, pairs))
        seconds = loop.time() - begun
        for person, (phone, laptop) in zip(people, pairs, strict=True):
            _only_their_own(person, phone, laptop)
    turns = PEOPLE * TURNS
    print(f"{turns} turns of {PEOPLE} people in {seconds:.1f} s: {turns / seconds:.0f} a second")  # noqa: T201


async def _pair(house: House, person: str, stack: AsyncExitStack) -> tuple[Device, Device]:
    phone = await stack.enter_async_context(house.device(person))
    laptop = await stack.enter_async_context(house.device(person))
    return phone, laptop


async def _talk(person: str, pair: tuple[Device, Device]) -> None:
    """Speak from both devices in turn."""
    for turn in range(TURNS):
        await pair[turn % 2].say(f"{person} says {turn}", client_id=f"{person}/{turn}")
        for device in pair:
            await device.until_done(turn + 1, within=60)


def _only_their_own(person: str, phone: Device, laptop: Device) -> None:
    assert phone.stream == laptop.stream
    assert phone.numbers == list(range(1, len(phone.numbers) + 1))
    said = [frame["clientId"] for frame in phone.of("ack")]
    assert said == [f"{person}/{turn}" for turn in range(TURNS)]
    assert phone.replies == ["I hear you, and I am glad that you told me."] * TURNS
    kinds = [frame["type"] for frame in phone.stream if frame["type"] in {"ack", "done"}]
    assert kinds == ["ack", "done"] * TURNS
