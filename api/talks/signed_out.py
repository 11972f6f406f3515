"""Connections end soon after the sign-in that they came with, wherever that was ended."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from api.background.routine import again_and_again, ended
from api.talks.audience import Audience
from storage.sessions import Sessions
from tools.clock import Clock

LOOK_EVERY = 3.0
"""Seconds between two looks for sign-ins that another process ended."""

OVERLAP = timedelta(minutes=1)
"""How far back a look reaches beyond the one before: clocks of machines differ by seconds."""


@asynccontextmanager
async def ending_connections(
    audience: Audience, sessions: Sessions, clock: Clock, *, every: float = LOOK_EVERY
) -> AsyncIterator[None]:
    """End connections beside the block whose sign-in was ended, by whatever process."""
    looked_at = clock.now()

    async def look() -> None:
        nonlocal looked_at
        now = clock.now()
        for sign_in in await sessions.ended_lately(looked_at - OVERLAP, now=now):
            audience.sign_out(sign_in)
        looked_at = now

    looking = asyncio.create_task(again_and_again(look, every))
    try:
        yield
    finally:
        await ended(looking)
