"""Find what is open without a loop, what has ended meanwhile, and what is due."""

from zoneinfo import ZoneInfo

from langgraph.runtime import Runtime

from nodes.gaps.state import ChosenGaps, GapsContext, GapsInput, LoadedGaps
from tools.loops.gaps import find_gaps


class LoadedState(GapsInput, LoadedGaps):
    """What is known of a talk."""


async def choose_loops(state: LoadedState, runtime: Runtime[GapsContext]) -> ChosenGaps:
    """Return it, by rules alone."""
    found = find_gaps(
        state["unfinished"],
        agent_id=state["agent_id"],
        zone=ZoneInfo(state["person"].timezone),
        now=state["now"],
    )
    return {"opened": found.opened, "changes": found.changes, "due": found.due}


async def way_after_choice(state: ChosenGaps, runtime: Runtime[GapsContext]) -> str:
    """Name the way on: nothing is written where nothing is new."""
    is_new = bool(state["opened"] or state["changes"])
    return "changed" if is_new and not runtime.context.dry_run else "nothing"
