"""Write what a look for gaps found: from now on the next talk, and outreach, may ask."""

from langgraph.runtime import Runtime

from nodes.gaps.state import ChosenGaps, GapsContext, GapsInput


class ChosenState(GapsInput, ChosenGaps):
    """What is new."""


async def mark_loops(state: ChosenState, runtime: Runtime[GapsContext]) -> ChosenGaps:
    """Store it in one trip; what is due sooner than the next look at the person brings it on."""
    await runtime.context.loops.write(
        state["person"].id,
        state["agent_id"],
        state["opened"],
        state["changes"],
        now=state["now"],
    )
    return {"opened": state["opened"], "changes": state["changes"], "due": state["due"]}
