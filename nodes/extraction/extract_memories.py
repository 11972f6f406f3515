"""Ask what of a talk is worth remembering, and let through what rests on the person's words."""

import logging
import math
from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Any, get_args
from zoneinfo import ZoneInfo

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage
from langgraph.runtime import Runtime
from pydantic import BaseModel, BeforeValidator, WithJsonSchema, model_validator

from nodes.extraction.load_talk import after
from nodes.extraction.state import Extracted, ExtractionContext, TalkState
from storage.records import MemoryType, Message
from tools.memory.gate import Gated, Proposal, gate
from tools.memory.lines import language_of_talk, numbered_lines
from tools.models.errors import BadAnswer, CutShort, ModelRefused
from tools.prompts.render import render

UNUSABLE = (BadAnswer, CutShort, ModelRefused)
"""A model that answered like this would do so again; the raw messages can still be found."""

logger = logging.getLogger(__name__)


def _text_or_nothing(value: object) -> object:
    return value if isinstance(value, str) else ""


def _number_or_nan(value: object) -> object:
    try:
        return float(str(value))
    except ValueError:
        return math.nan


def _whole_or_zero(value: object) -> object:
    number = _number_or_nan(value)
    return int(number) if isinstance(number, float) and number.is_integer() else 0


def _texts(value: object) -> object:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _items(value: object) -> object:
    return value if isinstance(value, list) else []


Text = Annotated[str, BeforeValidator(_text_or_nothing)]


class ExtractedMemory(BaseModel):
    """One thing worth remembering."""

    type: Annotated[Text, WithJsonSchema({"type": "string", "enum": list(get_args(MemoryType))})]
    subtype: Annotated[Text | None, BeforeValidator(_text_or_nothing)]
    content: Text
    quote: Text
    message_number: Annotated[int, BeforeValidator(_whole_or_zero)]
    importance: Annotated[float, BeforeValidator(_number_or_nan)]
    people: Annotated[list[str], BeforeValidator(_texts)]

    @model_validator(mode="before")
    @classmethod
    def _complete(cls, value: Any) -> Any:
        # What is missing or wrong comes in as nothing: the gate turns away one item, not all.
        given = value if isinstance(value, dict) else {}
        return {name: given.get(name) for name in cls.model_fields}

    def proposal(self) -> Proposal:
        """Return this as the gate reads it."""
        return Proposal(
            type=self.type,
            subtype=self.subtype,
            content=self.content,
            quote=self.quote,
            message_number=self.message_number,
            importance=self.importance,
            people=tuple(self.people),
        )


class ExtractedMemories(BaseModel):
    """What of a talk is worth remembering."""

    memories: Annotated[list[ExtractedMemory], BeforeValidator(_items)]


async def extract_memories(state: TalkState, runtime: Runtime[ExtractionContext]) -> Extracted:
    """Return what may be remembered of the unread messages.

    Raises:
        ModelUnavailable: no model answers now; nothing is marked as read, and the job tries again.
    """
    unread = after(state["messages"], state["recent"].extracted_position)
    if not any(message.role == "user" for message in unread):
        return {"gated": Gated()}
    gated = await _gated(unread, runtime.context, zone=ZoneInfo(state["person"].timezone))
    logger.info("memories kept %d, rejected %s", len(gated.accepted), dict(gated.rejected))
    return {"gated": gated}


async def _gated(unread: Sequence[Message], context: ExtractionContext, *, zone: ZoneInfo) -> Gated:
    try:
        answer = await context.services.models.answer(
            "background", _prompt(unread, zone), ExtractedMemories, spent=context.spendings.append
        )
    except UNUSABLE as error:
        logger.warning("no memories from this reading: %s", error)
        return Gated(rejected=Counter({"unreadable_answer": 1}))
    proposals = (memory.proposal() for memory in answer.memories)
    return gate(proposals, messages=dict(enumerate(unread, 1)))


def _prompt(unread: Sequence[Message], zone: ZoneInfo) -> list[BaseMessage]:
    return [
        SystemMessage(render("extraction_memories", language_of_talk(unread))),
        HumanMessage(f"<talk>\n{numbered_lines(unread, zone=zone)}\n</talk>"),
    ]
