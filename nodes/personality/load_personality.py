"""Fetch who the companion is, and, when that may have changed, the talk that shows it."""

from langgraph.runtime import Runtime

from nodes.personality.state import (
    LoadedPersonality,
    PersonalityContext,
    PersonalityInput,
    PersonalityOutput,
)
from storage.records import Message
from storage.records.personality import Becoming
from tools.memory.window import READ_AT_ONCE
from tools.personality.due import has_emerged, is_due, may_be_due
from tools.personality.gate import turns_round

SHOWN = 80
"""Messages that a model is shown, the latest ones: forty rounds, and a call of a known size."""


class Loaded(LoadedPersonality, PersonalityOutput):
    """What was found; nothing has grown yet."""


async def load_personality(state: PersonalityInput, runtime: Runtime[PersonalityContext]) -> Loaded:
    """Read how far the companion has come; a talk in which nothing is due costs one trip."""
    context = runtime.context
    becoming = await context.personalities.becoming(state["person"].id, state["agent_id"])
    due = may_be_due(becoming, now=state["now"]) and await _is_due(state, becoming, context)
    messages = await _shown(state, context) if due else ()
    return {"becoming": becoming, "messages": messages, "grown": None}


async def way_after_personality(
    state: LoadedPersonality, runtime: Runtime[PersonalityContext]
) -> str:
    """Name the way on: the talk is to be read, or the companion stays as it is."""
    return "due" if state["messages"] else "not_due"


async def _is_due(state: PersonalityInput, becoming: Becoming, context: PersonalityContext) -> bool:
    unread: list[Message] = []
    if not has_emerged(becoming):
        unread = await context.services.messages.unread(
            state["person"].id,
            state["agent_id"],
            after=becoming.read_position,
            limit=READ_AT_ONCE,
        )
    return is_due(becoming, unread, now=state["now"])


async def _shown(state: PersonalityInput, context: PersonalityContext) -> tuple[Message, ...]:
    """Return the last messages that may be remembered, without those that try to turn it round."""
    page = await context.services.messages.page(
        state["person"].id, state["agent_id"], before=None, limit=SHOWN
    )
    return tuple(
        message
        for message in page.messages
        if message.kind in {"talk", "proactive"}
        and (message.role == "assistant" or not turns_round(message.content))
    )
