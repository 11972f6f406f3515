"""Rewrite the five notes that follow a talk from turn to turn."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, get_args
from zoneinfo import ZoneInfo

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage
from langgraph.runtime import Runtime
from pydantic import BaseModel, BeforeValidator

from nodes.extraction.load_talk import after
from nodes.extraction.state import ExtractionContext, Summarised, TalkState
from nodes.services import Messages
from storage.records import Message, RecentMemories
from storage.records.mood import MoodLabel
from tools.guardrails.fence import fenced, is_attempt
from tools.memory.lines import language_of_talk, numbered_lines
from tools.memory.window import is_due
from tools.models.errors import BadAnswer, CutShort, ModelRefused
from tools.mood.refine import corrected
from tools.prompts.render import render

LONGEST_NOTE = 600
"""Characters: two full sentences. The five notes stand in every prompt."""

UNUSABLE = (BadAnswer, CutShort, ModelRefused)
"""A model that answered like this would do so again: the talk goes on without the answer."""

logger = logging.getLogger(__name__)


def _as_note(value: object) -> object:
    """Take a list of sentences or nothing for a text; models give both."""
    if isinstance(value, list):
        value = " ".join(str(part) for part in value)
    return " ".join(value.split())[:LONGEST_NOTE] if isinstance(value, str) else value or ""


def _as_label(value: object) -> object:
    """Take any word that is no mood for none."""
    return value if value in get_args(MoodLabel) else None


Note = Annotated[str, BeforeValidator(_as_note)]


class RollingFields(BaseModel):
    """The five notes, rewritten, and the mood of the person's last line."""

    purpose_and_context: Note
    current_state: Note
    key_learnings: Note
    approach_and_patterns: Note
    tools_and_resources: Note
    mood: Annotated[MoodLabel | None, BeforeValidator(_as_label)] = None
    """How the person feels in their last line; None when the model cannot say."""


async def summarise_talk(state: TalkState, runtime: Runtime[ExtractionContext]) -> Summarised:
    """Fold the messages that are not summarised yet into the notes; without any, cost nothing.

    Raises:
        ModelUnavailable: no model answers now; the job tries again.
    """
    recent, context = state["recent"], runtime.context
    if state["read_to"] <= recent.summarised_position:
        return {"recent": recent}
    notes, mood = await _rewritten(state, context)
    rewritten = replace(notes, summarised_position=state["read_to"])
    await context.services.memories.save_recent(
        state["person"].id,
        state["agent_id"],
        rewritten,
        spendings=tuple(context.spendings),
        now=state["now"],
    )
    context.spendings.clear()
    if mood is not None:
        await _correct_mood(state, mood, context.services.messages)
    return {"recent": rewritten}


async def way_after_summary(state: TalkState, runtime: Runtime[ExtractionContext]) -> str:
    """Name the way on: read for memories now, or wait until there is more or the talk is quiet."""
    unread = after(state["messages"], state["recent"].extracted_position)
    due = state["more"] or (
        bool(unread)
        and is_due(
            unread=len(unread),
            last_said=unread[-1].created_at,
            now=state["now"],
            quiet_after=runtime.context.quiet_after,
        )
    )
    return "due" if due else "not_due"


async def _rewritten(
    state: TalkState, context: ExtractionContext
) -> tuple[RecentMemories, MoodLabel | None]:
    """Return the notes anew, or as they are when nothing was said or the answer is of no use.

    With them comes the mood of the person's last line, by the same call.
    """
    recent = state["recent"]
    new = after(state["messages"], recent.summarised_position)
    if not new:
        return recent, None
    try:
        answer = await context.services.models.answer(
            "background",
            _prompt(new, recent, zone=ZoneInfo(state["person"].timezone)),
            RollingFields,
            spent=context.spendings.append,
        )
    except UNUSABLE as error:
        logger.warning("the notes stay as they are: %s", error)
        return recent, None
    told = answer.model_dump(exclude={"mood"})
    notes = {name: text for name, text in told.items() if not is_attempt(text)}
    return replace(recent, **notes), answer.mood


async def _correct_mood(state: TalkState, told: MoodLabel, messages: Messages) -> None:
    """Let the model's word correct what was read of the person's last message when it came."""
    new = after(state["messages"], state["recent"].summarised_position)
    said = next((message for message in reversed(new) if message.role == "user"), None)
    scope = state["person"].id, state["agent_id"]
    read = await messages.mood_of(*scope, said.id) if said else None
    if said and read:
        await messages.correct_mood(*scope, said.id, corrected(read, told))


def _prompt(new: Sequence[Message], recent: RecentMemories, *, zone: ZoneInfo) -> list[BaseMessage]:
    names = (name for name in RollingFields.model_fields if name != "mood")
    notes = "\n".join(f"{name}: {getattr(recent, name)}" for name in names)
    talk = numbered_lines(new, zone=zone)
    return [
        SystemMessage(render("extraction_summary", language_of_talk(new))),
        HumanMessage(f"<notes>\n{fenced(notes)}\n</notes>\n<talk>\n{talk}\n</talk>"),
    ]
