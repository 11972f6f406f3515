"""What one device says, frame by frame, and what it is sent, until it leaves."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from litestar import WebSocket

from api.entrance.rate import Allowance
from api.entrance.sign_in import Visit, sign_in_of
from api.talks.device import Device
from api.talks.frames_down import AckDown, ErrorDown, PongDown
from api.talks.frames_up import (
    AuthUp,
    BadFrame,
    InterruptUp,
    MessageUp,
    PingUp,
    ResumeUp,
    TypingUp,
    read_up_frame,
    text_of,
)
from api.talks.live import Live
from api.talks.refusals import (
    CLOSE_GOING,
    CLOSE_SIGNED_OUT,
    CLOSE_SLOW,
    database_away,
    nobody_to_talk_with,
    refusal,
)
from storage.errors import NotFound, StorageError
from storage.records import IncomingMessage, Received
from tools.text.clean import clean

GRACE = 2.0
"""Seconds a new device may take to ask for missed frames before live ones flow: a slow network."""

SEND_PATIENCE = 20.0
"""Seconds one frame may take to be taken by a device before it is dropped as too slow."""

CLOSE_PATIENCE = 1.0
"""Seconds a device may take to be told that it is dropped."""

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


class Conversation:
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

    async def _take(self, received: Any) -> None:
        while wait := self._frames.take():
            if not self._warnings.take():
                message = "That is a little too fast for me."
                self._device.tell(refusal("too_fast", message, retry_after=wait))
            await asyncio.sleep(wait)
        try:
            frame = read_up_frame(text_of(received))
            if not self._device.is_live and not isinstance(frame, ResumeUp):
                await self._live.audience.join(self._device)
            await self._obey(frame)
        except BadFrame as error:
            self._device.tell(refusal(error.code, str(error), client_id=error.client_id))
        except StorageError:
            self._device.tell(database_away())

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
                self._device.tell(refusal("signed_in", "This connection is signed in already."))

    async def _say(self, frame: MessageUp) -> None:
        text = clean(frame.text).strip()
        if objection := self._objection(frame, text):
            self._device.tell(objection)
            return
        try:
            received = await self._receive(frame, text)
        except NotFound:
            self._device.tell(nobody_to_talk_with(frame.agent_id or "", frame.client_id))
        except StorageError:
            self._device.tell(database_away(frame.client_id))
        else:
            if received.duplicate:
                self._device.tell(AckDown.of(received.message, seq=0))

    def _objection(self, frame: MessageUp, text: str) -> ErrorDown | None:
        """Return why a message is not taken, before anything is stored."""
        if wait := self._messages.take():
            return refusal(
                "too_many_messages",
                "You are faster than I can listen. One moment, please.",
                retry_after=wait,
                client_id=frame.client_id,
            )
        if not text:
            return refusal("empty", "That message was empty.", client_id=frame.client_id)
        return None

    async def _receive(self, frame: MessageUp, text: str) -> Received:
        incoming = IncomingMessage(
            text=text,
            client_id=frame.client_id,
            agent_id=frame.agent_id,
            media_ids=frame.media_ids,
            only_if_met=True,
        )
        return await self._live.receive(self._person, incoming)


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
