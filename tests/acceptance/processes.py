"""Server processes of their own, forked from a warm parent so that a restart is quick."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from typing import Any

from api.entrance.tokens import OwnTokens, signing_secret
from api.settings import Settings
from tests.acceptance import warm
from tests.clients import Device, device_at
from tools.clock import SystemClock

WARM = get_context("forkserver")
WARM.set_forkserver_preload(["tests.acceptance.warm"])

START_SECONDS = 30.0
"""How long a process may take to listen."""


@dataclass(frozen=True, kw_only=True)
class KillableHouse:
    """A server process that a test can kill."""

    settings: Settings
    process: ForkServerProcess
    url: str

    def device(self, subject: str, **options: Any) -> AbstractAsyncContextManager[Device]:
        """Connect a device of somebody."""
        tokens = OwnTokens(signing_secret(self.settings), clock=SystemClock())
        return device_at(self.url, tokens.session(subject), **options)

    def kill(self) -> None:
        """Kill -9, now."""
        self.process.kill()
        self.process.join()


@asynccontextmanager
async def killable_house(settings: Settings, *, holder: str) -> AsyncIterator[KillableHouse]:
    """Start a server process; it is killed at the end of the block if it still lives."""
    ready, tells = WARM.Pipe(duplex=False)
    process = WARM.Process(target=warm.serve, args=(settings, holder, tells), daemon=True)
    process.start()
    tells.close()
    try:
        assert await asyncio.to_thread(ready.poll, START_SECONDS), "the server did not start"
        url = f"ws://127.0.0.1:{ready.recv()}"
        yield KillableHouse(settings=settings, process=process, url=url)
    finally:
        ready.close()
        process.kill()
        process.join()
        process.close()
