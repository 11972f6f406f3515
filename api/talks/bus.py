"""Events between processes: who said something, who cut in, which frames were sent.

The transport is a litestar channels backend: memory for one process alone, Redis, or PostgreSQL.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

import msgspec
from litestar.channels.backends.base import ChannelsBackend
from litestar.channels.backends.redis import RedisChannelsPubSubBackend
from psycopg_pool import AsyncConnectionPool
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from api.background.routine import ended
from api.talks.notify import RECONNECT_PAUSE, RETURNED, PostgresBackend

logger = logging.getLogger(__name__)

GREETING_PAUSE = 5.0
"""Seconds between two greetings of a process; who is silent three times over is gone."""

EVERYBODY = "processes"
"""The channel on which processes greet each other."""

Event = Mapping[str, Any]

Handler = Callable[[str, Event], Awaitable[None]]

Missed = Callable[[], None]


class Bus:
    """Sends events to the other processes and hands theirs to one handler, in order."""

    def __init__(self, backend: ChannelsBackend, *, name: str) -> None:
        self._backend = backend
        self._name = name
        self._outgoing: asyncio.Queue[tuple[str, Event]] = asyncio.Queue()
        self._peers: dict[str, float] = {}
        self._channels = {EVERYBODY}
        self._handler: Handler | None = None
        self._missed: Missed | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self, handler: Handler, *, missed: Missed | None = None) -> None:
        """Begin to listen and to send.

        Args:
            handler: takes the events of the other processes.
            missed: called when events may have been lost: the wire was broken for a while, or a
                process fell silent that may have had something to say.
        """
        self._handler, self._missed = handler, missed
        await self._backend.on_startup()
        await self._backend.subscribe(self._channels)
        self._tasks = [
            asyncio.create_task(self._send_for_ever()),
            asyncio.create_task(self._read_for_ever()),
            asyncio.create_task(self._greet_for_ever()),
        ]

    async def stop(self) -> None:
        """Send what is still waiting, then end."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._outgoing.join(), timeout=1)
        await ended(*self._tasks)
        await self._backend.on_shutdown()

    @property
    def has_peers(self) -> bool:
        """Whether another process was heard lately; alone, nothing needs to be sent."""
        since = asyncio.get_running_loop().time() - 3 * GREETING_PAUSE
        return any(heard >= since for heard in self._peers.values())

    def publish(self, channel: str, event: Event) -> None:
        """Send an event to the other processes, soon and in order; never waits."""
        self._outgoing.put_nowait((channel, event))

    async def subscribe(self, channel: str) -> None:
        """Listen to a channel; while the wire is broken, as soon as it is there again."""
        self._channels.add(channel)
        with self._forgiving("A channel could not be listened to yet."):
            await self._backend.subscribe([channel])

    async def unsubscribe(self, channel: str) -> None:
        """Stop listening to a channel."""
        self._channels.discard(channel)
        with self._forgiving("A channel could not be left yet."):
            await self._backend.unsubscribe([channel])

    async def _send_for_ever(self) -> None:
        while True:
            batch = [await self._outgoing.get()]
            while not self._outgoing.empty():
                batch.append(self._outgoing.get_nowait())
            await self._send(batch)
            for _ in batch:
                self._outgoing.task_done()

    async def _send(self, batch: list[tuple[str, Event]]) -> None:
        """Send one letter a channel; a lost letter is made good by `resume` and the sweep."""
        letters: dict[str, list[Event]] = {}
        for channel, event in batch:
            letters.setdefault(channel, []).append(event)
        for channel, events in letters.items():
            data = msgspec.json.encode({"from": self._name, "events": events})
            with self._forgiving("An event could not be sent to the other processes."):
                try:
                    await self._backend.publish(data, [channel])
                except Exception:  # noqa: BLE001 - whatever a backend raises when it was away
                    await self._backend.publish(data, [channel])

    async def _read_for_ever(self) -> None:
        while True:
            with self._forgiving("The wire to the other processes broke; listening again."):
                await self._read()
            await asyncio.sleep(RECONNECT_PAUSE)
            with self._forgiving("The wire to the other processes is still broken."):
                await self._backend.subscribe(self._channels)
                self._tell_missed()

    async def _read(self) -> None:
        async for channel, data in self._backend.stream_events():
            if channel == RETURNED:
                self._tell_missed()
                continue
            letter = msgspec.json.decode(data)
            if letter["from"] == self._name:
                continue
            self._hear(letter["from"])
            if channel == EVERYBODY or self._handler is None:
                continue
            for event in letter["events"]:
                await self._handler(channel, event)

    def _hear(self, peer: str) -> None:
        if peer not in self._peers:
            self.publish(EVERYBODY, {"kind": "here"})
        self._peers[peer] = asyncio.get_running_loop().time()

    async def _greet_for_ever(self) -> None:
        while True:
            self.publish(EVERYBODY, {"kind": "here"})
            await asyncio.sleep(GREETING_PAUSE)
            since = asyncio.get_running_loop().time() - 3 * GREETING_PAUSE
            silent = [peer for peer, heard in self._peers.items() if heard < since]
            for peer in silent:
                del self._peers[peer]
            if silent:
                self._tell_missed()

    def _tell_missed(self) -> None:
        if self._missed is not None:
            self._missed()

    @contextmanager
    def _forgiving(self, complaint: str) -> Iterator[None]:
        """Go on when the wire is broken: what must not be lost stands in tables."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - whatever a backend raises
            logger.warning("%s (%s)", complaint, error or type(error).__name__)


@asynccontextmanager
async def open_bus(*, database_url: str, redis_url: str | None, name: str) -> AsyncIterator[Bus]:
    """Open the wire between processes: Redis when an address is given, PostgreSQL otherwise.

    `name` tells this process from the others. `Live` starts and stops the bus.
    """
    if redis_url is not None:
        # A lost connection is heard of at once: whoever listens has to know that it missed events.
        async with Redis.from_url(redis_url, retry=Retry(NoBackoff(), 0)) as redis:
            yield Bus(RedisChannelsPubSubBackend(redis=redis), name=name)
        return
    pool = AsyncConnectionPool(
        database_url, min_size=0, max_size=1, open=False, kwargs={"autocommit": True}
    )
    async with pool:
        yield Bus(PostgresBackend(pool, database_url), name=name)
