"""Fetch what was said since a talk was last looked back on."""

from datetime import timedelta

from langgraph.runtime import Runtime

from nodes.reflection.state import (
    Came,
    LoadedDay,
    ReflectionContext,
    ReflectionInput,
    ReflectionOutput,
)
from storage.records.reflection import Day
from tools.outreach.situation import NOWHERE, zone_of
from tools.reflection.night import night_of
from tools.reflection.threads import says_something

LONGEST_LOOK = timedelta(days=7)
"""After a long stop no more than a week is looked back on; what is older was extracted anyway."""


class Found(LoadedDay, ReflectionOutput):
    """What was found; nothing is concluded yet."""


async def load_day(state: ReflectionInput, runtime: Runtime[ReflectionContext]) -> Found:
    """Read what is new in one trip; a talk in which nothing was said costs no more."""
    context, since = runtime.context, state["since"]
    day = await context.reflections.day(
        state["person"].id,
        state["agent_id"],
        since=state["now"] - LONGEST_LOOK if since is None else since,
        again=since is not None,
        now=state["now"],
    )
    return {"day": day, "came": _came(day, state, context), "learned": 0, "thoughts": 0}


async def way_after_day(state: LoadedDay, runtime: Runtime[ReflectionContext]) -> str:
    """Name the way on: there is something to look back on, or there is not."""
    return "due" if state["came"] in {"reflected", "planned"} else "not_due"


def _came(day: Day, state: ReflectionInput, context: ReflectionContext) -> Came:
    zone = zone_of(state["person"]) or NOWHERE
    if day.last_night is not None and day.last_night >= night_of(state["now"], zone):
        return "done before"
    if not says_something(day):
        return "nothing new"
    if context.daily_budget is not None and day.spent_today >= context.daily_budget:
        return "over budget"
    return "planned" if context.dry_run else "reflected"
