"""Let the model write one short message, or leave it empty."""

import logging
from datetime import timedelta

from langgraph.runtime import Runtime
from pydantic import BaseModel, Field

from nodes.outreach.state import (
    Considered,
    Drafted,
    Occasion,
    OutreachContext,
    OutreachInput,
    Stood,
)
from storage.records import EmotionState
from storage.records.outreach import Candidate, OutreachReason
from tools.guardrails.canary import canary
from tools.loops.shown import named_loops
from tools.loops.talk import to_hold_back
from tools.models.errors import BadAnswer, CutShort, ModelRefused, ModelUnavailable
from tools.mood.feel import feel
from tools.mood.read import read_mood
from tools.mood.temperament import temperament_of
from tools.outreach.gates import is_held
from tools.outreach.reminding import reminder_line
from tools.persona.speaker import speaker
from tools.prompts.outreach import outreach_prompt
from tools.prompts.private import private
from tools.prompts.render import render
from tools.prompts.scene import Scene
from tools.variants.assign import Treatment, assigned

UNUSABLE = (BadAnswer, CutShort, ModelRefused)
"""A model that answered like this would do so again: then nothing is said."""

logger = logging.getLogger(__name__)


class OutreachDraft(BaseModel):
    """A message that comes first; left empty, nothing is said."""

    message: str = Field(default="", max_length=2_000)


class WriteState(OutreachInput, Stood, Considered, Occasion):
    """The reason to write, and what came to mind."""


async def write_message(state: WriteState, runtime: Runtime[OutreachContext]) -> Drafted:
    """Return what would be said; nothing, where no model answers now."""
    emotion, context = _emotion(state), runtime.context
    treatment = assigned(context.services.experiments, state["person"].id, state["agent_id"])
    scene = _scene(state, emotion, treatment, context.services.canary_key)
    own = private(scene.language, scene.role, name=scene.recall.companion.name, canary=scene.canary)
    prompt = outreach_prompt(
        scene,
        _candidate(state),
        closeness=state["situation"].closeness,
        silence=_silence(state),
    )
    refused: OutreachReason = "nothing_to_say"
    if is_held(state["situation"]) and (plain := _plainly(state)):
        # Nothing is played with what is ordered while somebody is looked after.
        return Drafted(draft=plain, emotion=emotion, treatment=treatment, private=own, refused=None)
    try:
        written = await context.services.models.answer(
            "chat", prompt, OutreachDraft, spent=context.spendings.append
        )
    except UNUSABLE as error:
        logger.warning("no message came of it: %s", error)
        written = OutreachDraft()
    except ModelUnavailable as error:
        logger.warning("nobody is there to write first: %s", error)
        written, refused = OutreachDraft(), "model_away"
    draft = written.message.strip() or _plainly(state)
    return {
        "draft": draft,
        "emotion": emotion,
        "treatment": treatment,
        "private": own,
        "refused": None if draft else refused,
    }


def _plainly(state: WriteState) -> str:
    """Return a reminder in plain words where no model has any: it was ordered, and comes."""
    candidate = _candidate(state)
    if candidate.kind != "reminder":
        return ""
    return reminder_line(candidate.about, state["language"])


def _candidate(state: WriteState) -> Candidate:
    chosen = state["weighed"].chosen
    if chosen is None:
        raise ValueError("Nothing was chosen, so nothing is written.")
    return chosen.candidate


def _scene(
    state: WriteState, emotion: EmotionState, treatment: Treatment, canary_key: bytes
) -> Scene:
    person, recall, language = state["person"], state["recall"], state["language"]
    mark = canary(canary_key, person.id, state["agent_id"], state["now"]) if canary_key else ""
    return Scene(
        person=person,
        language=language,
        now=state["now"],
        text="",
        recall=recall,
        ranked=state["ranked"],
        mood=read_mood(""),
        emotion=emotion,
        role=speaker(state["agent_id"], recall, person, language),
        notes=_held_back(state),
        canary=mark,
        texts=treatment.texts(language),
        manner=treatment.manner(language),
    )


def _held_back(state: WriteState) -> tuple[str, ...]:
    """Return what the prompt says is not to be asked about, or was asked about before."""
    held = to_hold_back(state["recall"].loops, state["now"])
    if not held:
        return ()
    return (
        render(
            "turn_loops_held_back",
            state["language"],
            events=named_loops(held, state["language"]),
        ),
    )


def _emotion(state: WriteState) -> EmotionState:
    """Return how the companion feels by now: nearer to its rest the longer it was quiet."""
    local = state["now"].astimezone(state["situation"].zone)
    return feel(
        state["recall"].companion.emotion,
        read_mood(""),
        elapsed=_silence(state),
        hour=local.hour + local.minute / 60,
        temperament=temperament_of(state["agent_id"]),
    )


def _silence(state: WriteState) -> timedelta:
    """Return how long the person has not written; a day where nothing is known of it."""
    said = [message for message in state["recall"].window if message.role == "user"]
    return state["now"] - said[-1].created_at if said else timedelta(days=1)
