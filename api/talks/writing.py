"""A person who is writing: an answer waits a moment for them."""

import asyncio
from contextlib import suppress

from tools.length.waiting import waiting_after


class Writing:
    """Knows when a person last typed, and what they last said.

    Args:
        pause: seconds without typing after which they have said what they wanted; a question
            makes it shorter, a message that is no whole one longer.
        linger: seconds an answer waits for the next words after a message that breaks off.
        limit: seconds after their last message that an answer waits at most, however long they
            type.
    """

    def __init__(self, *, pause: float, linger: float, limit: float) -> None:
        self._pause = pause
        self._linger = linger
        self._limit = limit
        self._factor = 1.0
        self._typed_at = self._lingers_until = float("-inf")
        self._waits_until = float("inf")
        self._changed = asyncio.Event()

    @property
    def may_wait(self) -> bool:
        """Whether an answer may still wait for them."""
        return _time() < self._waits_until

    def go_on(self) -> None:
        """Take note that they type."""
        self._typed_at = _time()
        self._changed.set()

    def end(self, said: str | None = None) -> None:
        """Take note that they have sent what they typed, and what it was, where that is known."""
        now = _time()
        self._typed_at = self._lingers_until = float("-inf")
        self._waits_until = now + self._limit
        self._factor = 1.0
        if said is not None:
            waiting = waiting_after(said)
            self._factor = waiting.typing
            self._lingers_until = now + self._linger if waiting.lingers else float("-inf")
        self._changed.set()

    async def over(self) -> bool:
        """Wait until they do not type any more; True when they did, or might have."""
        waited = False
        while (rest := self._rest()) > 0:
            waited = True
            self._changed.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), timeout=rest)
        return waited

    def _rest(self) -> float:
        """Return the seconds that are still to be waited."""
        still = max(self._typed_at + self._pause * self._factor, self._lingers_until)
        return min(still, self._waits_until) - _time()


def _time() -> float:
    return asyncio.get_running_loop().time()
