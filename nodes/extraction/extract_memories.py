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
    try:
        answer = await context.services.models.answer(
            "background", _prompt(unread, zone), ExtractedMemories, spent=context.spendings.append
        )
    except UNUSABLE as error:
        logger.warning("no memories from this reading: %s", error)
        return _nothing("unreadable_answer")
    name = state["person"].name
    extracted = _gated(answer, unread, themselves=[name] if name else [])
    logger.info(
        "memories kept %d, rejected %s", len(extracted["accepted"]), dict(extracted["rejected"])
    )
    return extracted


def _gated(
    answer: ExtractedMemories, unread: Sequence[Message], *, themselves: Sequence[str]
) -> Extracted:
    messages = dict(enumerate(unread, 1))
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
        "rejected": rejected,
    }


def _nothing(*reasons: str) -> Extracted:
    return {"accepted": (), "mentions": (), "preferences": (), "rejected": Counter(reasons)}


def _prompt(unread: Sequence[Message], zone: ZoneInfo) -> list[BaseMessage]:
    language = language_of_talk(unread)
    return [
        SystemMessage(render("extraction_memories", language, keys=key_lines(language))),
        HumanMessage(f"<talk>\n{numbered_lines(unread, zone=zone)}\n</talk>"),
    ]
