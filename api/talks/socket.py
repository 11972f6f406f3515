"""The WebSocket of one device: frames in, frames out."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from litestar import WebSocket, websocket

from api.entrance.doors import doors_of
from api.entrance.rate import Allowance
from api.entrance.sign_in import Visit, allowed_origin, sign_in_of
from api.talks.device import Device
from api.talks.frames import (
    AckDown,
    AuthUp,
    BadFrame,
    ErrorDown,
    InterruptUp,
    MessageUp,
    NoticeDown,
    PingUp,
    PongDown,
    ResumeUp,
    TypingUp,
    read_up_frame,
    text_of,
)
from api.talks.introduction import send_frame, who_speaks
from api.talks.live import Live
from storage.cast import cast
from storage.errors import NotFound, StorageError
from storage.records import IncomingMessage, Message, Received
from tools.text.clean import clean

logger = logging.getLogger(__name__)

GRACE = 2.0
"""Seconds a new device may take to ask for missed frames before live ones flow: a slow network."""

SEND_PATIENCE = 20.0
"""Seconds one frame may take to be taken by a device before it is dropped as too slow."""

CLOSE_PATIENCE = 1.0
"""Seconds a device may take to be told that it is dropped."""

CLOSE_SIGNED_OUT = 4401
CLOSE_ORIGIN = 4403
CLOSE_SLOW = 4408
CLOSE_TOO_MANY = 4429
CLOSE_GOING = 1012

LONGEST_CONNECTION = timedelta(days=1)
"""After which a device is asked to come again: its sign-in is looked at anew."""


WARNINGS_PER_SECOND = 1.0
"""How often a device that is too fast is told so."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one device may send: frames beyond it are read later, messages are refused."""

    frames_burst: int = 200
    frames_per_second: float = 50.0
    messages_burst: int = 60
    messages_per_second: float = 2.0


@websocket("/ws")
async def talk_socket(socket: WebSocket[Any, Any, Any]) -> None:
    """Connect a device of a person to their talk."""
    if not allowed_origin(socket) or not doors_of(socket).knows(socket.headers.get("host", "")):
        await socket.close(code=CLOSE_ORIGIN, reason="This page may not connect here.")
        return
    await socket.accept()
    address = socket.client.host if socket.client else None
    if wait := doors_of(socket).opening_wait(address):
        await _too_many(socket, wait)
        return
    live: Live = socket.app.state.live
    try:
        visit = await who_speaks(socket)
        if visit is None:
            await socket.close(code=CLOSE_SIGNED_OUT, reason="Not signed in.")
            return
        person_id = visit.person.id
        connected = live.audience.devices_of(person_id)
        if wait := doors_of(socket).device_wait(person_id, connected=connected):
            await _too_many(socket, wait)
            return
        device, last_seq = await live.enter(visit.person)
    except StorageError:
        await send_frame(socket, _database_away(None))
        await socket.close(code=CLOSE_GOING, reason="Try again in a moment.")
        return
    device.session_id, device.begun_at = visit.identity.session_id, visit.identity.begun_at
    device.tell(
        NoticeDown.model_validate(
            {"seq": last_seq, "kind": "welcome", "voice": socket.app.state.voice}
        )
    )
    try:
        await _Conversation(socket, live, visit, device, socket.app.state.limits).run()
    finally:
        await live.leave(device)


