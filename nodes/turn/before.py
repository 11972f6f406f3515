"""What was said before a turn, for the few steps that need it before anything is recalled."""

import asyncio
import logging
from collections.abc import Sequence

from nodes.services import Messages
from nodes.turn.state import TurnInput
from storage.errors import StorageError
from storage.records import Message

LOOK_BACK = 10
"""Messages beside those of this turn; as many as a prompt has."""

LOOK_BACK_SECONDS = 1.0
"""How long the question for them may take: somebody in danger may wait behind it."""

logger = logging.getLogger(__name__)


async def said_before(state: TurnInput, messages: Messages) -> Sequence[Message]:
    """Return the last messages before this turn, none when they are not soon to be had."""
    limit = len(state["messages"]) + LOOK_BACK
    try:
        async with asyncio.timeout(LOOK_BACK_SECONDS):
            page = await messages.page(
                state["person"].id, state["agent_id"], before=None, limit=limit
            )
    except (StorageError, TimeoutError):
        logger.exception("The last messages of %s could not be read.", state["person"].id)
        return ()
    these = {message.id for message in state["messages"]}
    return [message for message in page.messages if message.id not in these]
