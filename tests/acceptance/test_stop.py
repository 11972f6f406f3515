"""The person can cut in at any time: what was sent is what is kept."""

import asyncio
from collections.abc import AsyncIterator
from itertools import pairwise

import pytest

from api.settings import Settings
from api.talks.pace import Pace
from tests.acceptance.conftest import PACE, UPKEEP
from tests.acceptance.models import LedModels, Line
from tests.acceptance.records import messages_of, replies_of
from tests.acceptance.serving import House, open_houses
from tests.clients import Device
from tools.clock import MovedClock

PROMPT_SECONDS = 0.5
"""A person who says stop waits no longer."""


async def the_model_speaks(device: Device, models: LedModels, *words: str) -> Line:
    """Let the model begin a reply, and wait until its words are seen."""
    line = await models.next_line()
    line.say(*words)
    await device.until_first("token")
    return line


async def until_said(device: Device, text: str) -> None:
    """Wait until words are seen; the last ones of what a model said are held back a little."""
    await device.until(lambda: text in "".join(one["text"] for one in device.of("token")))


async def until_more_words(device: Device, seen: int) -> None:
    await device.until(lambda: len(device.of("token")) > seen)


async def test_an_interrupted_reply_is_stored_as_far_as_it_was_sent(
    house: House, models: LedModels, database_url: str
) -> None:
    async with house.device("anna") as anna:
        await anna.say("Tell me everything.")
        words = ["Well, ", "it ", "began ", "long ", "ago ", "by ", "the ", "grey ", "sea, wh"]
        line = await the_model_speaks(anna, models, *words)
        await until_said(anna, "long ago ")
        await anna.send("interrupt")
        await anna.until_done()
        assert anna.of("done")[0]["ended"] == "interrupted"
        assert line.closed.is_set()
        [reply] = await replies_of(database_url, "anna")
        assert reply["content"] == anna.replies[0]
        assert anna.replies[0].startswith("Well, it began long ago ")
        assert reply["ended"] == "interrupted"


async def test_at_every_word_the_stored_reply_is_what_was_sent(
    house: House, models: LedModels, database_url: str
) -> None:
    words = ["Apples, ", "pears, ", "plums, ", "cherries, ", "figs."]
    async with house.device("anna") as anna:
        for number in range(1, len(words) + 1):
            seen = len(anna.of("token"))
            await anna.say("Count!")
            (await models.next_line()).say(*words[:number])
            await until_more_words(anna, seen)
            await anna.send("interrupt")
            await anna.until_done(number)
        stored = [row["content"] for row in await replies_of(database_url, "anna")]
        assert stored == anna.replies
        assert all(stored)


async def test_an_interrupt_before_the_first_word_says_nothing_and_stores_no_reply(
    house: House, models: LedModels, database_url: str
) -> None:
    async with house.device("anna") as anna:
        await anna.say("Never mind.")
        await models.next_line()
        await anna.send("interrupt")
        await anna.until_done()
        assert (anna.of("done")[0]["ended"], anna.of("token")) == ("interrupted", [])
        [message] = await messages_of(database_url, "anna")
        assert message["settled"]
        await anna.say("Are you there?")
        (await models.next_line()).end("I am.")
        await anna.until_done(2)
        assert anna.replies[-1] == "I am."


async def test_an_interrupt_right_behind_its_message_is_heard(
    house: House, models: LedModels
) -> None:
    async with house.device("anna") as anna:
        for number in range(5):
            await asyncio.gather(anna.say("No, wait."), anna.send("interrupt"))
            await anna.until_done(number + 1)
            assert anna.of("done")[-1]["ended"] == "interrupted"
        assert not anna.of("token")


async def test_an_interrupt_while_nothing_is_said_stops_nothing_later(
    house: House, models: LedModels
) -> None:
    async with house.device("anna") as anna:
        await anna.send("interrupt")
        await anna.in_step()
        await anna.say("Hello!")
        (await models.next_line()).end("Hi ", "Anna.")
        await anna.until_done()
        assert (anna.replies, anna.of("done")[0]["ended"]) == (["Hi Anna."], "complete")


async def test_what_is_said_after_a_stop_is_answered_though_nothing_was_visible_yet(
    house: House, models: LedModels
) -> None:
    async with house.device("anna") as anna:
        await anna.send("typing")
        await anna.say("Let me see")
        await anna.send("typing")
        await anna.send("interrupt")
        await anna.in_step()
        await anna.say("Are you still here?")
        (await models.next_line()).end("I ", "am.")
        await anna.until_done()
        assert (anna.replies, anna.of("done")[0]["ended"]) == (["I am."], "complete")


async def test_a_model_that_hangs_is_interrupted_at_once(house: House, models: LedModels) -> None:
    loop = asyncio.get_running_loop()
    waits = []
    async with house.device("anna") as anna:
        for number in range(3):
            await anna.say("Hello?")
            if number:
                await the_model_speaks(anna, models, "Let me ", "think ")
            else:
                await models.next_line()
            begun = loop.time()
            await anna.send("interrupt")
            await anna.until_done(number + 1)
            waits.append(loop.time() - begun)
    assert min(waits) < PROMPT_SECONDS


