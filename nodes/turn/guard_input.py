"""Read the person's words before any model does."""

import asyncio
import logging

from langgraph.runtime import Runtime

from nodes.services import Messages
from nodes.turn.state import Guarded, StatedCountry, TurnContext, TurnInput
from storage.errors import StorageError
from tools.care.answer import asked_in
from tools.care.stated_country import stated_country
from tools.guardrails.judge_input import judge_input
from tools.mood.read import read_mood
from tools.prompts.render import Language

LOOK_BACK = 5
"""Messages beside those of this turn among which the last reply is looked for."""

LOOK_BACK_SECONDS = 1.0
"""How long the question for the last reply may take: somebody in danger waits behind it."""

logger = logging.getLogger(__name__)


async def guard_input(state: TurnInput, runtime: Runtime[TurnContext]) -> Guarded:
    """Judge the messages by rules alone, read their mood, and hear where somebody asked is.

    Only a message that names a country has the last reply read.
    """
    text = "\n".join(message.content for message in state["messages"])
    verdict, stated = judge_input(text), None
    if verdict.kind != "deflect" and (code := stated_country(text)):
        language = await _asked_in(state, runtime.context.services.messages)
        stated = StatedCountry(code, language) if language else None
    return {"text": text, "verdict": verdict, "mood": read_mood(text), "stated": stated}


async def way_after_guard(state: Guarded) -> str:
    """Name the way on: care, a deflection, or the ordinary turn."""
    if state["stated"]:
        return "crisis"
    kind = state["verdict"].kind
    return kind if kind in {"crisis", "deflect"} else "clear"


async def _asked_in(state: TurnInput, messages: Messages) -> Language | None:
    """Return the language in which the last reply, one of care, asked for the country."""
    limit = len(state["messages"]) + LOOK_BACK
    try:
        async with asyncio.timeout(LOOK_BACK_SECONDS):
            page = await messages.page(
                state["person"].id, state["agent_id"], before=None, limit=limit
            )
    except (StorageError, TimeoutError):
        logger.exception("The last reply to %s could not be read.", state["person"].id)
        return None
    replies = [message for message in page.messages if message.role == "assistant"]
    return asked_in(replies[-1].content) if replies and replies[-1].kind == "care" else None
