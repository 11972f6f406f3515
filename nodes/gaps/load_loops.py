"""Fetch what is open, what is remembered of what was to come, and what was said since."""

from langgraph.runtime import Runtime

from nodes.gaps.state import GapsContext, GapsInput, LoadedGaps


async def load_loops(state: GapsInput, runtime: Runtime[GapsContext]) -> LoadedGaps:
    """Read it in one trip."""
    unfinished = await runtime.context.loops.unfinished(
        state["person"].id, state["agent_id"], since=state["since"]
    )
    return {"unfinished": unfinished}
