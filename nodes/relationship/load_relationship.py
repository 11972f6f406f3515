"""Fetch a relationship, and what was said since it was last looked at."""

from langgraph.runtime import Runtime

from nodes.relationship.state import LoadedRelationship, RelationshipContext, RelationshipInput
from storage.records import Message
from tools.memory.window import READ_AT_ONCE

SHOWN_BEFORE = 100
"""Messages before the new ones in which repetitions are looked for, and that a judge is shown."""


async def load_relationship(
    state: RelationshipInput, runtime: Runtime[RelationshipContext]
) -> LoadedRelationship:
    """Read how far two have come, what is new, and, when something is, what was said before it."""
    context, person_id = runtime.context, state["person"].id
    relationship = await context.relationships.get_or_begin(
        person_id, state["agent_id"], now=state["now"]
    )
    position = relationship.read_position
    messages = await context.services.messages.unread(
        person_id, state["agent_id"], after=position, limit=READ_AT_ONCE
    )
    return {
        "relationship": relationship,
        "messages": messages,
        "before": await _before(state, context, position) if messages and position else (),
        "more": len(messages) == READ_AT_ONCE,
    }


async def way_after_loading(
    state: LoadedRelationship, runtime: Runtime[RelationshipContext]
) -> str:
    """Name the way on: there is something to score, or nothing was said."""
    return "said" if state["messages"] else "nothing_new"


async def _before(
    state: RelationshipInput, context: RelationshipContext, position: int
) -> tuple[Message, ...]:
    page = await context.services.messages.page(
        state["person"].id, state["agent_id"], before=position + 1, limit=SHOWN_BEFORE
    )
    return tuple(message for message in page.messages if message.kind in {"talk", "proactive"})
