"""How a talk waits, and how it rests when something is broken."""

import asyncio
from dataclasses import dataclass

from tools.length.waiting import CEILING, LINGER, TYPING_PAUSE


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How a talk waits. All in seconds."""

    typing_pause: float = TYPING_PAUSE
    """Somebody who has not typed for so long has said what they wanted."""
    linger: float = LINGER
    """So long an answer waits for the next words after a message that breaks off."""
    typing_limit: float = CEILING
    """An answer waits no longer than this after the last message, however long somebody types."""
    restarts: int = 3
    """How often one answer may be begun anew because the person says more before its first word."""
    rest_first: float = 1.0
    """The rest after a turn that failed; doubles with every failure."""
    rest_longest: float = 60.0


class Rest:
    """The rest of a talk after turns that failed: twice as long with each, until one goes well.

    Args:
        first: seconds after the first failure.
        longest: seconds at most.
    """

    def __init__(self, *, first: float, longest: float) -> None:
        self._first = first
        self._longest = longest
        self._next = first
        self._until = float("-inf")

    @property
    def is_on(self) -> bool:
        """Whether a failed turn is too fresh for another try."""
        return _time() < self._until

    def begin(self) -> float:
        """Take note of a failure; returns how many seconds the rest takes."""
        seconds = min(self._next, self._longest)
        self._next = 2 * seconds
        self._until = _time() + seconds
        return seconds

    def end(self) -> None:
        """Take note that a turn went well: the next failure is a first one."""
        self._next = self._first


def _time() -> float:
    return asyncio.get_running_loop().time()
