"""A small real client: one device of a person, over a real WebSocket. It keeps every frame."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

PATIENCE = 20.0
"""Seconds a test waits for a frame before it fails: much, because the machine may be busy."""

Frame = Mapping[str, Any]

PRIVATE_TYPES = frozenset({"pong", "error"})
PRIVATE_NOTICES = frozenset({"welcome", "gap"})
"""What goes to one device alone and repeats a number, as an `ack` of something said again does."""


class Device:
    """One connected device."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.frames: list[Frame] = []
        """Everything that came, oldest first."""
        self.closed_with: int | None = None
        self.resumed_after = 0
        self._changed = asyncio.Event()
        self._reading: asyncio.Task[None] | None = None

    async def send(self, kind: str, /, **fields: Any) -> None:
        """Send a frame."""
        await self.connection.send(json.dumps({"type": kind, **fields}))

    async def say(self, text: str, *, client_id: str | None = None, **fields: Any) -> str:
        """Send a message and return its client id."""
        client_id = client_id or uuid4().hex
        await self.send("message", text=text, clientId=client_id, **fields)
        return client_id

    async def ask(self, text: str, **fields: Any) -> str:
        """Send a message and return the whole answer."""
        before = len(self.of("done"))
        await self.say(text, **fields)
        await self.until_done(before + 1)
        return self.replies[-1]

    async def until(self, is_so: Callable[[], Any], *, within: float = PATIENCE) -> Any:
        """Wait until a condition on the frames holds, and return what it returned."""
        try:
            async with asyncio.timeout(within):
                while not (found := is_so()):
                    self._changed.clear()
                    if self.closed_with is not None:
                        break
                    await self._changed.wait()
        except TimeoutError:
            found = None
        if not found:
            last = "\n".join(map(str, self.frames[-20:]))
            raise AssertionError(
                f"it did not come; closed with {self.closed_with}; last frames:\n{last}"
            )
        return found

    async def until_done(self, times: int = 1, *, within: float = PATIENCE) -> None:
        """Wait for so many finished replies."""
        await self.until(lambda: len(self.of("done")) >= times, within=within)

    async def until_first(self, kind: str, /, **fields: Any) -> Frame:
        """Wait for a frame of a kind with these fields, and return it."""
        found: Frame = await self.until(lambda: next(iter(self.of(kind, **fields)), None))
        return found

    async def until_seq(self, seq: int) -> None:
        """Wait for the frame with a number, or a newer one."""
        await self.until(lambda: self.last_seq >= seq)

    async def until_said(self, words: str) -> None:
        """Wait until the last reply holds these words; they may come in pieces."""
        await self.until(lambda: words in "".join(one["text"] for one in self.of("token")[-200:]))

    async def until_closed(self, *, within: float = PATIENCE) -> int:
        """Wait until the server ends the connection, and return its code."""
        async with asyncio.timeout(within):
            while self.closed_with is None:
                self._changed.clear()
                await self._changed.wait()
        return self.closed_with

    async def resume(self, after: int) -> None:
        """Ask for everything after a number."""
        if not self.stream:
            self.resumed_after = after
        await self.send("resume", after=after)

    async def in_step(self) -> None:
        """Wait until the server has read everything that was sent so far."""
        before = len(self.of("pong"))
        await self.send("ping")
        await self.until(lambda: len(self.of("pong")) > before)

    def of(self, kind: str, /, **fields: Any) -> list[Frame]:
        """Return the frames of a kind with these fields."""
        return [
            frame
            for frame in self.frames
            if frame["type"] == kind and all(frame.get(key) == fields[key] for key in fields)
        ]

    @property
    def stream(self) -> list[Frame]:
        """The numbered frames: those that every device of the person gets."""
        frames: list[Frame] = []
        newest = self.resumed_after
        for frame in self.frames:
            repeats = frame["type"] == "ack" and frame["seq"] <= newest
            if not repeats and not _is_private(frame):
                frames.append(frame)
                newest = frame["seq"]
        return frames

    @property
    def numbers(self) -> list[int]:
        """The numbers of the stream, in the order they came."""
        return [frame["seq"] for frame in self.stream]

    @property
    def last_seq(self) -> int:
        """The newest number of the stream, at first the one it was resumed after."""
        return max(self.numbers, default=self.resumed_after)

    @property
    def replies(self) -> list[str]:
        """What a client shows for each finished reply."""
        return [
            done["text"] if "text" in done else self.said(done["messageId"])
            for done in self.of("done")
        ]

    def said(self, message_id: str) -> str:
        """Return the words of one reply as they came."""
        return "".join(frame["text"] for frame in self.of("token", messageId=message_id))

    async def close(self) -> None:
        """Leave."""
        await self.connection.close()
        await self._stop_reading()

    async def vanish(self) -> None:
        """Be gone without a word, as when a network breaks."""
        self.connection.transport.abort()
        await self._stop_reading()

    def begin_reading(self) -> None:
        """Take in what comes from now on."""
        self._reading = asyncio.create_task(self._read())

    async def _stop_reading(self) -> None:
        if self._reading is not None:
            await asyncio.wait({self._reading})

    async def _read(self) -> None:
        with suppress(ConnectionClosed):
            while True:
                self.frames.append(json.loads(await self.connection.recv()))
                self._changed.set()
        self.closed_with = self.connection.close_code or 1006
        self._changed.set()


@asynccontextmanager
async def device_at(
    url: str, token: str | None, *, reads: bool = True, after: int | None = None, **options: Any
) -> AsyncIterator[Device]:
    """Connect a device.

    Args:
        url: of the server, `ws://...`.
        token: who speaks; None sends none.
        reads: whether it takes in what comes.
        after: resume after this number at once.
        options: of the connection.
    """
    headers = {"authorization": f"Bearer {token}"} if token is not None else {}
    connection = await connect(
        f"{url}/ws",
        additional_headers=headers,
        compression=None,
        max_size=None,
        ping_interval=None,
        close_timeout=2,
        proxy=None,
        **options,
    )
    device = Device(connection)
    if reads:
        device.begin_reading()
    if after is not None:
        await device.resume(after)
    try:
        yield device
    finally:
        await (device.close() if reads else device.vanish())


def _is_private(frame: Frame) -> bool:
    return frame["type"] in PRIVATE_TYPES or frame.get("kind") in PRIVATE_NOTICES
