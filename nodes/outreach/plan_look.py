"""Write down when to think of the person again, and what was kept back."""

from langgraph.runtime import Runtime

from nodes.outreach.state import (
    Considered,
    Drafted,
    Handed,
    OutreachContext,
    OutreachInput,
    OutreachOutput,
)
from storage.records.outreach import OutreachReason, OutreachTrigger
from tools.outreach.weigh import SHORTEST_LOOK

Withheld = tuple[OutreachTrigger, OutreachReason]


class PlanState(OutreachInput, Considered, Drafted, Handed):
    """What a look came to; of one that ended early, the last two are not there."""


async def plan_look(state: PlanState, runtime: Runtime[OutreachContext]) -> OutreachOutput:
    """Set the next look; a dry run only says when it would be."""
    weighed, sent = state["weighed"], state.get("sent", False)
    look_at = state["now"] + SHORTEST_LOOK if sent else weighed.look_at
    if not runtime.context.dry_run:
        await runtime.context.outreach.look_again(
            state["person"].id,
            state["agent_id"],
            look_at,
            withheld=_withheld(state),
            now=state["now"],
        )
    return {"weighed": weighed, "text": state["draft"] if sent else "", "look_at": look_at}


def _withheld(state: PlanState) -> list[Withheld]:
    """Return what was not said and why, the chosen one too when nothing came of it."""
    weighed = state["weighed"]
    kept_back: list[Withheld] = [
        (kept.candidate.trigger, kept.reason) for kept in weighed.kept_back
    ]
    if weighed.chosen is None or state.get("sent", False):
        return kept_back
    refused: OutreachReason = state.get("refused") or "talking"
    return [*kept_back, (weighed.chosen.candidate.trigger, refused)]
