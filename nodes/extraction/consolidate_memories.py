"""Fold what was extracted into what is remembered."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count
from uuid import UUID, uuid5

from langgraph.runtime import Runtime

from nodes.extraction.load_talk import after
from nodes.extraction.state import (
    Compared,
    Consolidated,
    Extracted,
    ExtractionContext,
    Judgement,
    TalkState,
)
from storage.records import Consolidation, Episode, Memory
from tools.memory.consolidate import Decided, decide, holding_after
from tools.memory.episodes import Stretch, stretches
from tools.memory.lines import language_of_talk
from tools.memory.preferences import merge_preferences
from tools.memory.profile import profile_lines
from tools.memory.prune import Prunable, pruned
from tools.memory.titles import fallback_title, usable_title


class JudgedState(TalkState, Extracted, Compared, Judgement):
    """New memories, known ones, and how they stand to each other."""


async def consolidate_memories(
    state: JudgedState, runtime: Runtime[ExtractionContext]
) -> Consolidated:
    """Carry out one reading and mark the messages as read, all in one transaction.

    A reading that is repeated after a crash changes nothing. One during which something was
    forgotten changes nothing either, and asks to be run again.
    """
    context = runtime.context
    # Comparing each new memory with each old one takes a while; talks go on meanwhile.
    change = await asyncio.to_thread(_change, state)
    done = await context.services.memories.consolidate(
        state["person"].id,
        state["agent_id"],
        change,
        spendings=tuple(context.spendings),
        now=state["now"],
    )
    if done:
        context.spendings.clear()
    return {"quiet_at": None, "more": state["more"] or not done}


def _change(state: JudgedState) -> Consolidation:
    kept, agent_id = state["kept"], state["agent_id"]
    decided = decide(
        state["new"],
        state["near"],
        holding=kept.memories,
        judged=state["judged"],
        agent_id=agent_id,
    )
    holding = holding_after(kept.memories, decided, agent_id=agent_id)
    let_go = pruned([_prunable(memory) for memory in holding])
    preferences, outdated = merge_preferences(
        state["preferences"], kept.preferences, new_id=_ids(state, "preference").__next__
    )
    current = [one for one in kept.preferences if one.id not in outdated]
    return Consolidation(
        read_to=state["read_to"],
        forgets=state["recent"].forgets,
        added=decided.added,
        mentioned=decided.mentioned,
        replaced=decided.replaced,
        superseded=decided.superseded,
        pruned=let_go,
        preferences=preferences,
        outdated_preferences=outdated,
        people=state["identified"].people,
        episodes=_episodes(state),
        profile=profile_lines(
            [one for one in holding if one.id not in let_go],
            [*current, *preferences],
            previous=kept.profile,
            language=language_of_talk(state["messages"]),
            now=state["now"],
        ),
        counts=_counts(state, decided, let_go),
        opened_loops=state["loops"].opened,
        loop_changes=state["loops"].changes,
    )


def _episodes(state: JudgedState) -> tuple[Episode, ...]:
    """Return the stretches of talk that were read; the last one is called what the model says."""
    unread = after(state["messages"], state["recent"].extracted_position)
    cut = stretches(unread, open_episode=state["kept"].episode)
    last = len(cut) - 1
    return tuple(
        _episode(stretch, state, title=usable_title(state["title"]) if place == last else "")
        for place, stretch in enumerate(cut)
    )


def _episode(stretch: Stretch, state: JudgedState, *, title: str) -> Episode:
    messages, known = stretch.messages, state["kept"].episode
    begun = known if known and known.id == stretch.episode_id else None
    return Episode(
        id=begun.id if begun else uuid5(messages[0].id, "episode"),
        agent_id=state["agent_id"],
        title=title
        or (begun.title if begun else "")
        or fallback_title(messages, language_of_talk(messages)),
        started_at=begun.started_at if begun else messages[0].created_at,
        ended_at=messages[-1].created_at,
        first_position=begun.first_position if begun else messages[0].position,
        last_position=messages[-1].position,
    )


def _counts(state: JudgedState, decided: Decided, let_go: Sequence[UUID]) -> dict[str, int]:
    counts = Counter(state["rejected"])
    counts["kept"] += len(decided.added) + len(decided.replaced)
    counts["mentioned_again"] += len(decided.mentioned)
    counts["superseded"] += len(decided.superseded)
    counts["pruned"] += len(let_go)
    return {reason: number for reason, number in counts.items() if number}


def _prunable(memory: Memory) -> Prunable:
    return Prunable(
        id=memory.id,
        type=memory.type,
        importance=memory.importance,
        last_mentioned_at=memory.last_mentioned_at,
        pinned=memory.pinned_at is not None,
    )


def _ids(state: JudgedState, what: str) -> Iterator[UUID]:
    """Yield ids that a repeated reading gives again."""
    return (uuid5(state["messages"][0].id, f"{what} {number}") for number in count())
