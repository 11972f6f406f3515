"""Events between processes: who said something, who cut in, which frames were sent.

The transport is a litestar channels backend: memory for one process alone, Redis, or PostgreSQL.
litestar's own PostgreSQL backend opens a connection for every event, stops listening for up to
0.1 s at every new subscription and does not survive a restart of the server; `PostgresBackend`
keeps its interface with one listening connection that comes back.
"""

import asyncio
import logging
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Iterable,
    Iterator,
    Mapping,
)
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any
from uuid import uuid4

import msgspec
from litestar.channels.backends.base import ChannelsBackend
from litestar.channels.backends.redis import RedisChannelsPubSubBackend
from psycopg import AsyncConnection, OperationalError
from psycopg_pool import AsyncConnectionPool
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from api.background.routine import ended

logger = logging.getLogger(__name__)

POSTGRES_CHANNEL = "miolumi_events"

NOTIFY_BYTES = 7_500
"""Room for one NOTIFY payload: PostgreSQL carries less than 8,000 bytes."""

RECONNECT_PAUSE = 0.5
"""Seconds between two tries to listen again after the connection was lost."""

GREETING_PAUSE = 5.0
"""Seconds between two greetings of a process; who is silent three times over is gone."""

EVERYBODY = "processes"
"""The channel on which processes greet each other."""

RETURNED = "returned"
"""What stands in for a channel when a backend listens again after it could not."""

Event = Mapping[str, Any]
Handler = Callable[[str, Event], Awaitable[None]]
Missed = Callable[[], None]


class PostgresBackend(ChannelsBackend):
    """Carries events with NOTIFY on one channel, and listens again after the server was away."""

    def __init__(self, pool: AsyncConnectionPool[Any], conninfo: str) -> None:
        self._pool = pool
        self._conninfo = conninfo
        self._subscribed: set[str] = set()
        self._events: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue()
        self._parts: dict[str, list[str]] = {}
        self._listener: asyncio.Task[None] | None = None
        self._listening = asyncio.Event()

    async def on_startup(self) -> None:
        """Start to listen."""
        self._listener = asyncio.create_task(self._listen_for_ever())
        await self._listening.wait()

    async def on_shutdown(self) -> None:
        """Stop listening."""
        if self._listener is not None:
            await ended(self._listener)

    async def publish(self, data: bytes, channels: Iterable[str]) -> None:
        """Send `data` to every channel, in parts when it is too large for one NOTIFY."""
        text = data.decode()
        payloads = [part for channel in channels for part in _parts(channel, text)]
        async with self._pool.connection() as connection, connection.pipeline():
            for payload in payloads:
                await connection.execute(b"SELECT pg_notify(%s, %s)", (POSTGRES_CHANNEL, payload))

    async def subscribe(self, channels: Iterable[str]) -> None:
        """Pass on events of these channels from now on."""
        self._subscribed.update(channels)

    async def unsubscribe(self, channels: Iterable[str]) -> None:
        """Pass on events of these channels no longer."""
        self._subscribed.difference_update(channels)

    async def stream_events(self) -> AsyncGenerator[tuple[str, bytes], None]:
        """Yield events of the subscribed channels as they come."""
        while True:
            yield await self._events.get()

    async def get_history(self, channel: str, limit: int | None = None) -> list[bytes]:
        """Return nothing: what must not be lost stands in tables."""
        return []

    async def _listen_for_ever(self) -> None:
        while True:
            try:
                await self._listen()
            except OperationalError:
                logger.warning("The event listener lost its database connection; trying again.")
                await asyncio.sleep(RECONNECT_PAUSE)

    async def _listen(self) -> None:
        connection = await AsyncConnection.connect(self._conninfo, autocommit=True)
        async with connection:
            await connection.execute(f"LISTEN {POSTGRES_CHANNEL}".encode())
            if self._listening.is_set():
                self._events.put_nowait((RETURNED, b""))
            self._listening.set()
            async for notification in connection.notifies():
                self._take(notification.payload)

    def _take(self, payload: str) -> None:
        channel, letter, index, count, text = payload.split(" ", 4)
        if channel not in self._subscribed:
            return
        if count == "1":
            self._events.put_nowait((channel, text.encode()))
            return
        parts = self._parts.setdefault(letter, [""] * int(count))
        parts[int(index)] = text
        if all(parts):
            self._events.put_nowait((channel, "".join(self._parts.pop(letter)).encode()))


def _parts(channel: str, text: str) -> list[str]:
    """Cut a text into payloads `channel letter index count text` that one NOTIFY can carry."""
    size = NOTIFY_BYTES // 4 if len(text.encode()) > NOTIFY_BYTES else NOTIFY_BYTES
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    letter = uuid4().hex if len(pieces) > 1 else "-"
    return [
        f"{channel} {letter} {index} {len(pieces)} {piece}" for index, piece in enumerate(pieces)
    ]


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
