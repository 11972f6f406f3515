"""A person who is writing: an answer waits a moment for them."""

import asyncio
from contextlib import suppress


class Writing:
    """Knows when a person last typed.

    Args:
        pause: seconds without typing after which they have said what they wanted.
        limit: seconds an answer waits at most, however long they type.
    """

    def __init__(self, *, pause: float, limit: float) -> None:
        self._pause = pause
        self._limit = limit
        self._typed_at = float("-inf")
        self._changed = asyncio.Event()

    def go_on(self) -> None:
        """Take note that they type."""
        self._note(_time())

    def end(self) -> None:
        """Take note that they have sent what they typed."""
        self._note(float("-inf"))

    async def over(self) -> bool:
        """Wait until they do not type any more; True when they did."""
        begun, waited = _time(), False
        while (rest := self._typed_at + self._pause - _time()) > 0:
            if _time() - begun > self._limit:
                break
            waited = True
            self._changed.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), timeout=rest)
        return waited

    def _note(self, typed_at: float) -> None:
        self._typed_at = typed_at
        self._changed.set()


def _time() -> float:
    return asyncio.get_running_loop().time()
