"""Do what the model asked for, and hand it the results as data."""

from langchain_core.messages import BaseMessage, ToolCall, ToolMessage
from langgraph.runtime import Runtime
from pydantic import ValidationError

from nodes.turn.state import Assembled, Generated, ToolsUsed, TurnContext, TurnInput
from nodes.turn.toolbox import SEARCH_MEMORIES, SearchMemories
from storage.records import Found

FOUND_LIMIT = 6
"""How many lines a search hands back: enough to answer, small enough to read."""

CALL_LIMIT = 3
"""Calls of one round that are carried out; the rest are refused."""


class UseToolsState(TurnInput, Assembled, Generated):
    """Who asks, and for what."""

    tool_rounds: int


async def use_tools(state: UseToolsState, runtime: Runtime[TurnContext]) -> ToolsUsed:
    """Carry out the model's tool calls and add their results to the prompt."""
    asked = state["asked"]
    calls = asked.tool_calls if asked is not None else []
    results: list[BaseMessage] = [
        ToolMessage(await _result(call, state, runtime.context), tool_call_id=call["id"] or "")
        for call in calls[:CALL_LIMIT]
    ]
    results += [
        ToolMessage("Too many tools at once.", tool_call_id=call["id"] or "")
        for call in calls[CALL_LIMIT:]
    ]
    spoken: list[BaseMessage] = [asked] if asked is not None else []
    return {
        "prompt": [*state["prompt"], *spoken, *results],
        "tool_rounds": state["tool_rounds"] + 1,
    }


async def _result(call: ToolCall, state: UseToolsState, context: TurnContext) -> str:
    if call["name"] != SEARCH_MEMORIES.name:
        return f"There is no tool called {call['name'][:40]!r}."
    try:
        wanted = SearchMemories.model_validate(call["args"])
    except ValidationError:
        return "The search needs a query of 1 to 300 characters."
    found = await context.services.archive.search(
        state["person"].id, state["agent_id"], wanted.query, limit=FOUND_LIMIT
    )
    return "\n".join(_line(hit) for hit in found) or "Nothing was found."


def _line(hit: Found) -> str:
    who = "you" if hit.role == "assistant" else "they"
    return f"({hit.said_at.date().isoformat()}, {who} said) {' '.join(hit.text.split())[:400]}"
