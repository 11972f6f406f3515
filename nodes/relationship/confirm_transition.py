"""Let a model confirm that the next stage is deserved, before it begins."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage
from langgraph.runtime import Runtime
from pydantic import BaseModel

from nodes.relationship.state import (
    LoadedRelationship,
    Proposed,
    RelationshipContext,
    RelationshipInput,
    Scored,
)
from storage.records import Message
from storage.records.relationship import Relationship, Stage
from tools.memory.lines import language_of_talk, numbered_lines
from tools.models.errors import BadAnswer, CutShort, ModelRefused
from tools.prompts.render import render
from tools.relationship.grow import confirmed, refused

MOST_SHOWN = 120
"""Messages that a judge is shown, the latest ones."""

UNUSABLE = (BadAnswer, CutShort, ModelRefused)
"""A model that answered like this would do so again: then nothing is confirmed."""

logger = logging.getLogger(__name__)


class TransitionVerdict(BaseModel):
    """Whether the next stage is deserved; left empty, it is not."""

    confirmed: bool = False
    reason: Literal["earned", "too_soon", "farming", "one_sided", "unclear"] = "unclear"


class CrossedState(RelationshipInput, LoadedRelationship, Scored, Proposed):
    """A relationship that has crossed a threshold."""


async def confirm_transition(state: CrossedState, runtime: Runtime[RelationshipContext]) -> Scored:
    """Return the relationship at its next stage, or where it was, with its score set back.

    Raises:
        ModelUnavailable: no model answers now; nothing was changed, and the job tries again.
    """
    stage, grown = state["proposed"], state["grown"]
    if stage is None:
        return {"grown": grown, "changes": state["changes"]}
    verdict = await _verdict(state, stage, runtime.context)
    if verdict.confirmed:
        after, changes = confirmed(grown, stage, now=state["now"])
    else:
        reason = "unclear" if verdict.reason == "earned" else verdict.reason
        config = runtime.context.config
        after, changes = refused(grown, stage, reason, config=config, now=state["now"])
    return {"grown": after, "changes": (*state["changes"], *changes)}


async def _verdict(
    state: CrossedState, stage: Stage, context: RelationshipContext
) -> TransitionVerdict:
    shown = (*state["before"], *state["messages"])[-MOST_SHOWN:]
    lasted = state["now"] - state["grown"].since
    prompt = _prompt(
        shown, state["grown"], stage, lasted=lasted, zone=ZoneInfo(state["person"].timezone)
    )
    try:
        return await context.services.models.answer(
            "judge", prompt, TransitionVerdict, spent=context.spendings.append
        )
    except UNUSABLE as error:
        logger.warning("no verdict on a step of a relationship: %s", error)
        return TransitionVerdict()


def _prompt(
    shown: Sequence[Message],
    relationship: Relationship,
    stage: Stage,
    *,
    lasted: timedelta,
    zone: ZoneInfo,
) -> list[BaseMessage]:
    step = f"{relationship.stage} -> {stage}\ndays at {relationship.stage}: {lasted.days}"
    talk = numbered_lines(shown, zone=zone)
    return [
        SystemMessage(render("relationship_transition", language_of_talk(shown))),
        HumanMessage(f"<step>\n{step}\n</step>\n<talk>\n{talk}\n</talk>"),
    ]
