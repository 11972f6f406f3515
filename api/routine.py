"""Work that a process does again and again."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from storage.errors import StorageError

logger = logging.getLogger(__name__)


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
