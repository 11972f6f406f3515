"""Real servers on free ports of this machine, on the event loop of the test."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from api.app import create_app
from api.entrance.kept_secrets import signing_secret
from api.entrance.tokens import OwnTokens
from api.services import Running, open_services
from api.serving import new_server
from api.settings import Settings
from api.talks.conversation import Limits
from tests.clients import Device, device_at
from tools.clock import Clock


@dataclass(frozen=True, kw_only=True)
class House:
    """One running server process, as far as a client can tell."""

    running: Running
    url: str
    clock: Clock

    def token(self, subject: str) -> str:
        """Return what signs somebody in."""
        tokens = OwnTokens(signing_secret(self.running.settings), clock=self.clock)
        return tokens.session(subject)

    @asynccontextmanager
    async def device(
        self, subject: str, *, joins: bool = True, after: int | None = None, **options: Any
    ) -> AsyncIterator[Device]:
        """Connect a device of somebody.

        Args:
            subject: who it is.
            joins: whether it says at once that it will not resume, and is live from then on.
            after: the number it resumes after, instead.
            options: of the connection.
        """
        async with device_at(self.url, self.token(subject), after=after, **options) as device:
            if joins and after is None:
                await device.in_step()
            yield device


@asynccontextmanager
async def open_house(
    settings: Settings, *, clock: Clock, limits: Limits | None = None, **services: Any
) -> AsyncIterator[House]:
    """Serve on a free port; `services` go to `open_services`."""
    async with (
        open_services(settings, clock=clock, **services) as running,
        serving(running, limits=limits) as url,
    ):
        yield House(running=running, url=url, clock=clock)


@asynccontextmanager
async def open_houses(
    settings: Settings, *, clock: Clock, count: int, **services: Any
) -> AsyncIterator[list[House]]:
    """Serve the same people with several servers that know of each other."""
    async with AsyncExitStack() as stack:
        houses = [
            await stack.enter_async_context(
                open_house(settings, clock=clock, holder=f"house-{number}", **services)
            )
            for number in range(count)
        ]
        await _acquainted(houses)
        yield houses


@asynccontextmanager
async def serving(running: Running, *, limits: Limits | None = None) -> AsyncIterator[str]:
    """Serve open services beside the block; gives the address for WebSockets."""
    listening = free_socket()
    started = asyncio.Event()
    server = new_server(running, announce=started.set)
    if limits is not None:
        server.config.app = create_app(running, limits=limits)
    serve = asyncio.create_task(server.serve(sockets=[listening]))
    waiting = asyncio.create_task(started.wait())
    await asyncio.wait({serve, waiting}, return_when=asyncio.FIRST_COMPLETED)
    try:
        yield f"ws://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        waiting.cancel()
        server.should_exit = True
        await serve


def free_socket() -> socket.socket:
    """Listen on a free port of this machine."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # small, so that a device which does not read is noticed soon
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16_384)
    listening.bind(("127.0.0.1", 0))
    listening.listen(256)
    return listening


async def _acquainted(houses: list[House]) -> None:
    """Wait until each server has heard another one: before, none sends what nobody would get."""
    async with asyncio.timeout(10):
        for house in houses if len(houses) > 1 else ():
            while not house.running.live.has_peers:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.005)
