"""Have the final word on a reply before it is stored."""

import logging

from langgraph.runtime import Runtime

from nodes.turn.care_notice import pin
from nodes.turn.place import place_of
from nodes.turn.state import Assembled, Generated, Guarded, Referred, Spoken, TurnContext, TurnInput
from tools.care.answer import screened_answer
from tools.care.screen import check_words
from tools.farewell.lines import farewell_line
from tools.guardrails.check_reply import check_reply, in_character

logger = logging.getLogger(__name__)

HARMFUL = ("care.", "in care.")
"""What the reasons of `tools.care.screen` begin with."""


class CheckState(TurnInput, Guarded, Assembled, Generated):
    """What was said, and in which language."""


async def check_persona(state: CheckState, runtime: Runtime[TurnContext]) -> Referred:
    """Replace a reply that leaks, leaves the persona or would do harm; pass on any other."""
    broken = state["broken"] or _copied(state)
    broken = broken or check_words(state["reply"], in_care=state["standing"].is_open)
    said = Spoken(
        reply=state["reply"], kind=state["kind"], ended=state["ended"], emotion=state["emotion"]
    )
    if broken is None and (state["reply"].strip() or state["ended"] == "interrupted"):
        return {**said, "referral": None}
    if broken is not None and broken.startswith(HARMFUL):
        return await _care(state, runtime.context)
    logger.info("A reply was replaced: %s.", broken or "it was empty")
    line = _line(state, broken or "")
    if not state["reply"]:
        runtime.context.outlet.token(line)
    return {**said, "reply": line, "ended": "replaced", "referral": None}


def _copied(state: CheckState) -> str | None:
    private = state["private"]
    return check_reply(state["reply"], secret=private.texts, canary=private.canary)


async def _care(state: CheckState, context: TurnContext) -> Referred:
    """Say in the place of a reply that would do harm what a person wrote for it."""
    place = await place_of(state, context.services, text=state["text"], stated=None)
    answer = screened_answer(state["language"], place)
    pin(context.outlet, answer)
    if not state["reply"]:
        context.outlet.token(answer.text)
    return {
        "reply": answer.text,
        "kind": "care",
        "ended": "replaced",
        "emotion": state["emotion"],
        "referral": "screened",
    }


def _line(state: CheckState, reason: str) -> str:
    """Return what is said in its place: to somebody who leaves, nothing that keeps them."""
    plan, seed = state["plan"], str(state["reply_id"])
    if plan.farewell:
        return farewell_line(plan.language, said=plan.said, seed=seed)
    return in_character(
        state["language"],
        seed=seed,
        reason=reason,
        asked=state["text"],
        name=state["private"].name,
    )
