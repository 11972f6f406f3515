"""Turn an attack aside without stepping out of the talk."""

import asyncio
import logging

from langgraph.runtime import Runtime

from nodes.services import Messages
from nodes.turn.state import Guarded, Spoken, TurnContext, TurnInput
from storage.errors import StorageError
from storage.records import EmotionState
from tools.guardrails.deflection import deflection
from tools.text.language import language_of

LOOK_BACK = 10
"""Messages before this turn in which the last deflection is looked for."""

LOOK_BACK_SECONDS = 1.0
"""How long the question for them may take."""

logger = logging.getLogger(__name__)


class DeflectState(TurnInput, Guarded):
    """What a deflection needs to know."""


async def deflect(state: DeflectState, runtime: Runtime[TurnContext]) -> Spoken:
    """Answer in character, in the person's language, with other words than the last time."""
    line = deflection(
        language_of(state["text"]),
        seed=str(state["reply_id"]),
        reasons=state["verdict"].reasons,
        said=await _said_before(state, runtime.context.services.messages),
    )
    runtime.context.outlet.token(line)
    return {"reply": line, "kind": "deflection", "ended": "complete", "emotion": EmotionState()}


async def _said_before(state: DeflectState, messages: Messages) -> str | None:
    """Return the last deflection not long before; None when there is none to be had."""
    limit = len(state["messages"]) + LOOK_BACK
    try:
        async with asyncio.timeout(LOOK_BACK_SECONDS):
            page = await messages.page(
                state["person"].id, state["agent_id"], before=None, limit=limit
            )
    except (StorageError, TimeoutError):
        logger.exception("The last messages of %s could not be read.", state["person"].id)
        return None
    said = [message.content for message in page.messages if message.kind == "deflection"]
    return said[-1] if said else None
