"""Let the model speak, word by word, behind a short hold-back."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence

from langchain_core.messages import AIMessageChunk
from langchain_core.tools import BaseTool
from langgraph.runtime import Runtime

from nodes.turn.speech import Speech
from nodes.turn.state import (
    Assembled,
    Generated,
    Guarded,
    Retrieved,
    ToolsUsed,
    TurnContext,
    TurnInput,
)
from nodes.turn.stay import stay
from nodes.turn.toolbox import MAX_TOOL_ROUNDS, tools_for
from tools.models.errors import CutShort, ModelError
from tools.mood.temperament import temperament_of


class GenerateState(TurnInput, Guarded, Assembled, Retrieved, ToolsUsed):
    """What the model is given."""

    reply: str
    """What was said before tools were asked for; nobody has written it in the first round."""


async def generate_reply(state: GenerateState, runtime: Runtime[TurnContext]) -> Generated:
    """Stream the reply until it ends, is long enough, breaks a rule or the person says more.

    Where the model sees danger that no rule saw, it says so in the place of words.
    """
    context = runtime.context
    speech = _speech(state, context)
    stream = context.services.models.stream(
        "chat",
        state["prompt"],
        spent=context.spendings.append,
        tools=_tools(state, context),
        options=state["treatment"].options,
    )
    try:
        with context.stop.listening():
            async for chunk in stream:
                was_silent = not speech.has_spoken
                if context.stop.is_set() or not speech.add(chunk):
                    break
                if was_silent and speech.has_spoken:
                    # A model that is fast never pauses; without this the first word waits for it.
                    await asyncio.sleep(0)
        speech.end(interrupted=context.stop.is_set())
    except ModelError as error:
        if not isinstance(error, CutShort) and not speech.has_spoken:
            if not state["standing"].is_open:
                raise
            return await stay(state, runtime)
        speech.end(cut_short=True)
    finally:
        await _close(stream)
    return await _said(speech.result(), state, runtime)


async def _said(said: Generated, state: GenerateState, runtime: Runtime[TurnContext]) -> Generated:
    """Return what was said; who is looked after is not left with nothing."""
    if not state["standing"].is_open:
        return said
    is_silent = not said["reply"] and said["asked"] is None and said["broken"] is None
    if is_silent and said["ended"] != "interrupted":
        return await stay(state, runtime)
    return {**said, "kind": "care"}


def _speech(state: GenerateState, context: TurnContext) -> Speech:
    return Speech(
        context.outlet,
        private=state["private"],
        emotion=state["emotion"],
        temperament=temperament_of(state["agent_id"]),
        plan=state["plan"],
        seed=str(state["reply_id"]),
        before=state.get("reply", ""),
        after_tools=state["tool_rounds"] > 0,
        in_care=state["standing"].is_open,
        reading=state["reading"],
    )


def _tools(state: GenerateState, context: TurnContext) -> Sequence[BaseTool]:
    """Return what the model may ask for; somebody who is looked after is listened to."""
    if state["tool_rounds"] >= MAX_TOOL_ROUNDS:
        return ()
    opens_pages = context.services.pages is not None and not state["standing"].is_open
    return tools_for(state["messages"], opens_pages=opens_pages)


async def _close(stream: AsyncIterator[AIMessageChunk]) -> None:
    """Let go of the provider's connection, and have the cost of a stopped call noted."""
    if isinstance(stream, AsyncGenerator):
        await stream.aclose()


async def way_after_generation(state: Generated) -> str:
    """Name the way on: care where the model sees danger, tools when it asked for them."""
    is_unsaid = not state["reply"] and state["ended"] != "interrupted"
    if state["reading"].needs_answer and is_unsaid and state["kind"] != "care":
        return "crisis"
    return "tools" if state["asked"] is not None else "said"
