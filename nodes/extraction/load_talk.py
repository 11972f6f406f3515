"""Fetch what was said since the talk was last read."""

from collections.abc import Sequence

from langgraph.runtime import Runtime

from nodes.extraction.state import ExtractionContext, ExtractionInput, Loaded
from storage.records import Message
from tools.memory.window import READ_AT_ONCE, quiet_at

REMEMBERED_KINDS = frozenset({"talk", "proactive"})
"""Care and deflections are never remembered."""


async def load_talk(state: ExtractionInput, runtime: Runtime[ExtractionContext]) -> Loaded:
    """Read the notes, and the messages that the summary or the extraction has not seen."""
    services = runtime.context.services
    scope = state["person"].id, state["agent_id"]
    recent = await services.memories.recent(*scope)
    read_to = min(recent.summarised_position, recent.extracted_position)
    found = await services.messages.unread(*scope, after=read_to, limit=READ_AT_ONCE)
    messages = [message for message in found if message.kind in REMEMBERED_KINDS]
    waiting = after(messages, recent.extracted_position)
    return {
        "recent": recent,
        "messages": messages,
        "read_to": found[-1].position if found else read_to,
        "more": len(found) == READ_AT_ONCE,
        "quiet_at": quiet_at(waiting[-1].created_at) if waiting else None,
    }


def after(messages: Sequence[Message], position: int) -> list[Message]:
    """Return the messages that come after a position."""
    return [message for message in messages if message.position > position]
