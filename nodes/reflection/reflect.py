"""Let a stronger model look back on a day, once, and keep of it what may stand."""

import logging
from zoneinfo import ZoneInfo

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage
from langgraph.runtime import Runtime

from nodes.extraction.extract_memories import UNUSABLE
from nodes.reflection.answers import ReflectedDay
from nodes.reflection.state import (
    Concluded,
    Gathered,
    LoadedDay,
    ReflectionContext,
    ReflectionInput,
)
from storage.records.memory import ROLLING_FIELDS
from tools.guardrails.fence import fenced, fenced_line
from tools.memory.lines import numbered_lines
from tools.outreach.situation import NOWHERE, zone_of
from tools.prompts.render import render
from tools.reflection.gate import admit
from tools.reflection.threads import thread_lines

logger = logging.getLogger(__name__)


class GatheredState(ReflectionInput, LoadedDay, Gathered):
    """A day, laid out."""


async def reflect(state: GatheredState, runtime: Runtime[ReflectionContext]) -> Concluded:
    """Ask once, and return what may be kept.

    Raises:
        ModelUnavailable: no model answers now; nothing was changed, and the night is tried again.
    """
    context = runtime.context
    try:
        answer = await context.services.models.answer(
            "reflection", _prompt(state), ReflectedDay, spent=context.spendings.append
        )
    except UNUSABLE as error:
        # A model that answered like this would do so again: the night is over without it.
        logger.warning("nothing comes of this night: %s", error)
        answer = ReflectedDay()
    admitted = admit(
        [one.conclusion() for one in answer.learnings],
        [one.opener() for one in answer.openers],
        state["shown"],
        known=state["kept"].memories,
        forbidden=state["day"].forbidden,
        now=state["now"],
    )
    logger.info("a night: learned %d, %s", len(admitted.learned), dict(admitted.rejected))
    return {
        "admitted": admitted,
        "profile": {one.line: one.text for one in answer.profile},
        "notes": dict(answer.notes()),
    }


def _prompt(state: GatheredState) -> list[BaseMessage]:
    zone = zone_of(state["person"]) or NOWHERE
    parts = {
        "first": _first(state),
        "talk": numbered_lines(state["shown"].messages, zone=zone),
        "memories": _memories(state, zone),
        "profile": "\n".join(
            f"{number}. [{line.section}] {fenced_line(line.text)}"
            for number, line in enumerate(state["kept"].profile, 1)
        ),
        "notes": fenced(
            "\n".join(f"{name}: {getattr(state['recent'], name)}" for name in ROLLING_FIELDS)
        ),
    }
    return [
        SystemMessage(render("reflection", state["language"])),
        HumanMessage("\n".join(f"<{tag}>\n{text}\n</{tag}>" for tag, text in parts.items())),
    ]


def _first(state: GatheredState) -> str:
    shown = state["shown"]
    return thread_lines(
        state["threads"],
        messages={one.id: number for number, one in enumerate(shown.messages, 1)},
        memories={one.id: number for number, one in enumerate(shown.memories, 1)},
    )


def _memories(state: GatheredState, zone: ZoneInfo) -> str:
    return "\n".join(
        f"m{number}. ({one.type}, {one.learned_at.astimezone(zone):%Y-%m-%d}) "
        f"{fenced_line(one.content)}"
        for number, one in enumerate(state["shown"].memories, 1)
    )