class _Conversation:
    """Reads the frames of one device until it leaves."""

    def __init__(
        self,
        socket: WebSocket[Any, Any, Any],
        live: Live,
        visit: Visit,
        device: Device,
        limits: Limits,
    ) -> None:
        time = asyncio.get_running_loop().time
        self._socket = socket
        self._live = live
        self._person = visit.person
        self._identity = visit.identity
        self._device = device
        self._frames = Allowance(
            burst=limits.frames_burst, per_second=limits.frames_per_second, time=time
        )
        self._warnings = Allowance(burst=1, per_second=WARNINGS_PER_SECOND, time=time)
        self._messages = Allowance(
            burst=limits.messages_burst, per_second=limits.messages_per_second, time=time
        )

    async def run(self) -> None:
        """Read and write until either side ends."""
        async with _beside(self._write(), self._go_live_soon()) as writing:
            reading = asyncio.create_task(self._read())
            ends = [
                asyncio.create_task(end)
                for end in (self._device.too_slow(), self._device.signed_out(), self._expiry())
            ]
            await asyncio.wait({reading, writing, *ends}, return_when=asyncio.FIRST_COMPLETED)
            is_over = ends[-1].done()
            for task in (reading, *ends):
                task.cancel()
            await asyncio.gather(reading, *ends, return_exceptions=True)
        if reading.cancelled():
            await self._drop(is_over=is_over)
        else:
            reading.result()

    async def _expiry(self) -> None:
        """Wait until the sign-in has to be looked at anew."""
        left = sign_in_of(self._socket.app).time_left(self._identity)
        await asyncio.sleep(min(left, LONGEST_CONNECTION).total_seconds())

    async def _go_live_soon(self) -> None:
        await asyncio.sleep(GRACE)
        if not self._device.is_live:
            try:
                await self._live.audience.join(self._device)
            except StorageError:
                self._device.go_on()

    async def _write(self) -> None:
        with suppress(TimeoutError):
            while True:
                payload = await self._device.next()
                async with asyncio.timeout(SEND_PATIENCE):
                    await self._socket.send_data(payload.decode(), mode="text")

    async def _drop(self, *, is_over: bool) -> None:
        """Say why, unless even that cannot be sent."""
        code, reason = CLOSE_SLOW, "Too slow; come back and resume."
        if self._device.is_signed_out:
            code, reason = CLOSE_SIGNED_OUT, "You have signed out. Sign in again."
        elif is_over:
            code, reason = CLOSE_GOING, "Come back and resume: who you are is looked at anew."
        closing = self._socket.close(code=code, reason=reason)
        with suppress(TimeoutError, OSError):
            await asyncio.wait_for(closing, CLOSE_PATIENCE)

    async def _read(self) -> None:
        while True:
            message = await self._socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            await self._take(message)

    async def _take(self, message: Any) -> None:
        while wait := self._frames.take():
            if not self._warnings.take():
                self._error("too_fast", "That is a little too fast for me.", retry_after=wait)
            await asyncio.sleep(wait)
        try:
            frame = read_up_frame(text_of(message))
            if not self._device.is_live and not isinstance(frame, ResumeUp):
                await self._live.audience.join(self._device)
            await self._obey(frame)
        except BadFrame as error:
            self._error(error.code, str(error), client_id=error.client_id)
        except StorageError:
            self._device.tell(_database_away(None))

    async def _obey(self, frame: Any) -> None:
        match frame:
            case MessageUp():
                await self._say(frame)
            case TypingUp():
                self._live.typing(self._person)
            case InterruptUp():
                self._live.interrupt(self._person)
            case ResumeUp():
                await self._live.audience.resume(self._device, frame.after)
            case PingUp():
                self._device.tell(PongDown(seq=0))
            case AuthUp():
                self._error("signed_in", "This connection is signed in already.")

    async def _say(self, frame: MessageUp) -> None:
        if wait := self._messages.take():
            self._error(
                "too_many_messages",
                "You are faster than I can listen. One moment, please.",
                retry_after=wait,
                client_id=frame.client_id,
            )
            return
        text = clean(frame.text).strip()
        if not text:
            self._error("empty", "That message was empty.", client_id=frame.client_id)
            return
        try:
            received = await self._receive(frame, text)
        except NotFound:
            code, message = nobody(frame.agent_id or "")
            self._error(code, message, client_id=frame.client_id)
        except StorageError:
            self._device.tell(_database_away(frame.client_id))
        else:
            if received.duplicate:
                self._device.tell(_acknowledged(received.message))

    async def _receive(self, frame: MessageUp, text: str) -> Received:
        incoming = IncomingMessage(
            text=text,
            client_id=frame.client_id,
            agent_id=frame.agent_id,
            media_ids=frame.media_ids,
            only_if_met=True,
        )
        return await self._live.receive(self._person, incoming)

    def _error(
        self,
        code: str,
        message: str,
        *,
        retry_after: float | None = None,
        client_id: str | None = None,
    ) -> None:
        wait = None if retry_after is None else round(retry_after, 2)
        self._device.tell(
            ErrorDown(seq=0, code=code, message=message, retry_after=wait, client_id=client_id)
        )


async def _too_many(socket: WebSocket[Any, Any, Any], wait: float) -> None:
    """Turn away a connection that comes too early."""
    message = "Too many connections at once. Please try again in a moment."
    frame = ErrorDown(
        seq=0, code="too_many_connections", message=message, retry_after=round(wait, 2)
    )
    await send_frame(socket, frame)
    await socket.close(code=CLOSE_TOO_MANY, reason=message)


@asynccontextmanager
async def _beside(writing: Any, *others: Any) -> AsyncIterator[asyncio.Task[None]]:
    """Run work beside the block, and end it with the block."""
    tasks = [asyncio.create_task(work) for work in (writing, *others)]
    try:
        yield tasks[0]
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _acknowledged(message: Message) -> AckDown:
    return AckDown(
        seq=0,
        client_id=message.client_id,
        message_id=message.id,
        text=message.content,
        created_at=message.created_at,
        agent_id=message.agent_id,
    )


def nobody(agent_id: str) -> tuple[str, str]:
    """Return a code and words for a message to somebody whom the person cannot talk with."""
    if agent_id in cast():
        name = cast()[agent_id].portraits["en"].name
        return "not_met", (
            f"You have not met {name} yet. Open the cast and say hello first, or ask for "
            f"POST /api/personas/{agent_id}/meet."
        )
    return "unknown_agent", (
        f"There is nobody called {agent_id!r} here to talk with, or no longer. The cast shows who "
        "is, and so does GET /api/personas; leave agentId out to talk with Lumi."
    )


def _database_away(client_id: str | None) -> ErrorDown:
    return ErrorDown(
        seq=0,
        code="database_away",
        message="I could not take that down just now. Please send it again in a moment.",
        retry_after=2.0,
        client_id=client_id,
    )
