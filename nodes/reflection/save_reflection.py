"""Store what a night came to."""

import asyncio
from collections import Counter

from langgraph.runtime import Runtime

from nodes.reflection.state import (
    Concluded,
    Gathered,
    LoadedDay,
    ReflectionContext,
    ReflectionInput,
    ReflectionOutput,
)
from storage.records.reflection import Reflection
from tools.memory.consolidate import remembered
from tools.memory.profile import profile_lines
from tools.outreach.situation import NOWHERE, zone_of
from tools.reflection.night import next_night, night_of
from tools.reflection.wording import repaired, reworded


class ConcludedState(ReflectionInput, LoadedDay, Gathered, Concluded):
    """A day, and what was concluded from it."""


async def save_reflection(
    state: ConcludedState, runtime: Runtime[ReflectionContext]
) -> ReflectionOutput:
    """Write everything, the cost and that the night is done, in one transaction.

    A night that is repeated after a crash changes nothing. One during which something was
    forgotten changes nothing either.
    """
    context, person, now = runtime.context, state["person"], state["now"]
    zone = zone_of(person) or NOWHERE
    night = night_of(now, zone)
    done = await context.reflections.save(
        person.id,
        state["agent_id"],
        await asyncio.to_thread(_reflection, state),
        next_night=next_night(now, zone, person.id, done=night),
        spendings=tuple(context.spendings),
        now=now,
    )
    if not done:
        return {"came": "too late", "learned": 0, "thoughts": 0}
    context.spendings.clear()
    admitted = state["admitted"]
    return {
        "came": "reflected",
        "learned": len(admitted.learned),
        "thoughts": len(admitted.thoughts),
    }


def _reflection(state: ConcludedState) -> Reflection:
    kept, admitted, agent_id = state["kept"], state["admitted"], state["agent_id"]
    holding = [*kept.memories, *(remembered(one, agent_id) for one in admitted.learned)]
    counts = Counter(admitted.rejected)
    counts["reflection_learned"] += len(admitted.learned)
    counts["reflection_thoughts"] += len(admitted.thoughts)
    zone = zone_of(state["person"]) or NOWHERE
    return Reflection(
        night=night_of(state["now"], zone),
        read_to=state["day"].messages[-1].position,
        forgets=state["recent"].forgets,
        learned=admitted.learned,
        thoughts=admitted.thoughts,
        recent=repaired(state["recent"], state["notes"]),
        profile=profile_lines(
            holding,
            kept.preferences,
            previous=reworded(kept.profile, state["profile"]),
            language=state["language"],
            now=state["now"],
        ),
        counts={reason: number for reason, number in counts.items() if number},
    )
