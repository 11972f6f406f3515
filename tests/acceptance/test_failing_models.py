"""A model that fails: the offline voice answers, or what was said is kept; never silence."""

from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import pytest
from pydantic import SecretStr

from api.settings import Settings
from tests.acceptance.conftest import PACE, UPKEEP
from tests.acceptance.models import LedModels
from tests.acceptance.records import replies_of
from tests.acceptance.serving import House, open_house
from tests.servers.behaviour import Behaviour, Block, Fail, Hang, Say
from tests.servers.gemini import GeminiServer
from tests.tools.models.offline.talking import talk
from tools.clock import MovedClock

HELLO = "Hello! How are you?"

BEFORE_A_WORD: dict[str, Behaviour] = {
    "an error": Fail(status=500),
    "overload": Fail(status=503),
    "too many requests": Fail(status=429, retry_delay=30),
    "a refused key": Fail(status=400, message="API key not valid.", reason="API_KEY_INVALID"),
    "a safety block": Block(),
    "a hang": Hang(),
    "a connection that breaks": Say(cut_after=0),
    "an empty reply": Say(text=""),
}

LIMITS = """
[roles.chat.limits]
first_token_seconds = 0.5
idle_seconds = 0.5
"""
"""So that tests do not wait for a model that hangs."""


@pytest.fixture
async def gemini_house(
    settings: Settings, clock: MovedClock, gemini: GeminiServer, tmp_path: Path
) -> AsyncIterator[House]:
    """A server that talks through the Gemini-speaking one."""
    table = tmp_path / "models.toml"
    table.write_text(LIMITS, "utf-8")
    keyed = settings.model_copy(
        update={
            "google_api_key": SecretStr("a-key"),
            "google_base_url": gemini.url,
            "models": table,
        }
    )
    async with open_house(keyed, clock=clock, pace=PACE, upkeep=UPKEEP) as opened:
        yield opened


@pytest.mark.parametrize("trouble", list(BEFORE_A_WORD))
async def test_when_no_provider_says_a_word_the_offline_voice_answers(
    gemini_house: House, gemini: GeminiServer, trouble: str
) -> None:
    gemini.replies.always(BEFORE_A_WORD[trouble])
    async with gemini_house.device("anna") as anna:
        reply = await anna.ask(HELLO)
        assert reply.strip()
        assert anna.of("done")[0]["ended"] == "complete"
        assert not anna.of("error")


async def test_the_offline_voice_says_what_it_would_say(
    gemini_house: House, gemini: GeminiServer
) -> None:
    gemini.replies.always(Fail(status=500))
    async with gemini_house.device("anna") as anna:
        assert (await anna.ask(HELLO))[:10] == talk(HELLO)[0][:10]


@pytest.mark.parametrize(
    "trouble",
    [Say(cut_after=2), Say(stall_after=2)],
    ids=["a connection that breaks", "a hang"],
)
async def test_a_reply_that_stops_half_way_is_kept_as_far_as_it_came(
    gemini_house: House, gemini: GeminiServer, database_url: str, trouble: Say
) -> None:
    gemini.replies.queue(trouble)
    async with gemini_house.device("anna") as anna:
        reply = await anna.ask("Tell me more about it.")
        assert reply == "".join(trouble.chunks[:2])
        assert anna.of("done")[0]["ended"] == "cut_short"
        assert not anna.of("error")
        [stored] = await replies_of(database_url, "anna")
        assert (stored["content"], stored["ended"]) == (reply, "cut_short")
        assert await anna.ask("Go on, please.")
        assert anna.of("done")[1]["ended"] == "complete"


async def test_a_short_wish_to_wait_is_granted_and_the_model_itself_answers(
    gemini_house: House, gemini: GeminiServer
) -> None:
    gemini.replies.queue(Fail(status=429, retry_delay=0.1), Say(text="Sorry for the wait."))
    async with gemini_house.device("anna") as anna:
        assert await anna.ask(HELLO)
        assert not anna.of("error")


async def test_without_embeddings_the_talk_goes_on(
    gemini_house: House, gemini: GeminiServer
) -> None:
    gemini.embeddings.always(Fail(status=500))
    gemini.replies.always(Say(text="I am here."))
    async with gemini_house.device("anna") as anna:
        for _ in range(3):
            assert await anna.ask(HELLO) == "I am here."


async def test_trouble_at_random_never_leaves_anybody_without_an_answer(
    gemini_house: House, gemini: GeminiServer
) -> None:
    chance = Random(3)  # noqa: S311 - what is proven must be the same each time
    quick = [one for name, one in BEFORE_A_WORD.items() if name != "a hang"]
    gemini.replies.respond(
        lambda request: chance.choice([*quick, Say(cut_after=1), Say(text="I am here.")])
    )
    async with gemini_house.device("anna") as anna:
        for number in range(20):
            assert (await anna.ask(f"This is message {number}.")).strip()
        assert not anna.of("error")
        assert anna.numbers == list(range(1, len(anna.numbers) + 1))


async def test_a_hanging_model_is_interrupted_at_once_through_the_real_client(
    gemini_house: House, gemini: GeminiServer
) -> None:
    gemini.replies.always(Hang())
    async with gemini_house.device("anna") as anna:
        await anna.say(HELLO)
        await anna.until_first("emotion")
        await anna.send("interrupt")
        await anna.until_done()
        assert anna.of("done")[0]["ended"] == "interrupted"


async def test_a_reply_cut_by_the_model_is_stored_as_it_was_sent(
    house: House, models: LedModels, database_url: str
) -> None:
    async with house.device("anna") as anna:
        await anna.say("Tell me more.")
        line = await models.next_line()
        line.say("There was ", "once a ")
        line.cut()
        await anna.until_done()
        assert anna.of("done")[0]["ended"] == "cut_short"
        [stored] = await replies_of(database_url, "anna")
        assert stored["content"] == anna.replies[0] == "There was once a "


async def test_a_turn_that_breaks_tells_the_person_and_is_tried_again(
    house: House, models: LedModels, caplog: pytest.LogCaptureFixture
) -> None:
    async with house.device("anna") as anna:
        await anna.say("Hello!")
        line = await models.next_line()
        line.break_down()
        error = await anna.until_first("error", code="turn_failed")
        assert "safe" in error["message"]
        (await models.next_line()).end("Now I am here.")
        await anna.until_done()
        assert anna.replies == ["Now I am here."]
    assert "nobody foresaw this" in caplog.text
    caplog.clear()
