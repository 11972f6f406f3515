"""The time, handed in: nothing else in the program asks the operating system for it."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Knows the time and how to wait."""

    def now(self) -> datetime:
        """Return the present moment, aware and in UTC."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait for so many seconds."""
        ...


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """Return the machine's time in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - the one place that asks

    async def sleep(self, seconds: float) -> None:
        """Wait as long as the event loop says."""
        await asyncio.sleep(seconds)


class MovedClock:
    """A clock that stands still until it is moved; waiting moves nothing and returns at once."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("a clock needs an aware time")
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """Return the time the clock was last moved to."""
        return self._now

    async def sleep(self, seconds: float) -> None:
        """Let other tasks run once; the time does not move."""
        await asyncio.sleep(0)

    def move(self, step: timedelta) -> None:
        """Move the clock forward."""
        self._now += step
