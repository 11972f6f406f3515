"""Plan the next look at a talk in which there was nothing to do."""

from langgraph.runtime import Runtime

from nodes.reflection.state import LoadedDay, ReflectionContext, ReflectionInput, ReflectionOutput
from tools.outreach.situation import NOWHERE, zone_of
from tools.reflection.night import next_night


class RestingState(ReflectionInput, LoadedDay):
    """A day without anything to look back on, or a night without the means to."""


async def plan_night(state: RestingState, runtime: Runtime[ReflectionContext]) -> ReflectionOutput:
    """Wait for the next word where nothing was said; else for the next night."""
    context, person, came = runtime.context, state["person"], state["came"]
    zone = zone_of(person) or NOWHERE
    if not context.dry_run:
        look_at = next_night(state["now"], zone, person.id, done=state["day"].last_night)
        waits = came == "nothing new" or (came == "done before" and not state["day"].messages)
        await context.reflections.plan(person.id, state["agent_id"], None if waits else look_at)
    return {"came": came, "learned": 0, "thoughts": 0}
