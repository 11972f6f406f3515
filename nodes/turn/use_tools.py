"""Do what the model asked for, and hand it the results as data."""

from zoneinfo import ZoneInfo

from langchain_core.messages import BaseMessage, ToolCall, ToolMessage
from langgraph.runtime import Runtime
from pydantic import ValidationError

from nodes.turn.state import Assembled, Generated, ToolsUsed, TurnContext, TurnInput
from nodes.turn.toolbox import (
    QUERY_LIMIT,
    READ_PAGE,
    SEARCH_MEMORIES,
    SearchMemories,
    sent_links,
)
from storage.errors import StorageError
from tools.models.errors import EmbeddingUnavailable
from tools.outside.errors import OutsideError
from tools.prompts.recalled import recalled_line
from tools.prompts.words import WORDS

FOUND_LIMIT = 6
"""How many lines a search hands back: enough to answer, small enough to read."""

CALL_LIMIT = 3
"""Calls of one round that are carried out; the rest are refused."""

LONGEST_NAME = 40
"""Characters of a tool's name that are said back when there is no such tool."""


class UseToolsState(TurnInput, Assembled, Generated):
    """Who asks, and for what."""

    tool_rounds: int


async def use_tools(state: UseToolsState, runtime: Runtime[TurnContext]) -> ToolsUsed:
    """Carry out the model's tool calls and add their results to the prompt."""
    asked = state["asked"]
    calls = asked.tool_calls if asked is not None else []
    told = [await _result(call, state, runtime.context) for call in calls[:CALL_LIMIT]]
    told += [WORDS[state["language"]]["tool.too_many"] for _ in calls[CALL_LIMIT:]]
    results: list[BaseMessage] = [
        ToolMessage(text, tool_call_id=call["id"] or "")
        for call, text in zip(calls, told, strict=True)
    ]
    spoken: list[BaseMessage] = [asked] if asked is not None else []
    return {
        "prompt": [*state["prompt"], *spoken, *results],
        "tool_rounds": state["tool_rounds"] + 1,
    }


async def _result(call: ToolCall, state: UseToolsState, context: TurnContext) -> str:
    """Return what the model is told; a tool that fails is no reason to fall silent."""
    words = WORDS[state["language"]]
    if call["name"] == READ_PAGE.name:
        return await _page(call, state, context)
    if call["name"] != SEARCH_MEMORIES.name:
        return words["tool.unknown"].format(name=call["name"][:LONGEST_NAME])
    try:
        wanted = SearchMemories.model_validate(call["args"])
    except ValidationError:
        return words["tool.query"].format(limit=QUERY_LIMIT)
    try:
        return await _found(wanted.query, state, context) or words["tool.nothing"]
    except (EmbeddingUnavailable, StorageError):
        return words["tool.broken"]


async def _page(call: ToolCall, state: UseToolsState, context: TurnContext) -> str:
    """Return a page the person sent, as data; where it cannot be read, why."""
    words, pages = WORDS[state["language"]], context.services.pages
    link = call["args"].get("link")
    if pages is None or link not in sent_links(state["messages"]):
        return words["tool.link"]
    shown: str | None = None
    try:
        with context.stop.listening():
            shown = await pages.read(link)
    except OutsideError as error:
        return words["tool.page_away"].format(why=error)
    if shown is None:
        return words["tool.broken"]
    return words["tool.page"].format(page=shown)


async def _found(query: str, state: UseToolsState, context: TurnContext) -> str:
    person = state["person"]
    hits = await context.services.archive.search(
        person.id, state["agent_id"], query, limit=FOUND_LIMIT
    )
    zone = ZoneInfo(person.timezone)
    return "\n".join(recalled_line(hit, language=state["language"], zone=zone) for hit in hits)
