"""Find what there would be to say, ask every gate, and choose: without any model."""

from langgraph.runtime import Runtime

from nodes.outreach.state import Considered, OutreachContext, OutreachInput, Stood
from tools.outreach.triggers import candidates
from tools.outreach.weigh import weigh


class WeighState(OutreachInput, Stood):
    """How things stand."""


async def weigh_reasons(state: WeighState, runtime: Runtime[OutreachContext]) -> Considered:
    """Return the one thing worth saying now, mostly none, and what keeps the others back."""
    situation = state["situation"]
    found = candidates(state["standing"], situation.now, situation.zone)
    weighed = weigh(found, state["standing"], situation, person_id=state["person"].id)
    return {"weighed": weighed}


async def way_after_weighing(state: Considered, runtime: Runtime[OutreachContext]) -> str:
    """Name the way on: to the writing of a message, or to the next look."""
    return "nothing" if state["weighed"].chosen is None or runtime.context.dry_run else "worth it"
