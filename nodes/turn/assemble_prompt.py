"""Build the prompt from what was found."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from langchain_core.messages import BaseMessage
from langgraph.runtime import Runtime

from nodes.services import Services
from nodes.turn.called import called, heard_in_turn, naming_in_turn, notes_in_turn
from nodes.turn.care_notes import care_notes, in_care
from nodes.turn.in_mind import thoughts_in_turn, thoughts_note
from nodes.turn.loops import loop_notes
from nodes.turn.pointing import pointer_in_turn
from nodes.turn.role import role_in_turn
from nodes.turn.state import Assembled, Guarded, Outlet, Retrieved, TurnContext, TurnInput
from nodes.turn.writing_first import writing_in_turn
from storage.records.recall import InMind
from tools.care.hush import is_hushed
from tools.care.standing import Standing, standing_of
from tools.guardrails.canary import canary
from tools.length.plan import ReplyPlan, plan_reply, with_room
from tools.mood.temperament import express, temperament_of
from tools.outreach.written import WritingFirst
from tools.persona.role import Role
from tools.personality.naming import Heard
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


@dataclass(frozen=True, kw_only=True)
class _Considered:
    """What this turn is, once everything that was found is taken together."""

    language: Language
    heard: Heard | None
    plan: ReplyPlan
    standing: Standing
    treatment: Treatment
    role: Role | None
    """Who speaks, if it is not Lumi as it is by itself."""
    canary: str
    thoughts: tuple[InMind, ...]
    writing: WritingFirst
    """What is said on writing first."""


async def assemble_prompt(state: AssembleState, runtime: Runtime[TurnContext]) -> Assembled:
    """Put the stable part first, the moving part after it, the words of this turn last."""
    context = runtime.context
    turn = await _considered(state, context.services)
    scene = _scene(state, turn, notes=_notes(state, turn, context.outlet))
    name = scene.recall.companion.name
    return {
        "language": turn.language,
        "plan": turn.plan,
        "prompt": _told(assemble(scene)),
        "private": private(turn.language, turn.role, name=name, canary=turn.canary),
        "naming": naming_in_turn(state, turn.heard),
        "standing": turn.standing,
        "treatment": turn.treatment,
        "thoughts": tuple(one.id for one in turn.thoughts),
        "writing": turn.writing,
    }


async def _considered(state: AssembleState, services: Services) -> _Considered:
    language = _language(state)
    plan = _plan(state, language)
    standing = standing_of(state["recall"].window, state["now"])
    writing = writing_in_turn(state, standing, plan, language)
    return _Considered(
        language=language,
        heard=heard_in_turn(state),
        plan=with_room(plan, writing.room),
        standing=standing,
        treatment=_treatment(state, standing, services.experiments),
        role=None if standing.is_open else await role_in_turn(state, language),
        canary=_canary(state, services.canary_key),
        thoughts=thoughts_in_turn(state, standing),
        writing=writing,
    )


def _scene(state: AssembleState, turn: _Considered, *, notes: tuple[str, ...]) -> Scene:
    texts = turn.treatment.texts(turn.language)
    in_trouble = in_care(state["reading"], turn.standing)
    return Scene(
        person=state["person"],
        language=turn.language,
        now=state["now"],
        text="\n".join(message.content for message in state["messages"]),
        recall=called(state["recall"], turn.heard),
        ranked=state["ranked"],
        mood=state["mood"],
        emotion=express(state["emotion"], temperament_of(state["agent_id"])),
        people=state["people"],
        asks_back=state["asks_back"],
        role=turn.role,
        canary=turn.canary,
        hardened=state["verdict"].kind == "harden",
        notes=notes,
        length="" if in_trouble else length_line(turn.plan, texts),
        texts=texts,
        manner=turn.treatment.manner(turn.language),
    )


def _notes(state: AssembleState, turn: _Considered, outlet: Outlet) -> tuple[str, ...]:
    """Return the paragraphs that this turn adds to the prompt, in their order."""
    language, standing = turn.language, turn.standing
    return (
        *notes_in_turn(state, turn.heard, language, turn.treatment.texts(language)),
        *_care(state, standing, language, outlet),
        *loop_notes(state, standing, language),
        *thoughts_note(turn.thoughts, language),
        *turn.writing.notes(),
    )


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
