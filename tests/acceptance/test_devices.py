"""All devices of a person see the same, in the same order, whichever process they are at."""

import asyncio
from itertools import pairwise

import pytest

from tests.acceptance.models import LedModels
from tests.acceptance.records import everybody_answered, messages_of
from tests.acceptance.serving import House
from tests.clients import Device


def never_interleaved(device: Device) -> None:
    """Every reply is said whole before another one begins."""
    spoken = [frame["messageId"] for frame in device.stream if frame["type"] in {"token", "done"}]
    changes = sum(one != other for one, other in pairwise(spoken))
    assert changes == len(set(spoken)) - 1


async def test_two_devices_see_every_frame_alike(house: House, models: LedModels) -> None:
    async with house.device("anna") as phone, house.device("anna") as laptop:
        for device, number in ((phone, 1), (laptop, 2), (phone, 3)):
            client_id = await device.say(f"This is message {number}.")
            (await models.next_line()).end("I ", "am ", "here.")
            await phone.until_done(number)
            await laptop.until_done(number)
            assert laptop.of("ack")[-1]["clientId"] == client_id
            assert laptop.of("ack")[-1]["text"] == f"This is message {number}."
        assert phone.stream == laptop.stream
        assert phone.numbers == list(range(1, len(phone.numbers) + 1))


async def test_devices_at_two_processes_see_every_frame_alike(
    houses: list[House], models: LedModels
) -> None:
    here, there = houses
    async with here.device("anna") as phone, there.device("anna") as laptop:
        await phone.in_step()
        await laptop.in_step()
        for device, number in ((phone, 1), (laptop, 2), (phone, 3), (laptop, 4)):
            client_id = await device.say(f"This is message {number}.")
            (await models.next_line()).end("I ", "am ", "here.")
            await phone.until_done(number)
            await laptop.until_done(number)
            assert phone.of("ack")[-1]["clientId"] == client_id
        assert phone.stream == laptop.stream
        assert phone.numbers == list(range(1, len(phone.numbers) + 1))


@pytest.mark.parametrize("apart", [False, True])
async def test_messages_sent_at_once_are_answered_one_after_another(
    houses: list[House], models: LedModels, database_url: str, *, apart: bool
) -> None:
    here, there = houses[0], houses[1 if apart else 0]
    async with here.device("anna") as phone, there.device("anna") as laptop:
        await phone.in_step()
        await laptop.in_step()
        speaking = asyncio.create_task(speak_always(models))
        for number in range(8):
            await asyncio.gather(phone.say(f"phone {number}"), laptop.say(f"laptop {number}"))
        await until_acknowledged(phone, 16)
        await everybody_answered(database_url, ["anna"])
        last = str((await messages_of(database_url, "anna"))[-1]["id"])
        for device in (phone, laptop):
            await device.until_first("done", messageId=last)
            never_interleaved(device)
        speaking.cancel()
        assert phone.stream == laptop.stream
        texts = [frame["text"] for frame in phone.of("ack")]
        for side in ("phone", "laptop"):
            mine = [text for text in texts if text.startswith(side)]
            assert mine == [f"{side} {number}" for number in range(8)]


async def test_words_at_the_very_end_of_a_reply_are_answered_and_numbered_right(
    house: House, models: LedModels
) -> None:
    async with house.device("anna") as phone, house.device("anna") as laptop:
        speaking = asyncio.create_task(speak_always(models))
        said = 0
        for _ in range(25):
            done = len(phone.of("done"))
            await phone.say("one")
            said += 1
            await phone.until_done(done + 1)
            await asyncio.gather(phone.say("two"), laptop.say("three"))
            said += 2
            await until_acknowledged(phone, said)
            await phone.until(lambda: phone.of("done")[-1]["seq"] > phone.of("ack")[-1]["seq"])
        speaking.cancel()
        await laptop.until(lambda: laptop.last_seq == phone.last_seq)
        assert phone.stream == laptop.stream
        assert phone.numbers == list(range(1, len(phone.numbers) + 1))


async def test_a_device_that_joins_in_the_middle_of_a_reply_gets_all_of_it(
    houses: list[House], models: LedModels
) -> None:
    here, there = houses
    async with here.device("anna") as phone:
        await phone.say("Tell me something.")
        line = await models.next_line()
        line.say("Once ", "upon ", "a ")
        await phone.until_first("token")
        async with here.device("anna") as laptop, there.device("anna") as tablet:
            await laptop.in_step()
            await tablet.in_step()
            line.end("time.")
            for device in (phone, laptop, tablet):
                await device.until_done()
                assert device.replies == ["Once upon a time."]


async def until_acknowledged(device: Device, count: int) -> None:
    await device.until(lambda: len(device.of("ack")) == count)


async def speak_always(models: LedModels) -> None:
    """Answer whatever the model is asked, word by word."""
    while True:
        (await models.next_line(within=60)).end("I ", "hear ", "you.")
