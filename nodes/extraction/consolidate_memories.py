"""Fold what was extracted into what is remembered."""

from collections.abc import Sequence
from dataclasses import replace

from langgraph.runtime import Runtime

from nodes.extraction.state import Consolidated, Extracted, ExtractionContext, TalkState
from storage.records import Consolidation, NewMemory
from tools.memory.consolidate import consolidation
from tools.memory.gate import Accepted
from tools.memory.merge import content_hash, distinct
from tools.text.terms import terms_of

NEIGHBOURS = 5
"""Kept memories that each new one is compared with."""


class GatedState(TalkState, Extracted):
    """A talk and what may be remembered of it."""


async def consolidate_memories(
    state: GatedState, runtime: Runtime[ExtractionContext]
) -> Consolidated:
    """Merge the new memories with the old ones, keep-best, and mark the messages as read.

    Both happen in one transaction: a reading that is repeated after a crash changes nothing.

    Raises:
        EmbeddingUnavailable: nothing was changed, and the job tries again.
    """
    context = runtime.context
    new = distinct(_new_memory(accepted) for accepted in state["gated"].accepted)
    await context.services.memories.consolidate(
        state["person"].id,
        state["agent_id"],
        await _change(new, state, context),
        spendings=tuple(context.spendings),
        now=state["now"],
    )
    context.spendings.clear()
    return {"quiet_at": None}


async def _change(
    new: Sequence[NewMemory], state: GatedState, context: ExtractionContext
) -> Consolidation:
    if not new:
        return Consolidation(read_to=state["read_to"])
    models, memories = context.services.models, context.services.memories
    vectors = await models.embed([one.content for one in new], spent=context.spendings.append)
    near = await memories.nearest(
        state["person"].id,
        state["agent_id"],
        vectors,
        embedder=models.embedder,
        types=[one.type for one in new],
        limit=NEIGHBOURS,
    )
    placed = [
        replace(one, vector=vector, embedder=models.embedder)
        for one, vector in zip(new, vectors, strict=True)
    ]
    return consolidation(placed, near, read_to=state["read_to"])


def _new_memory(accepted: Accepted) -> NewMemory:
    return NewMemory(
        type=accepted.type,
        subtype=accepted.subtype,
        content=accepted.content,
        content_hash=content_hash(accepted.content),
        quote=accepted.quote,
        importance=accepted.importance,
        people=accepted.people,
        source_message_ids=(accepted.message.id,),
        terms=terms_of(accepted.content),
        learned_at=accepted.message.created_at,
    )
