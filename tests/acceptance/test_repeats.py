"""A message sent again under its client id is stored once and answered once."""

import asyncio

from tests.acceptance.models import LedModels
from tests.acceptance.records import messages_of
from tests.acceptance.serving import House


async def test_a_repeat_at_any_time_and_place_is_answered_once(
    houses: list[House], models: LedModels, database_url: str
) -> None:
    here, there = houses
    async with here.device("anna") as phone, there.device("anna") as laptop:
        await phone.say("I passed!", client_id="one")
        line = await models.next_line()
        line.say("Wonderful", ", ")
        await phone.until_first("token")
        for device in (phone, laptop):
            await device.say("I passed!", client_id="one")
            await device.in_step()
        async with there.device("anna") as third:
            await third.say("I passed!", client_id="one")
            await third.in_step()
            assert third.of("ack", clientId="one")
        line.end("well done!")
        for device in (phone, laptop):
            await device.until_done()
            await device.say("I passed!", client_id="one")
            await device.in_step()
            assert device.replies == ["Wonderful, well done!"]
            assert device.of("done")[0]["ended"] == "complete"
            assert len({frame["messageId"] for frame in device.of("ack", clientId="one")}) == 1
    assert models.count("chat") == 1
    assert [row["role"] for row in await messages_of(database_url, "anna")] == ["user", "assistant"]


async def test_the_same_instant_from_two_devices_is_one_message(
    houses: list[House], models: LedModels, database_url: str
) -> None:
    here, there = houses
    async with (
        here.device("anna") as phone,
        here.device("anna") as tablet,
        there.device("anna") as laptop,
    ):
        devices = (phone, tablet, laptop)
        for device in devices:
            await device.in_step()
        for number in range(6):
            await asyncio.gather(
                *(device.say(f"message {number}", client_id=f"id {number}") for device in devices)
            )
            (await models.next_line()).end("Yes.")
            for device in devices:
                await device.until_done(number + 1)
        for device in devices:
            await device.in_step()
            assert len(device.of("done")) == 6
    assert models.count("chat") == 6
    assert len(await messages_of(database_url, "anna")) == 12


async def test_an_id_of_one_person_means_nothing_to_another(
    house: House, models: LedModels
) -> None:
    async with house.device("anna") as anna, house.device("ben") as ben:
        await anna.say("I am Anna.", client_id="same")
        (await models.next_line()).end("Hello Anna.")
        await anna.until_done()
        await ben.say("I am Ben.", client_id="same")
        (await models.next_line()).end("Hello Ben.")
        await ben.until_done()
        assert (anna.replies, ben.replies) == (["Hello Anna."], ["Hello Ben."])
        assert not [frame for frame in ben.frames if "Anna" in str(frame)]


async def test_messages_without_an_id_are_each_a_message(house: House, models: LedModels) -> None:
    async with house.device("anna") as anna:
        for number in range(2):
            await anna.send("message", text="Hello!")
            (await models.next_line()).end("Hi.")
            await anna.until_done(number + 1)
        assert anna.replies == ["Hi.", "Hi."]
