"""Wait for many things in a row, none of them for too long, with a single timer."""

import asyncio
from collections.abc import Awaitable
from types import TracebackType
from typing import Self, TypeVar

Thing = TypeVar("Thing")

LOOK_AGAIN_SECONDS = 1.0
"""How long the timer sleeps when its time has come and nobody waits."""


class Patience:
    """A deadline that moves with each piece of a stream.

    `asyncio.timeout` does the same for one wait; a timer for each of forty pieces costs more than
    everything else that is done with them.
    """

    def __init__(self, seconds: float) -> None:
        self._loop = asyncio.get_running_loop()
        self._deadline = self._loop.time() + seconds
        self._timer = self._loop.call_at(self._deadline, self._look)
        self._waiting: asyncio.Task[object] | None = None
        self._cancelled_before: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._timer.cancel()

    def renew(self, seconds: float) -> None:
        """Allow so many seconds from now."""
        self._deadline = self._loop.time() + seconds

    async def wait(self, thing: Awaitable[Thing]) -> Thing:
        """Return what a thing brings.

        Raises:
            TimeoutError: it did not come before the deadline; it was cancelled.
        """
        task = self._waiting = asyncio.current_task()
        try:
            return await thing
        except asyncio.CancelledError:
            before, self._cancelled_before = self._cancelled_before, None
            if task is not None and before is not None and task.uncancel() <= before:
                raise TimeoutError from None
            raise
        finally:
            self._waiting = None

    def _look(self) -> None:
        now = self._loop.time()
        if now < self._deadline:
            self._timer = self._loop.call_at(self._deadline, self._look)
        elif self._waiting is None:
            self._timer = self._loop.call_at(now + LOOK_AGAIN_SECONDS, self._look)
        else:
            self._cancelled_before = self._waiting.cancelling()
            self._waiting.cancel()
