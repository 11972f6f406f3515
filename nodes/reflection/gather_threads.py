"""Lay out what a night begins with: what was surprising, and what is unresolved."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from langgraph.runtime import Runtime

from nodes.reflection.state import Gathered, LoadedDay, ReflectionContext, ReflectionInput
from storage.records import Memory, Message
from storage.records.reflection import Day
from tools.care.standing import EASES_AFTER_PLAN
from tools.memory.lines import language_of_talk
from tools.personality.gate import turns_round
from tools.reflection.doubts import is_in_trust
from tools.reflection.references import Shown
from tools.reflection.threads import Thread, threads

MOST_MEMORIES = 60
"""Memories that are shown: those the threads are of, and then the latest."""


class DueState(ReflectionInput, LoadedDay):
    """A day in which something was said."""


async def gather_threads(state: DueState, runtime: Runtime[ReflectionContext]) -> Gathered:
    """Choose what a model is shown and where it begins; what was told in danger is not among it."""
    memories, scope = runtime.context.services.memories, (state["person"].id, state["agent_id"])
    recent, kept = await memories.recent(*scope), await memories.kept(*scope)
    # Rules read every message and compare every memory; talks go on meanwhile.
    day = await asyncio.to_thread(_without_trust, state["day"])
    found = await asyncio.to_thread(threads, day, kept.memories, now=state["now"])
    return {
        "recent": recent,
        "kept": kept,
        "shown": Shown(messages=day.messages, memories=_memories(found, kept.memories)),
        "came": state["came"] if _is_shown(day) else "nothing new",
        "threads": found,
        "language": language_of_talk(state["day"].messages),
    }


async def way_after_threads(state: Gathered, runtime: Runtime[ReflectionContext]) -> str:
    """Name the way on: a model is asked; there is nothing to show it; or this is a dry run."""
    if state["came"] == "nothing new":
        return "nothing"
    return "planned" if runtime.context.dry_run else "ask"


def _is_shown(day: Day) -> bool:
    return any(one.role == "user" for one in day.messages)


def _without_trust(day: Day) -> Day:
    """Return a day without what was told in danger or care, or turns the companion round.

    An answer to such a message may tell of it, so it goes along.
    """
    kept: list[Message] = []
    hidden = False
    for message in day.messages:
        if message.role == "user":
            hidden = (
                any(told <= message.created_at < told + EASES_AFTER_PLAN for told in day.care_at)
                or is_in_trust(message.content)
                or turns_round(message.content)
            )
        if not hidden:
            kept.append(message)
    return replace(day, messages=tuple(kept))


def _memories(found: Sequence[Thread], memories: Sequence[Memory]) -> tuple[Memory, ...]:
    """Return the memories that are shown, oldest first."""
    first = {one.memory_id for one in found}
    begun = [one for one in memories if one.id in first]
    latest = [one for one in reversed(memories) if one.id not in first]
    chosen = [*begun, *latest][:MOST_MEMORIES]
    shown = [one for one in chosen if not is_in_trust(one.content)]
    return tuple(sorted(shown, key=lambda one: (one.learned_at, one.id)))
