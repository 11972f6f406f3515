"""Work that a process does again and again."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from storage.errors import StorageError

logger = logging.getLogger(__name__)

CANCEL_AGAIN_SECONDS = 1.0
"""How long a task may take to hear that it is cancelled before it is told again."""


async def again_and_again(work: Callable[[], Coroutine[Any, Any, None]], pause: float) -> None:
    """Do some work until cancelled, with a pause of so many seconds; no failure ends it."""
    while True:
        try:
            await work()
        except StorageError as error:
            logger.warning("Upkeep waits for the database: %s", error)
        except Exception:
            logger.exception("Upkeep failed; it goes on.")
        await asyncio.sleep(pause)


async def ended(*tasks: asyncio.Task[Any]) -> None:
    """Cancel tasks and wait until they are over, whatever they end with.

    Again and again: a cancellation that meets the end of a wait within `asyncio.wait_for`, which
    the connection pool uses, is lost in Python before 3.12.
    """
    while pending := [task for task in tasks if not task.done()]:
        for task in pending:
            task.cancel()
        await asyncio.wait(pending, timeout=CANCEL_AGAIN_SECONDS)
    await asyncio.gather(*tasks, return_exceptions=True)
