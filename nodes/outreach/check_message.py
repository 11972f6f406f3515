"""Have the final word on a message that comes first."""

import logging

from langgraph.runtime import Runtime

from nodes.outreach.state import (
    Considered,
    Drafted,
    Occasion,
    OutreachContext,
    OutreachInput,
    Stood,
)
from tools.loops.talk import asks_again
from tools.outreach.manners import unmannerly
from tools.outreach.reminding import reminder_line

logger = logging.getLogger(__name__)


class CheckState(OutreachInput, Stood, Considered, Occasion, Drafted):
    """What would be said."""


async def check_message(state: CheckState, runtime: Runtime[OutreachContext]) -> Drafted:
    """Let a message through or drop it: what is not civil is not mended."""
    kept = Drafted(
        draft=state["draft"],
        emotion=state["emotion"],
        treatment=state["treatment"],
        private=state["private"],
        refused=state["refused"],
    )
    if not state["draft"]:
        return kept
    reason = unmannerly(
        state["draft"],
        secret=state["private"].texts,
        canary=state["private"].canary,
        forbidden=(*state["standing"].settings.forbidden, *_hushed(state)),
    )
    if reason is None and asks_again(state["draft"], state["recall"].loops, state["now"]):
        reason = "it asks about what was asked, or is not to be asked about"
    if reason is None:
        return kept
    if plain := _plainly(state):
        return {**kept, "draft": plain}
    logger.info("A message that would have come first was dropped: %s.", reason)
    return {**kept, "draft": "", "refused": "guarded"}


def _hushed(state: CheckState) -> list[str]:
    """Return what the person does not want to be asked about."""
    return [one.event for one in state["recall"].loops if one.do_not_ask]


def _plainly(state: CheckState) -> str:
    """Return a reminder in plain words in the place of words that are not civil."""
    chosen = state["weighed"].chosen
    if chosen is None or chosen.candidate.kind != "reminder":
        return ""
    return reminder_line(chosen.candidate.about, state["language"])


async def way_after_check(state: Drafted, runtime: Runtime[OutreachContext]) -> str:
    """Name the way on: to the person's door, or to the next look."""
    return "send" if state["draft"] else "nothing"
