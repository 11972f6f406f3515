"""Build the prompt from what was found."""

import logging
from collections.abc import Sequence

from langchain_core.messages import BaseMessage
from langgraph.runtime import Runtime

from nodes.turn.called import called, heard_in_turn, naming_in_turn, notes_in_turn
from nodes.turn.care_notes import care_notes, in_care
from nodes.turn.in_mind import thoughts_in_turn, thoughts_note
from nodes.turn.loops import loop_notes
from nodes.turn.pointing import pointer_in_turn
from nodes.turn.role import role_in_turn
from nodes.turn.state import Assembled, Guarded, Outlet, Retrieved, TurnContext, TurnInput
from nodes.turn.writing_first import writing_in_turn
from tools.care.hush import is_hushed
from tools.care.standing import Standing, standing_of
from tools.guardrails.canary import canary
from tools.length.plan import ReplyPlan, plan_reply
from tools.mood.temperament import express, temperament_of
from tools.prompts.assemble import Prompt, assemble
from tools.prompts.length import length_line
from tools.prompts.private import private
from tools.prompts.render import Language
from tools.prompts.scene import Scene
from tools.text.language import language_of
from tools.variants.assign import UNTREATED, Treatment, assigned
from tools.variants.experiments import Experiments

logger = logging.getLogger(__name__)


class AssembleState(TurnInput, Guarded, Retrieved):
    """What a prompt is made of."""


async def assemble_prompt(state: AssembleState, runtime: Runtime[TurnContext]) -> Assembled:
    """Put the stable part first, the moving part after it, the words of this turn last."""
    language, heard = _language(state), heard_in_turn(state)
    naming = naming_in_turn(state, heard)
    plan = _plan(state, language)
    standing = standing_of(state["recall"].window, state["now"])
    treatment = _treatment(state, standing, runtime.context.services.experiments)
    texts = treatment.texts(language)
    role = None if standing.is_open else await role_in_turn(state, language)
    care = _care(state, standing, language, runtime.context.outlet)
    loops = loop_notes(state, standing, language)
    minded = thoughts_in_turn(state, standing)
    writing = writing_in_turn(state, standing, plan, language)
    mark = _canary(state, runtime.context.services.canary_key)
    scene = Scene(
        person=state["person"],
        language=language,
        now=state["now"],
        text="\n".join(message.content for message in state["messages"]),
        recall=called(state["recall"], heard),
        ranked=state["ranked"],
        mood=state["mood"],
        emotion=express(state["emotion"], temperament_of(state["agent_id"])),
        people=state["people"],
        asks_back=state["asks_back"],
        role=role,
        canary=mark,
        hardened=state["verdict"].kind == "harden",
        notes=(
            *notes_in_turn(state, heard, language, texts),
            *care,
            *loops,
            *thoughts_note(minded, language),
            *writing.notes(),
        ),
        length="" if in_care(state["reading"], standing) else length_line(plan, texts),
        texts=texts,
        manner=treatment.manner(language),
    )
    return {
        "language": language,
        "plan": plan,
        "prompt": _told(assemble(scene)),
        "private": private(language, role, name=scene.recall.companion.name, canary=mark),
        "naming": naming,
        "standing": standing,
        "treatment": treatment,
        "thoughts": tuple(one.id for one in minded),
        "writing": writing,
    }


def _care(
    state: AssembleState, standing: Standing, language: Language, outlet: Outlet
) -> tuple[str, ...]:
    """Return what the prompt says of distress, and of somebody near whom the person named."""
    pointer = pointer_in_turn(state, standing, language, outlet)
    hushed = is_hushed(state["use"].care, state["now"])
    return (*care_notes(state["reading"], standing, language, hushed=hushed), *pointer)


def _told(prompt: Prompt) -> Sequence[BaseMessage]:
    """Return what the model is sent; what had no room is logged, by its size alone."""
    for one in prompt.left_out:
        logger.info(
            "No room in a prompt for %s of %s (%s tokens).", one.pieces, one.section, one.tokens
        )
    return prompt.messages


def _canary(state: AssembleState, key: bytes) -> str:
    return canary(key, state["person"].id, state["agent_id"], state["now"]) if key else ""


def _treatment(state: AssembleState, standing: Standing, experiments: Experiments) -> Treatment:
    """Return what is tried out; nothing is with somebody who needs care."""
    if is_hushed(state["use"].care, state["now"]):
        return UNTREATED
    if in_care(state["reading"], standing) or state["reading"].topics:
        return UNTREATED
    return assigned(experiments, state["person"].id, state["agent_id"])


def _plan(state: AssembleState, language: Language) -> ReplyPlan:
    """Return how the reply is to be shaped."""
    recall = state["recall"]
    return plan_reply(
        state["text"],
        window=recall.window,
        mood=state["mood"],
        now=state["now"],
        language=language,
        agent_id=state["agent_id"],
        mode=recall.companion.reply_mode,
    )


def _language(state: AssembleState) -> Language:
    settled: Language = "zh" if (state["person"].language or "").startswith("zh") else "en"
    return language_of(state["text"], settled)
