"""The WebSocket of one device: frames in, frames out."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from litestar import WebSocket, websocket
from litestar.exceptions import WebSocketDisconnect

from api.device import Device
from api.errors import SignInError
from api.frames import (
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
)
from api.live import Live
from api.rate import Allowance
from api.sign_in import allowed_origin, person_of_connection, person_of_token
from storage.errors import StorageError
from storage.records import IncomingMessage, Person
from tools.text.clean import clean

logger = logging.getLogger(__name__)

FRAME_BYTES = 64 * 1024
"""The largest frame that is read; longer ones get an error and the connection stays."""

GRACE = 0.25
"""Seconds a new device may take to ask for missed frames before live ones flow."""

SIGN_IN_PATIENCE = 10.0
"""Seconds within which a device without cookie or header has to say who is speaking."""

SEND_PATIENCE = 20.0
"""Seconds one frame may take to be taken by a device before it is dropped as too slow."""

CLOSE_SIGNED_OUT = 4401
CLOSE_ORIGIN = 4403
CLOSE_SLOW = 4408
CLOSE_GOING = 1012


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one device may send."""

    frames_burst: int = 200
    frames_per_second: float = 50.0
    messages_burst: int = 60
    messages_per_second: float = 2.0


@websocket("/ws")
async def talk_socket(socket: WebSocket[Any, Any, Any]) -> None:
    """Connect a device of a person to their talk."""
    if not allowed_origin(socket):
        await socket.close(code=CLOSE_ORIGIN, reason="This page may not connect here.")
        return
    person = await person_of_connection(socket)
    await socket.accept()
    if person is None:
        person = await _introduced(socket)
    if person is None:
        await socket.close(code=CLOSE_SIGNED_OUT, reason="Not signed in.")
        return
    live: Live = socket.app.state.live
    try:
        device, last_seq = await live.enter(person)
    except StorageError:
        await _send(socket, _database_away(None))
        await socket.close(code=CLOSE_GOING, reason="Try again in a moment.")
        return
    device.tell(
        NoticeDown.model_validate(
            {"seq": last_seq, "kind": "welcome", "voice": socket.app.state.voice}
        )
    )
    try:
        await _Conversation(socket, live, person, device, socket.app.state.limits).run()
    finally:
        await live.leave(device)


class _Conversation:
    """Reads the frames of one device until it leaves."""

    def __init__(
        self,
        socket: WebSocket[Any, Any, Any],
        live: Live,
        person: Person,
        device: Device,
        limits: Limits,
    ) -> None:
        time = asyncio.get_running_loop().time
        self._socket = socket
        self._live = live
        self._person = person
        self._device = device
        self._frames = Allowance(
            burst=limits.frames_burst, per_second=limits.frames_per_second, time=time
        )
        self._messages = Allowance(
            burst=limits.messages_burst, per_second=limits.messages_per_second, time=time
        )

    async def run(self) -> None:
        """Read and write until either side ends."""
        async with _beside(self._write(), self._go_live_soon()) as writing:
            reading = asyncio.create_task(self._read())
            await asyncio.wait({reading, writing}, return_when=asyncio.FIRST_COMPLETED)
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)

    async def _go_live_soon(self) -> None:
        await asyncio.sleep(GRACE)
        if self._device.is_held:
            try:
                await self._live.join(self._device)
            except StorageError:
                self._device.go_on()

    async def _write(self) -> None:
        while not self._device.is_slow:
            payload = await self._device.next()
            try:
                await asyncio.wait_for(
                    self._socket.send_data(payload.decode(), mode="text"), SEND_PATIENCE
                )
            except TimeoutError:
                break
        await self._socket.close(code=CLOSE_SLOW, reason="Too slow; come back and resume.")

    async def _read(self) -> None:
        while True:
            message = await self._socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            await self._take(message)

    async def _take(self, message: Any) -> None:
        wait = self._frames.take()
        if wait:
            self._error("too_fast", "That is a little too fast for me.", retry_after=wait)
            await asyncio.sleep(wait)
            return
        try:
            frame = read_up_frame(_text_of(message))
            if self._device.is_held and not isinstance(frame, ResumeUp):
                await self._live.join(self._device)
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
                await self._live.resume(self._device, frame.after)
            case PingUp():
                self._device.tell(PongDown(seq=0))
            case AuthUp():
                self._error("signed_in", "This connection is signed in already.")

    async def _say(self, frame: MessageUp) -> None:
        wait = self._messages.take()
        if wait:
            self._error(
                "too_many_messages",
                "You are faster than I can listen. One moment, please.",
                retry_after=wait,
                client_id=frame.client_id,
            )
            return
        incoming = IncomingMessage(
            text=clean(frame.text).strip(),
            client_id=frame.client_id,
            agent_id=frame.agent_id,
            media_ids=frame.media_ids,
        )
        if not incoming.text:
            self._error("empty", "That message was empty.", client_id=frame.client_id)
            return
        try:
            received = await self._live.receive(self._person, incoming)
        except StorageError:
            self._device.tell(_database_away(frame.client_id))
            return
        if received.duplicate:
            self._device.tell(
                AckDown(
                    seq=0,
                    client_id=received.message.client_id,
                    message_id=received.message.id,
                    text=received.message.content,
                    created_at=received.message.created_at,
                    agent_id=received.message.agent_id,
                )
            )

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


def _text_of(message: Any) -> str:
    text = message.get("text")
    if text is None:
        raise BadFrame("binary", "Binary frames are not understood here; send JSON text.")
    if len(text) > FRAME_BYTES:
        raise BadFrame("too_large", "That is too large. Please send it in smaller parts.")
    return str(text)


def _database_away(client_id: str | None) -> ErrorDown:
    return ErrorDown(
        seq=0,
        code="database_away",
        message="I could not take that down just now. Please send it again in a moment.",
        retry_after=2.0,
        client_id=client_id,
    )


async def _introduced(socket: WebSocket[Any, Any, Any]) -> Person | None:
    """Wait for an `auth` frame; None when it does not come or is not believed."""
    try:
        message = await asyncio.wait_for(socket.receive(), SIGN_IN_PATIENCE)
        frame = read_up_frame(_text_of(message)) if message["type"] == "websocket.receive" else None
        if isinstance(frame, AuthUp):
            return await person_of_token(socket.app, frame.token)
        text = "Please sign in first: send an auth frame, a cookie or a bearer token."
    except (SignInError, BadFrame) as error:
        text = str(error)
    except (TimeoutError, WebSocketDisconnect):
        return None
    await _send(socket, ErrorDown(seq=0, code="not_signed_in", message=text))
    return None


async def _send(socket: WebSocket[Any, Any, Any], frame: ErrorDown) -> None:
    await socket.send_json(frame.body())
