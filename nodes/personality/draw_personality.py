"""Let a model say who the companion has become, and keep of it what may stand."""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage
from langgraph.runtime import Runtime

from nodes.personality.answers import PersonalitySeed
from nodes.personality.state import (
    Drawn,
    LoadedPersonality,
    PersonalityContext,
    PersonalityInput,
)
from storage.records import Message
from storage.records.personality import PARTS, Becoming, Reading
from tools.guardrails.fence import fenced
from tools.memory.lines import language_of_talk, numbered_lines
from tools.models.errors import BadAnswer, CutShort, ModelRefused
from tools.personality.change import grown
from tools.personality.gate import Admitted, admit
from tools.prompts.render import render

UNUSABLE = (BadAnswer, CutShort, ModelRefused)
"""A model that answered like this would do so again: the companion stays as it is."""

FIELDS = {"manner": "how_to_speak_to_them"}
"""What a model calls a part, where that is not its own name."""

logger = logging.getLogger(__name__)


class ReadState(PersonalityInput, LoadedPersonality):
    """A talk in which something is due."""


async def draw_personality(state: ReadState, runtime: Runtime[PersonalityContext]) -> Drawn:
    """Ask once, and return the companion as it is to be, or that it stays.

    Raises:
        ModelUnavailable: no model answers now; nothing was changed, and the job tries again.
    """
    becoming, shown = state["becoming"], state["messages"]
    people = await runtime.context.services.memories.kept(state["person"].id, state["agent_id"])
    names = [name for one in people.people for name in (one.name, *one.aliases)]
    names += [state["person"].name] if state["person"].name else []
    admitted = await _admitted(state, runtime.context, names)
    snapshot = grown(becoming, admitted, now=state["now"])
    counts = Counter[str]([admitted.rejection] if admitted.rejection else [])
    counts.update("personality_repaired" for _ in admitted.repaired)
    read_to = max(becoming.read_position, shown[-1].position)
    return {"reading": Reading(read_to=read_to, snapshot=snapshot, counts=counts)}


async def _admitted(
    state: ReadState, context: PersonalityContext, names: Sequence[str]
) -> Admitted:
    shown = state["messages"]
    language = language_of_talk(shown)
    prompt = _prompt(shown, state["becoming"], zone=ZoneInfo(state["person"].timezone))
    try:
        answer = await context.services.models.answer(
            "reflection", prompt, PersonalitySeed, spent=context.spendings.append
        )
    except UNUSABLE as error:
        logger.warning("the personality stays as it is: %s", error)
        return Admitted(rejection="personality_model")
    admitted = admit(answer.sketch(), shown, language=language, names=names)
    if admitted.rejection:
        logger.info("a drawn personality was turned away: %s", admitted.rejection)
    if admitted.personality is None:
        return admitted
    own_words = state["becoming"].latest.own_words if state["becoming"].latest else ()
    return replace(admitted, repaired=admitted.repaired - set(own_words))


def _prompt(shown: Sequence[Message], becoming: Becoming, *, zone: ZoneInfo) -> list[BaseMessage]:
    now = fenced("\n".join([f"name: {becoming.name}", *_parts(becoming)]))
    talk = numbered_lines(shown, zone=zone)
    return [
        SystemMessage(render("personality_seed", language_of_talk(shown))),
        HumanMessage(f"<now>\n{now}\n</now>\n<talk>\n{talk}\n</talk>"),
    ]


def _parts(becoming: Becoming) -> list[str]:
    own_words = becoming.latest.own_words if becoming.latest else ()
    return [
        f"{FIELDS.get(part, part)}{' (theirs)' if part in own_words else ''}: "
        + " ".join(getattr(becoming.personality, part).split())
        for part in PARTS
    ]
