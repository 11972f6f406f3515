"""The real server behind the page, which a test may stop and start again at the same address."""

import asyncio
import socket
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta

from api.entrance.kept_secrets import signing_secret
from api.entrance.tokens import OWNER, OwnTokens, owner_link
from api.services import Running, open_services
from api.serving import bind, new_server
from api.settings import Settings
from api.talks.live import Upkeep
from api.talks.pace import Pace
from nodes.services import Models
from storage.records import Message, Person
from tools.clock import Clock, SystemClock
from tools.outside.web_address import Rules
from tools.push.post import PUBLIC_SERVICES

PACE = Pace(typing_pause=0.15, typing_limit=1.0, rest_first=0.05, rest_longest=0.2)
"""A hasty companion: tests do not wait until somebody has stopped typing."""

UPKEEP = Upkeep(sweep=0.05, renew=0.1, replay=1.0, patience=0.3)

LEASE = timedelta(seconds=6)


@dataclass(kw_only=True)
class PageHouse:
    """One server process of one person; nothing runs until `open`."""

    settings: Settings
    models: Models | None
    """None is the offline voice."""
    clock: Clock = field(default_factory=SystemClock)
    push_services: Rules = PUBLIC_SERVICES
    _open: AsyncExitStack | None = None
    _running: Running | None = None

    @property
    def running(self) -> Running:
        """What the server works with."""
        assert self._running is not None
        return self._running

    @property
    def address(self) -> str:
        """Where a browser finds the page, without a slash at the end."""
        return self.settings.address

    @property
    def link(self) -> str:
        """A fresh link of the owner."""
        return owner_link(self.settings, clock=self.clock)

    def session(self) -> str:
        """Return what the cookie of the signed-in owner holds."""
        return OwnTokens(signing_secret(self.settings), clock=self.clock).session(OWNER)

    async def open(self) -> None:
        """Start the server and wait until it listens."""
        stack = AsyncExitStack()
        self._running = await stack.enter_async_context(
            open_services(
                self.settings,
                clock=self.clock,
                models=self.models,
                pace=PACE,
                upkeep=UPKEEP,
                lease=LEASE,
                push_services=self.push_services,
            )
        )
        listens = asyncio.Event()
        server = new_server(self._running, announce=listens.set)
        serving = asyncio.create_task(server.serve(sockets=[bind(self.settings)]))

        async def end() -> None:
            server.should_exit = True
            await serving

        stack.push_async_callback(end)
        self._open = stack
        await asyncio.wait_for(listens.wait(), 10)

    async def close(self) -> None:
        """Stop the server in good order."""
        if self._open is not None:
            await self._open.aclose()
        self._open = None

    async def owner(self) -> Person:
        """Return who talks here."""
        return await self.running.persons.find_or_create(
            OWNER, timezone="Europe/London", companion_name="Lumi", now=self.clock.now()
        )

    async def stored(self) -> list[Message]:
        """Return the newest hundred messages as the database has them, oldest first."""
        person = await self.owner()
        page = await self.running.messages.page(person.id, None, before=None, limit=100)
        return list(page.messages)


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
