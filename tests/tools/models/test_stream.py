"""Streams, against the real Gemini client and a server that speaks Gemini."""

import asyncio
from contextlib import aclosing
from decimal import Decimal

import pytest
from langchain_core.messages import AIMessageChunk
from langchain_core.tools import tool

from storage.records import Spending
from tests.servers.behaviour import Behaviour, Call, Hang, Say, Usage
from tests.servers.gemini import GeminiServer
from tests.tools.models.conftest import KEY, MakeModels, table_with
from tests.tools.models.streams import FLASH, PROMPT, spoken


@tool
def look_up(day: str) -> str:
    """Look up a day."""
    return day


async def test_words_stream_as_they_come_and_are_booked_exactly(
    gemini: GeminiServer, make_models: MakeModels, bills: list[Spending]
) -> None:
    usage = Usage(prompt=1_000, cached=600, output=40, thoughts=8)
    gemini.replies.queue(Say(text="Good luck on Friday!", pieces=4, usage=usage))
    words = await spoken(make_models(), bills)
    assert "".join(words) == "Good luck on Friday!"
    assert len([word for word in words if word]) == 4
    assert bills == [
        Spending(
            operation="chat",
            model=FLASH,
            input_tokens=1_000,
            cached_input_tokens=600,
            output_tokens=48,
            # 400 at 0.50, 600 at 0.05 and 48 at 3.00 dollars a million
            cost_usd=Decimal("0.000374"),
        )
    ]


async def test_chat_asks_for_the_least_thinking_and_one_attempt(
    gemini: GeminiServer, make_models: MakeModels, bills: list[Spending]
) -> None:
    await spoken(make_models(), bills)
    (request,) = gemini.chats
    assert request.config["thinkingConfig"] == {"thinking_level": "MINIMAL"}
    assert request.system == "You are Lumi."
    assert request.messages == [("user", "I have an interview on Friday.")]
    assert request.key == KEY
    assert int(request.request.headers["x-server-timeout"]) >= 10


async def test_options_stand_in_the_place_of_the_tables_for_one_call(
    gemini: GeminiServer, make_models: MakeModels, bills: list[Spending]
) -> None:
    models, options = make_models(), {"temperature": 0.25, "top_p": 0.75}
    for given in (options, {}):
        stream = models.stream("chat", PROMPT, spent=bills.append, tools=[look_up], options=given)
        async for _ in stream:
            pass
    varied, usual = (request.config for request in gemini.chats)
    assert (varied["temperature"], varied["topP"]) == (0.25, 0.75)
    assert "topP" not in usual
    assert varied["thinkingConfig"] == usual["thinkingConfig"]


async def test_an_abandoned_stream_is_booked_and_hung_up(
    gemini: GeminiServer, make_models: MakeModels, bills: list[Spending]
) -> None:
    gemini.replies.queue(Say(pieces=8, stall_after=3, usage=Usage(prompt=70, output=40)))
    async with aclosing(make_models().stream("chat", PROMPT, spent=bills.append)) as chunks:
        async for chunk in chunks:
            assert chunk.text
            break
    (bill,) = bills
    assert (bill.input_tokens, bill.model) == (70, FLASH)
    assert bill.output_tokens > 0
    assert bill.cost_usd > 0
    await asyncio.sleep(0.05)
    assert gemini.hung_up == 1


async def test_a_cancelled_stream_is_booked(
    gemini: GeminiServer, make_models: MakeModels, bills: list[Spending]
) -> None:
    asked = asyncio.Event()

    def hang(_: object) -> Behaviour:
        asked.set()
        return Hang()

    gemini.replies.respond(hang)
    models = make_models(table_with(chat={"limits": {"first_token_seconds": 30}}))
    task = asyncio.create_task(spoken(models, bills))
    await asked.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    (bill,) = bills
    assert bill.output_tokens == 0
    assert bill.input_tokens > 5, "a call that was under way is billed by its estimated prompt"


async def test_tools_are_offered_and_their_calls_arrive_whole(
    gemini: GeminiServer, make_models: MakeModels, bills: list[Spending]
) -> None:
    call = Call(name="look_up", arguments={"day": "Friday"})
    gemini.replies.queue(Say(text="", calls=(call,)))
    whole: AIMessageChunk | None = None
    async for chunk in make_models().stream("chat", PROMPT, spent=bills.append, tools=[look_up]):
        whole = chunk if whole is None else whole + chunk
    assert whole is not None
    assert [(made["name"], made["args"]) for made in whole.tool_calls] == [
        ("look_up", {"day": "Friday"})
    ]
    declared = gemini.chats[0].body["tools"][0]["functionDeclarations"]
    assert [one["name"] for one in declared] == ["look_up"]


async def test_nul_characters_are_taken_out_of_a_stream(
    gemini: GeminiServer, make_models: MakeModels, bills: list[Spending]
) -> None:
    gemini.replies.queue(Say(text="a\0b", pieces=1))
    assert "".join(await spoken(make_models(), bills)) == "ab"
