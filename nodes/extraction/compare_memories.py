"""Lay what was extracted beside what is remembered."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from langgraph.runtime import Runtime

from nodes.extraction.state import Compared, Extracted, ExtractionContext, TalkState
from storage.records import NewMemory
from tools.memory.consolidate import Neighbour
from tools.memory.dated import validity
from tools.memory.gate import Accepted
from tools.memory.merge import content_hash, distinct, memory_id
from tools.memory.people import Identified, PersonMention, identify
from tools.text.terms import terms_of

NEIGHBOURS = 5
"""Kept memories that each new one is compared with."""


class GatedState(TalkState, Extracted):
    """A talk and what may be remembered of it."""


async def compare_memories(state: GatedState, runtime: Runtime[ExtractionContext]) -> Compared:
    """Find for each new memory whom it is about and which kept ones are near to it.

    Raises:
        EmbeddingUnavailable: nothing was changed, and the job tries again.
    """
    context = runtime.context
    kept = await context.services.memories.kept(state["person"].id, state["agent_id"])
    identified = identify(
        _mentions(state), kept.people, agent_id=state["agent_id"], new_id=_ids(state).__next__
    )
    zone = ZoneInfo(state["person"].timezone)
    new = distinct(_new_memory(accepted, identified, zone=zone) for accepted in state["accepted"])
    placed, near = await _placed(new, state, context)
    return {"kept": kept, "identified": identified, "new": placed, "near": near}


def _mentions(state: GatedState) -> list[PersonMention]:
    """Return everybody spoken of, those included whom only a memory names."""
    mentions = list(state["mentions"])
    named = {(one.name, one.said_at) for one in mentions}
    for accepted in state["accepted"]:
        for name in accepted.people:
            if (name, said_at := accepted.message.created_at) not in named:
                named.add((name, said_at))
                mentions.append(PersonMention(name=name, said_at=said_at))
    return mentions


async def _placed(
    new: Sequence[NewMemory], state: GatedState, context: ExtractionContext
) -> tuple[list[NewMemory], list[list[Neighbour]]]:
    if not new:
        return [], []
    models = context.services.models
    vectors = await models.embed([one.content for one in new], spent=context.spendings.append)
    near = await context.services.memories.nearest(
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
    return placed, near


def _new_memory(accepted: Accepted, identified: Identified, *, zone: ZoneInfo) -> NewMemory:
    fingerprint = content_hash(accepted.content)
    when = validity(accepted, zone=zone)
    said_at = accepted.message.created_at
    known = (identified.whom(name, said_at) for name in accepted.people)
    return NewMemory(
        id=memory_id(accepted.message.id, fingerprint),
        type=accepted.type,
        subtype=accepted.subtype,
        content=accepted.content,
        content_hash=fingerprint,
        quote=accepted.quote,
        importance=accepted.importance,
        people=accepted.people,
        known_people=tuple(dict.fromkeys(one for one in known if one)),
        source_message_ids=(accepted.message.id,),
        terms=terms_of(accepted.content),
        learned_at=said_at,
        valid_from=when.valid_from,
        valid_to=when.valid_to,
        valid_precision=when.precision,
    )


def _ids(state: GatedState) -> Iterator[UUID]:
    """Yield ids for new people: a reading that is repeated gives the same."""
    source = state["messages"][0].id if state["messages"] else state["person"].id
    return (uuid5(source, f"person {number}") for number in count())
