"""What goes to OpenAI past its own client, and what comes back, is what that client makes of it."""

from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, SystemMessage
from langchain_core.tools import tool
from pydantic import SecretStr

from tests.servers.behaviour import Call, Say, Usage
from tests.servers.openai import OpenAIServer
from tools.models.build import Access, build_chat, close
from tools.models.table import Choice

PROMPT = [
    SystemMessage("You are Lumi."),
    HumanMessage("Hello"),
    AIMessage("Hello there."),
    HumanMessage("我星期五有面试。"),
]
SAY = Say(
    text="Good luck on Friday!",
    calls=(Call(name="look_up", arguments={"day": "Friday"}),),
    usage=Usage(prompt=9, cached=3, output=2),
)


@tool
def look_up(day: str) -> str:
    """Look up a day."""
    return day


def built(server: OpenAIServer, **options: Any) -> BaseChatModel:
    access = Access(api_key=SecretStr("a-key"), base_url=server.base_url)
    return build_chat(Choice(model="openai:a", options=options), access=access, seconds=5)


async def heard(model: Any) -> AIMessageChunk:
    """The reply in one piece, without the ids that LangChain makes up."""
    whole: AIMessageChunk | None = None
    async for chunk in model.bind_tools([look_up]).astream(PROMPT):
        whole = chunk if whole is None else whole + chunk
    await close(model)
    assert whole is not None
    whole.id = None
    return whole


@pytest.mark.parametrize("options", [{}, {"temperature": 0.5, "extra_body": {"top_k": 3}}], ids=str)
async def test_the_short_way_asks_and_hears_the_same_as_the_long_way(
    openai_server: OpenAIServer, options: dict[str, Any]
) -> None:
    openai_server.replies.queue(SAY, SAY)
    short, long = built(openai_server, **options), built(openai_server, **options)
    long_way: Any = long
    long_way.async_client = long_way.root_async_client.chat.completions
    assert await heard(short) == await heard(long)
    asked, asked_the_long_way = [request.json for request in openai_server.requests]
    assert asked == asked_the_long_way
    assert len(asked["messages"]) == len(PROMPT)


async def test_what_a_call_sets_beside_the_body_is_obeyed(openai_server: OpenAIServer) -> None:
    openai_server.replies.queue(SAY)
    model = built(openai_server)
    words = [chunk.text async for chunk in model.astream(PROMPT, extra_headers={"X-Test": "yes"})]
    await close(model)
    assert "".join(words) == "Good luck on Friday!"
    assert openai_server.requests[0].headers["x-test"] == "yes"
