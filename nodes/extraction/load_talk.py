"""Fetch what was said since the talk was last read."""

from collections.abc import Sequence

from langgraph.runtime import Runtime

from nodes.extraction.state import ExtractionContext, ExtractionInput, Loaded
from storage.records import Message
from tools.memory.window import READ_AT_ONCE


async def load_talk(state: ExtractionInput, runtime: Runtime[ExtractionContext]) -> Loaded:
    """Read the notes, and the messages that the summary or the extraction has not seen."""
    services = runtime.context.services
    scope = state["person"].id, state["agent_id"]
    recent = await services.memories.recent(*scope)
    position = min(recent.summarised_position, recent.extracted_position)
    messages = await services.messages.unread(*scope, after=position, limit=READ_AT_ONCE)
    waiting = after(messages, recent.extracted_position)
    return {
        "recent": recent,
        "messages": messages,
        "read_to": messages[-1].position if messages else position,
        "more": len(messages) == READ_AT_ONCE,
        "quiet_at": waiting[-1].created_at + runtime.context.quiet_after if waiting else None,
    }


def after(messages: Sequence[Message], position: int) -> list[Message]:
    """Return the messages that come after a position."""
    return [message for message in messages if message.position > position]
