"""Servers and workers as processes of their own, forked from a warm parent: a start is quick."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from typing import Any

from api.entrance.kept_secrets import signing_secret
from api.entrance.tokens import OwnTokens
from api.settings import Settings
from tests.acceptance import warm
from tests.clients import Device, device_at
from tools.clock import Clock

WARM = get_context("forkserver")
WARM.set_forkserver_preload(["tests.acceptance.warm"])

Target = Callable[[Settings, str, Connection, timedelta], None]

START_SECONDS = 30.0
"""How long a process may take to listen."""


@dataclass(kw_only=True)
class Killable:
    """A server or a worker that a test can kill."""

    settings: Settings
    process: ForkServerProcess
    port: int
    clock: Clock

    def device(self, subject: str, **options: Any) -> AbstractAsyncContextManager[Device]:
        """Connect a device of somebody to a server."""
        tokens = OwnTokens(signing_secret(self.settings), clock=self.clock)
        return device_at(f"ws://127.0.0.1:{self.port}", tokens.session(subject), **options)

    def kill(self) -> None:
        """Kill -9, now."""
        self.process.kill()
        self.process.join()

    def end(self) -> int | None:
        """End it politely, and return its exit code."""
        self.process.terminate()
        self.process.join(START_SECONDS)
        return self.process.exitcode


@asynccontextmanager
async def killable(
    target: Target, settings: Settings, *, holder: str, offset: timedelta = timedelta()
) -> AsyncIterator[Killable]:
    """Start `warm.serve` or `warm.work`; it is killed at the end if it still lives.

    Args:
        target: what the process does.
        settings: what it is told.
        holder: its name among others.
        offset: by how much its clock is moved.
    """
    ready, tells = WARM.Pipe(duplex=False)
    process = WARM.Process(target=target, args=(settings, holder, tells, offset), daemon=True)
    process.start()
    tells.close()
    try:
        assert await asyncio.to_thread(ready.poll, START_SECONDS), "the process did not start"
        clock = warm.ShiftedClock(offset)
        yield Killable(settings=settings, process=process, port=ready.recv(), clock=clock)
    finally:
        ready.close()
        process.kill()
        process.join()
        process.close()


def killable_house(settings: Settings, *, holder: str) -> AbstractAsyncContextManager[Killable]:
    """Start a server process; it is killed at the end of the block if it still lives."""
    return killable(warm.serve, settings, holder=holder)
