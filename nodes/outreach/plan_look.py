"""Write down when to think of the person again, and what was kept back."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from langgraph.runtime import Runtime

from nodes.outreach.state import (
    Considered,
    Drafted,
    Handed,
    OutreachContext,
    OutreachInput,
    OutreachOutput,
    Withheld,
)
from storage.records.outreach import OutreachReason
from tools.outreach.weigh import SHORTEST_LOOK, reminded_at

PAUSES: Mapping[OutreachReason, timedelta] = {
    "nothing_to_say": timedelta(hours=4),
    "guarded": timedelta(hours=4),
    "model_away": timedelta(hours=1),
}
"""How long a model is left alone that had no words for a reason, bad ones, or did not answer."""


class PlanState(OutreachInput, Considered, Drafted, Handed):
    """What a look came to; of one that ended early, the last two are not there."""


async def plan_look(state: PlanState, runtime: Runtime[OutreachContext]) -> OutreachOutput:
    """Set the next look; a dry run only says when it would be."""
    weighed, sent, look_at = state["weighed"], state.get("sent", False), _look_at(state)
    withheld = _withheld(state)
    if not runtime.context.dry_run:
        await runtime.context.outreach.look_again(
            state["person"].id, state["agent_id"], look_at, withheld=withheld, now=state["now"]
        )
    return {
        "weighed": weighed,
        "withheld": withheld,
        "text": state["draft"] if sent else "",
        "look_at": look_at,
    }


def _look_at(state: PlanState) -> datetime:
    weighed, now = state["weighed"], state["now"]
    if weighed.chosen is None or "draft" not in state:
        return weighed.look_at
    refused = state.get("refused")
    pause = PAUSES.get(refused) if refused else None
    # A reminder is ordered for its time: it is tried again soon, and no pause goes over one.
    if pause is None or weighed.chosen.candidate.kind == "reminder":
        pause = SHORTEST_LOOK
    ordered = reminded_at(weighed.kept_back, now)
    return now + pause if ordered is None else min(now + pause, ordered)


def _withheld(state: PlanState) -> list[Withheld]:
    """Return what was not said and why, the chosen one too when nothing came of it."""
    weighed = state["weighed"]
    kept_back: list[Withheld] = [
        (kept.candidate.trigger, kept.reason) for kept in weighed.kept_back
    ]
    refused = state.get("refused")
    if weighed.chosen is None or refused is None:
        return kept_back
    return [*kept_back, (weighed.chosen.candidate.trigger, refused)]
