"""After a cut a device gets exactly what it missed."""

from random import Random

from api.talks.device import BACKLOG_LIMIT
from tests.acceptance.models import LedModels
from tests.acceptance.serving import House
from tests.clients import Frame

WORDS = [f"word{number} " for number in range(12)]


async def test_a_device_that_comes_back_gets_exactly_the_missing_frames(
    house: House, models: LedModels
) -> None:
    async with house.device("anna") as phone:
        for number in range(3):
            await phone.say(f"This is message {number}.")
            (await models.next_line()).end("I ", "see.")
            await phone.until_done(number + 1)
        for after in range(phone.last_seq + 1):
            async with house.device("anna", after=after) as laptop:
                await laptop.in_step()
                assert laptop.stream == [one for one in phone.stream if one["seq"] > after]


async def test_cuts_at_random_points_of_a_reply_lose_nothing_here_or_elsewhere(
    houses: list[House], models: LedModels
) -> None:
    chance = Random(7)  # noqa: S311 - what is proven must be the same each time
    async with houses[0].device("anna") as witness:
        for number in range(10):
            await witness.say(f"This is message {number}.")
            line = await models.next_line()
            seen: list[Frame] = list(witness.stream)
            for word in WORDS:
                line.say(word)
                if chance.random() < 0.3:
                    await cut_and_come_back(chance.choice(houses), seen, chance)
            line.end("end.")
            await witness.until_done(number + 1)
            async with chance.choice(houses).device("anna", after=_newest(seen)) as device:
                await device.in_step()
                seen += device.stream
            assert seen == witness.stream


async def cut_and_come_back(house: House, seen: list[Frame], chance: Random) -> None:
    """Connect for a moment, take in some frames, and break off."""
    async with house.device("anna", after=_newest(seen)) as device:
        if chance.random() < 0.8:
            await device.in_step()
        await device.vanish()
        assert not device.of("notice", kind="gap")
        seen += device.stream


async def test_a_cut_at_every_point_of_a_talk_loses_nothing(
    house: House, models: LedModels
) -> None:
    chance = Random(11)  # noqa: S311
    async with house.device("anna") as witness:
        seen: list[Frame] = []
        for number in range(20):
            await witness.say(f"This is message {number}.")
            (await models.next_line()).end(*WORDS)
            for _ in range(chance.randint(0, 3)):
                await cut_and_come_back(house, seen, chance)
            await witness.until_done(number + 1)
        async with house.device("anna", after=_newest(seen)) as device:
            await device.in_step()
            seen += device.stream
        assert seen == witness.stream


async def test_a_number_that_was_never_sent_brings_a_gap_and_then_the_talk_goes_on(
    house: House, models: LedModels
) -> None:
    async with house.device("anna") as phone:
        await phone.say("Hello!")
        (await models.next_line()).end("Hi.")
        await phone.until_done()
        async with house.device("anna", after=phone.last_seq + 1) as laptop:
            await laptop.until_first("notice", kind="gap")
            await laptop.say("Is it me?")
            (await models.next_line()).end("It is.")
            await laptop.until_done()
            assert laptop.replies == ["It is."]
            assert laptop.numbers[0] == phone.numbers[len(phone.numbers) - len(laptop.numbers)]


async def test_resuming_twice_sends_nothing_twice_that_was_not_asked_for(
    house: House, models: LedModels
) -> None:
    async with house.device("anna") as phone:
        await phone.say("Hello!")
        (await models.next_line()).end("Hi.")
        await phone.until_done()
        before = list(phone.stream)
        await phone.resume(phone.last_seq)
        await phone.in_step()
        assert phone.stream == before
        await phone.resume(2)
        await phone.in_step()
        assert [one["seq"] for one in phone.frames[-len(before) :] if one["type"] != "pong"] == [
            one["seq"] for one in before if one["seq"] > 2
        ]


async def test_a_device_that_was_away_for_very_long_gets_everything(
    house: House, models: LedModels
) -> None:
    async with house.device("anna") as phone:
        await phone.say("Tell me everything.")
        line = await models.next_line()
        for number in range(BACKLOG_LIMIT + 200):
            line.say(f"then {number}, ")
            if number and number % 100 == 0:
                # A number waits for the words behind it: it could be one to call.
                await phone.until_said(f"{number - 50}, ")
        line.end("that was it.")
        await phone.until_done()
        assert len(phone.stream) > BACKLOG_LIMIT
        async with house.device("anna", after=0) as laptop:
            await laptop.until_seq(phone.last_seq)
            assert laptop.stream == phone.stream


async def test_a_client_without_resume_misses_nothing_that_is_said_from_then_on(
    house: House, models: LedModels
) -> None:
    async with house.device("anna") as phone:
        await phone.say("Hello!")
        (await models.next_line()).end("Hi.")
        await phone.until_done()
    async with house.device("anna", joins=False) as laptop:
        await laptop.until_first("notice", kind="welcome")
        assert not laptop.stream
        await laptop.say("Again!")
        (await models.next_line()).end("Hi again.")
        await laptop.until_done()
        assert laptop.replies == ["Hi again."]


def _newest(frames: list[Frame]) -> int:
    return max((frame["seq"] for frame in frames), default=0)
