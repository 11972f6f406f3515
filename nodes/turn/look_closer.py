"""Have a model look at the last turns when they are low one after another; it can only raise."""

import asyncio
import logging
from typing import Literal

from langchain_core.messages import HumanMessage
from langgraph.runtime import Runtime
from pydantic import BaseModel

from nodes.turn.answer_crisis import REFERRALS
from nodes.turn.care_notice import pin
from nodes.turn.place import place_of
from nodes.turn.state import (
    Assembled,
    Guarded,
    Referred,
    Retrieved,
    Spoken,
    TurnContext,
    TurnInput,
)
from tools.care.answer import crisis_answer
from tools.care.closer_look import TURNS, needs_closer_look
from tools.care.crisis import CrisisLevel
from tools.guardrails.fence import fenced_line
from tools.models.errors import ModelError
from tools.prompts.render import render

LOOK_SECONDS = 4.0
"""How long the look may take: the reply is said by then, only its end waits."""

LONGEST_MESSAGE = 600
"""Characters of a message that are looked at."""

logger = logging.getLogger(__name__)


class DangerLevel(BaseModel):
    """What the model makes of the last messages."""

    level: Literal["none", "distress", "ideation", "intent", "plan"] = "none"


class LookState(TurnInput, Guarded, Retrieved, Assembled, Spoken):
    """What was said lately, and what was answered."""


async def way_after_check(state: LookState) -> str:
    """Name the way on: a closer look where signs add up and nobody looks after the person yet.

    A sign is also what the model noticed after it had begun to speak.
    """
    if state["standing"].is_open or state["kind"] == "care" or state["ended"] != "complete":
        return "said"
    sees_danger = state["reading"].needs_answer or needs_closer_look(_said(state))
    return "look" if sees_danger else "said"


async def look_closer(state: LookState, runtime: Runtime[TurnContext]) -> Referred:
    """Add the care answer to the reply when the model sees danger; without one the rules stand."""
    context = runtime.context
    spoken = Spoken(
        reply=state["reply"], kind=state["kind"], ended=state["ended"], emotion=state["emotion"]
    )
    level = await _level(state, context)
    if level < CrisisLevel.IDEATION:
        return {**spoken, "referral": None}
    place = await place_of(state, context.services, text=state["text"], stated=None)
    answer = crisis_answer(
        state["language"], place.country, likely=place.likely, level=level, young=place.young
    )
    pin(context.outlet, answer)
    context.outlet.token(f"\n\n{answer.text}")
    return {
        **spoken,
        "reply": f"{state['reply']}\n\n{answer.text}",
        "kind": "care",
        "referral": REFERRALS.get(level, "ideation"),
    }


async def _level(state: LookState, context: TurnContext) -> CrisisLevel:
    messages = "\n".join(
        f"- {fenced_line(text)[:LONGEST_MESSAGE]}" for text in _said(state)[-TURNS:]
    )
    prompt = [HumanMessage(render("care_judge", state["language"], messages=messages))]
    try:
        with context.stop.listening():
            async with asyncio.timeout(LOOK_SECONDS):
                judged = await context.services.models.answer(
                    "judge", prompt, DangerLevel, spent=context.spendings.append
                )
                return CrisisLevel[judged.level.upper()]
    except (ModelError, TimeoutError):
        logger.warning("Nobody could take a closer look for %s.", state["person"].id)
    return CrisisLevel.NONE


def _said(state: LookState) -> list[str]:
    window = [one.content for one in state["recall"].window if one.role == "user"]
    return [*window, state["text"]]
