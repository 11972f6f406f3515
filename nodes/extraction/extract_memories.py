"""Ask what of a talk is worth remembering, and let through what rests on the person's words."""

import logging
from collections import Counter
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage
from langgraph.runtime import Runtime

from nodes.extraction.answers import ExtractedMemories
from nodes.extraction.load_talk import after
from nodes.extraction.state import Extracted, ExtractionContext, TalkState
from storage.records import Message
from storage.records.loops import OpenLoop
from tools.guardrails.fence import fenced
from tools.loops.reading import ReadLoops, read_loops
from tools.loops.shown import loop_lines, shown_loops
from tools.memory.gate import gate
from tools.memory.lines import language_of_talk, numbered_lines
from tools.memory.people_gate import gate_people
from tools.memory.preferences import gate_preferences, key_lines
from tools.models.errors import BadAnswer, CutShort, ModelRefused
from tools.prompts.render import render

UNUSABLE = (BadAnswer, CutShort, ModelRefused)
"""A model that answered like this would do so again; the raw messages can still be found."""

logger = logging.getLogger(__name__)


async def extract_memories(state: TalkState, runtime: Runtime[ExtractionContext]) -> Extracted:
    """Return what may be remembered of the unread messages.

    Raises:
        ModelUnavailable: no model answers now; nothing is marked as read, and the job tries again.
    """
    unread = after(state["messages"], state["recent"].extracted_position)
    if not any(message.role == "user" for message in unread):
        return _nothing()
    context, zone = runtime.context, ZoneInfo(state["person"].timezone)
    known = await context.services.memories.loops(state["person"].id, state["agent_id"])
    shown = shown_loops(known, unread[-1].created_at)
    try:
        answer = await context.services.models.answer(
            "background",
            _prompt(unread, shown, zone),
            ExtractedMemories,
            spent=context.spendings.append,
        )
    except UNUSABLE as error:
        logger.warning("no memories from this reading: %s", error)
        answer, unreadable = ExtractedMemories(memories=[]), ["unreadable_answer"]
    else:
        unreadable = []
    extracted = _gated(answer, state, unread)
    extracted["loops"] = _loops(answer, state, unread, known=known, shown=shown)
    extracted["rejected"].update([*unreadable, *extracted["loops"].rejected.elements()])
    logger.info(
        "memories kept %d, rejected %s", len(extracted["accepted"]), dict(extracted["rejected"])
    )
    return extracted


def _gated(answer: ExtractedMemories, state: TalkState, unread: Sequence[Message]) -> Extracted:
    messages = dict(enumerate(unread, 1))
    themselves = [state["person"].name] if state["person"].name else []
    memories = gate((one.proposal() for one in answer.memories), messages=messages)
    people = gate_people(
        (one.proposal() for one in answer.people), messages=messages, themselves=themselves
    )
    preferences = gate_preferences(
        (one.proposal() for one in answer.preferences), messages=messages
    )
    rejected = Counter[str](memories.rejected)
    rejected.update(people.rejected)
    rejected.update(preferences.rejected)
    return {
        "accepted": memories.accepted,
        "mentions": people.mentions,
        "preferences": preferences.accepted,
        "loops": ReadLoops(),
        "rejected": rejected,
    }


def _loops(
    answer: ExtractedMemories,
    state: TalkState,
    unread: Sequence[Message],
    *,
    known: Sequence[OpenLoop],
    shown: Sequence[OpenLoop],
) -> ReadLoops:
    """Return what is open now; what rules hear of it counts even where the model said nothing."""
    return read_loops(
        [one.proposal() for one in answer.loops],
        [one.verdict() for one in answer.outcomes],
        messages=dict(enumerate(unread, 1)),
        known=known,
        shown=shown,
        agent_id=state["agent_id"],
        zone=ZoneInfo(state["person"].timezone),
    )


def _nothing() -> Extracted:
    return {
        "accepted": (),
        "mentions": (),
        "preferences": (),
        "loops": ReadLoops(),
        "rejected": Counter(),
    }


def _prompt(
    unread: Sequence[Message], shown: Sequence[OpenLoop], zone: ZoneInfo
) -> list[BaseMessage]:
    language = language_of_talk(unread)
    talk = f"<talk>\n{numbered_lines(unread, zone=zone)}\n</talk>"
    known = f"<open>\n{fenced(loop_lines(shown, zone))}\n</open>\n" if shown else ""
    return [
        SystemMessage(render("extraction_memories", language, keys=key_lines(language))),
        HumanMessage(f"{known}{talk}"),
    ]
