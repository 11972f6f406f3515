"""The database stops and comes back in the middle of a talk: the talk goes on."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from api.talks.refusals import CLOSE_GOING
from storage.embedded import EmbeddedPostgres
from tests.acceptance.conftest import PACE, UPKEEP
from tests.acceptance.models import LedModels
from tests.acceptance.records import messages_of
from tests.acceptance.serving import House, open_house
from tests.api.factories import make_settings
from tests.clients import Device
from tests.places import quick_folder
from tools.clock import MovedClock

AWAY_SECONDS = 0.5


@pytest.fixture
async def postgres() -> AsyncIterator[EmbeddedPostgres]:
    """A PostgreSQL that this test may stop."""
    folder = Path(tempfile.mkdtemp(prefix="miolumi-away-", dir=quick_folder()))
    embedded = EmbeddedPostgres(folder)
    await asyncio.to_thread(embedded.start)
    yield embedded
    await asyncio.to_thread(embedded.stop)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
async def fragile_house(
    postgres: EmbeddedPostgres, tmp_path: Path, clock: MovedClock, models: LedModels
) -> AsyncIterator[House]:
    """A server on that PostgreSQL."""
    settings = make_settings(home=tmp_path, database_url=postgres.start(), timezone="Europe/London")
    async with open_house(settings, clock=clock, models=models, pace=PACE, upkeep=UPKEEP) as opened:
        yield opened


@asynccontextmanager
async def away(postgres: EmbeddedPostgres) -> AsyncIterator[None]:
    """Stop the database for the block, and a moment more."""
    await asyncio.to_thread(postgres.stop)
    yield
    await asyncio.sleep(AWAY_SECONDS)
    await asyncio.to_thread(postgres.start)


async def say_until_taken(device: Device, text: str, client_id: str) -> None:
    """Send a message as a real client does: again, whenever the server could not take it."""
    while not device.of("ack", clientId=client_id):
        refused = len(device.of("error", clientId=client_id))
        await device.say(text, client_id=client_id)
        await until_answered(device, client_id, refused)


async def until_answered(device: Device, client_id: str, refused: int) -> None:
    await device.until(
        lambda: (
            device.of("ack", clientId=client_id)
            or len(device.of("error", clientId=client_id)) > refused
        )
    )


async def test_the_talk_goes_on_after_the_database_was_away(
    fragile_house: House, postgres: EmbeddedPostgres, models: LedModels
) -> None:
    async with fragile_house.device("anna") as anna:
        await anna.say("Hello!")
        (await models.next_line()).end("Hi.")
        await anna.until_done()
        async with away(postgres):
            pass
        await say_until_taken(anna, "Still there?", "two")
        (await models.next_line()).end("Always.")
        await anna.until_done(2)
        assert anna.replies == ["Hi.", "Always."]
        assert anna.closed_with is None


async def test_a_message_sent_meanwhile_is_answered_once(
    fragile_house: House, postgres: EmbeddedPostgres, models: LedModels
) -> None:
    async with fragile_house.device("anna") as anna:
        await anna.in_step()
        async with away(postgres):
            saying = asyncio.create_task(say_until_taken(anna, "Can you hear me?", "one"))
        await saying
        (await models.next_line()).end("I can.")
        await anna.until_done()
        assert anna.replies == ["I can."]
        stored = await messages_of(postgres.start(), "anna")
        assert [row["content"] for row in stored] == ["Can you hear me?", "I can."]


async def test_a_reply_that_is_being_said_is_said_to_its_end_and_kept(
    fragile_house: House, postgres: EmbeddedPostgres, models: LedModels
) -> None:
    async with fragile_house.device("anna") as anna:
        await anna.say("Tell me something.")
        line = await models.next_line()
        line.say("Once ", "upon ", "a ")
        await anna.until_first("token")
        async with away(postgres):
            line.end("time.")
        await anna.until_done()
        assert anna.replies == ["Once upon a time."]
        stored = await messages_of(postgres.start(), "anna")
        assert [row["content"] for row in stored] == ["Tell me something.", "Once upon a time."]


async def test_who_comes_while_it_is_away_waits_and_misses_nothing(
    fragile_house: House, postgres: EmbeddedPostgres, models: LedModels
) -> None:
    async with fragile_house.device("anna") as phone:
        await phone.say("Hello!")
        (await models.next_line()).end("Hi.")
        await phone.until_done()
        async with away(postgres):
            coming = fragile_house.device("anna", after=2)
            laptop = await coming.__aenter__()
        await laptop.until_seq(phone.last_seq)
        assert laptop.stream == [frame for frame in phone.stream if frame["seq"] > 2]
        await coming.__aexit__(None, None, None)


async def test_away_for_long_it_is_told_in_words_and_nothing_is_lost(
    fragile_house: House, postgres: EmbeddedPostgres, models: LedModels
) -> None:
    async with fragile_house.device("anna") as anna:
        await anna.in_step()
        await asyncio.to_thread(postgres.stop)
        async with fragile_house.device("ben", joins=False) as ben:
            await anna.say("Can you hear me?", client_id="one")
            error = await anna.until_first("error", clientId="one")
            assert (error["code"], error["retryAfter"] > 0) == ("database_away", True)
            assert await ben.until_closed() == CLOSE_GOING
            assert ben.of("error", code="database_away")
        await asyncio.to_thread(postgres.start)
        await say_until_taken(anna, "Can you hear me?", "one")
        (await models.next_line()).end("I can.")
        await anna.until_done()
        stored = await messages_of(postgres.start(), "anna")
        assert [row["content"] for row in stored] == ["Can you hear me?", "I can."]
