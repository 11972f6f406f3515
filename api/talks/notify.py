"""Events between processes over NOTIFY: one listening connection, which comes back.

litestar's own PostgreSQL backend opens a connection for every event, stops listening for up to
0.1 s at every new subscription and does not survive a restart of the server; `PostgresBackend`
keeps its interface.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Iterable
from typing import Any
from uuid import uuid4

from litestar.channels.backends.base import ChannelsBackend
from psycopg import AsyncConnection, OperationalError
from psycopg_pool import AsyncConnectionPool

from api.background.routine import ended

logger = logging.getLogger(__name__)

POSTGRES_CHANNEL = "miolumi_events"

NOTIFY_BYTES = 7_500
"""Room for one NOTIFY payload: PostgreSQL carries less than 8,000 bytes."""

RECONNECT_PAUSE = 0.5
"""Seconds between two tries to listen again after the connection was lost."""

RETURNED = "returned"
"""What stands in for a channel when a backend listens again after it could not."""


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