async def test_an_interrupt_at_another_process_is_heard(
    houses: list[House], models: LedModels
) -> None:
    here, there = houses
    async with here.device("anna") as phone, there.device("anna") as laptop:
        await laptop.in_step()
        await phone.say("Tell me everything.")
        await the_model_speaks(phone, models, "Well, ", "it ", "began ", "long ", "ago ")
        await laptop.send("interrupt")
        for device in (phone, laptop):
            await device.until_done()
            assert device.of("done")[0]["ended"] == "interrupted"


@pytest.mark.parametrize("apart", [False, True])
async def test_a_new_message_stops_the_reply_stores_it_and_is_answered(
    houses: list[House], models: LedModels, database_url: str, *, apart: bool
) -> None:
    here, there = houses[0], houses[1 if apart else 0]
    async with here.device("anna") as phone, there.device("anna") as laptop:
        await laptop.in_step()
        await phone.say("What is a tree?")
        first = await the_model_speaks(phone, models, "A tree ", "drinks ", "rain ", "and ", "li")
        await until_said(phone, "drinks ")
        await laptop.say("No, a bush!")
        second = await models.next_line()
        assert first.closed.is_set()
        second.end("A bush ", "is small.")
        await phone.until_done(2)
        await laptop.until_done(2)
        assert phone.stream == laptop.stream
        assert [done["ended"] for done in phone.of("done")] == ["interrupted", "complete"]
        stored = [(row["content"], row["ended"]) for row in await replies_of(database_url, "anna")]
        assert stored == [(phone.replies[0], "interrupted"), ("A bush is small.", "complete")]
        assert second.heard == ["What is a tree?", phone.replies[0], "No, a bush!"]


async def test_messages_typed_in_a_row_are_answered_as_one(
    house: House, models: LedModels, database_url: str
) -> None:
    async with house.device("anna") as anna:
        await anna.say("So today")
        for text in ("I went to the sea", "and it was cold"):
            for _ in range(3):
                await anna.send("typing")
                await asyncio.sleep(PACE.typing_pause / 4)
            await anna.say(text)
        line = await _line_that_heard(models, "and it was cold")
        line.end("Brr!")
        await anna.until_done()
        await anna.in_step()
        assert anna.replies == ["Brr!"]
        assert line.heard == ["So today\nI went to the sea\nand it was cold"]
        stored = await messages_of(database_url, "anna")
        assert len({row["answered_by"] for row in stored if row["role"] == "user"}) == 1


async def test_typing_before_the_first_word_holds_the_reply_until_it_ends(
    house: House, models: LedModels
) -> None:
    async with house.device("anna") as anna:
        await anna.say("Wait")
        first = await models.next_line()
        await anna.send("typing")
        await first.closed.wait()
        second = await models.next_line()
        second.end("I waited.")
        await anna.until_done()
        assert anna.replies == ["I waited."]


async def test_typing_while_a_reply_is_said_does_not_disturb_it(
    house: House, models: LedModels
) -> None:
    async with house.device("anna") as anna:
        await anna.say("Hello!")
        line = await the_model_speaks(anna, models, "Hi ", "Anna, ")
        await anna.send("typing")
        await anna.in_step()
        line.end("how are you?")
        await anna.until_done()
        assert anna.replies == ["Hi Anna, how are you?"]


async def test_an_interrupt_followed_by_typing_ends_the_reply_once(
    house: House, models: LedModels
) -> None:
    async with house.device("anna") as anna:
        for number in range(10):
            await anna.say("Hm.")
            await models.next_line()
            await anna.send("interrupt")
            await anna.send("typing")
            await anna.until_done(number + 1)
        await anna.in_step()
        assert len(anna.of("done")) == 10
        assert all(other - one == 1 for one, other in pairwise(anna.numbers))


@pytest.fixture
async def patient_houses(
    settings: Settings, clock: MovedClock, models: LedModels
) -> AsyncIterator[list[House]]:
    """Two servers that wait very long for somebody who types."""
    pace = Pace(typing_pause=60, typing_limit=120)
    async with open_houses(
        settings, clock=clock, count=2, models=models, pace=pace, upkeep=UPKEEP
    ) as opened:
        yield opened


@pytest.mark.parametrize("apart", [False, True])
async def test_typing_that_came_before_its_message_delays_nothing(
    patient_houses: list[House], models: LedModels, *, apart: bool
) -> None:
    here, there = patient_houses[0], patient_houses[1 if apart else 0]
    async with here.device("anna") as phone, there.device("anna") as laptop:
        await laptop.in_step()
        await laptop.send("typing")
        await laptop.say("Hello!")
        (await models.next_line()).end("Hi!")
        await phone.until_done()
        await phone.say("One thing")
        await models.next_line()
        await laptop.send("typing")
        await laptop.say("and another")
        (await _line_that_heard(models, "and another")).end("Both.")
        await phone.until_done(2)
        await laptop.until_done(2)
        assert phone.replies == laptop.replies == ["Hi!", "Both."]


async def _line_that_heard(models: LedModels, text: str) -> Line:
    """Return the reply to a prompt that ends with a text; those begun before it are void."""
    void: list[list[str]] = []
    while True:
        try:
            line = await models.next_line()
        except TimeoutError:
            pytest.fail(f"no prompt ends with {text!r}; those that came were {void}")
        if line.heard[-1].endswith(text):
            return line
        void.append(line.heard)
