"""A terminal's side of a talk: what is sent, and what is shown of what comes."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import uuid4

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from api.commands.chat_rooms import Room
from api.commands.terminal import Screen
from api.models import OFFLINE_VOICE
from api.settings import Settings
from storage.records.use import BESIDE_KINDS

INTERRUPT_SECONDS = 3.0
"""How long an interrupted reply may take to end."""

ENDINGS = {"interrupted": "(stopped here)", "cut_short": "(the words broke off here)"}
"""What is said of a reply that did not come to its end."""

STANDS_IN = (
    "The language model does not answer; that was the offline voice, which stands in for it. "
    "`miolumi doctor` says why."
)

Frame = Mapping[str, Any]


class Conversation:
    """One person's talk: sends what they say, shows what comes, and comes back when cut off."""

    def __init__(
        self, settings: Settings, *, token: str, room: Room, voice: str, screen: Screen
    ) -> None:
        self._address = f"{settings.address.replace('http', 'ws', 1)}/ws"
        self._headers = {"Authorization": f"Bearer {token}"}
        self.room = room
        """With whom the person talks; what others say is not shown here."""
        self._voice = voice
        self._screen = screen
        self._connection: ClientConnection | None = None
        self._seq: int | None = None
        self._unheard: Frame | None = None
        self._waiting_for: str | None = None
        self._answered = asyncio.Event()
        self._streamed = ""
        self._part = 0
        self._helplines: list[Mapping[str, str]] = []
        """Pinned with the reply that is coming."""

    async def stay_connected(self) -> None:
        """Read frames until cancelled, over as many connections as it takes."""
        async for connection in connect(self._address, additional_headers=self._headers):
            with suppress(ConnectionClosed):
                await self._introduce(connection)
                async for raw in connection:
                    self._take(msgspec.json.decode(raw))
            self._connection = None
            self._screen.remark("The connection is gone; trying again …")

    async def say(self, text: str) -> None:
        """Send a message and wait until it is answered."""
        client_id = str(uuid4())
        said = {"type": "message", "text": text, "clientId": client_id}
        to = {"agentId": self.room.agent_id} if self.room.agent_id else {}
        self._unheard = said | to
        self._waiting_for = client_id
        self._answered.clear()
        await self._send(self._unheard)
        await self._answered.wait()

    async def interrupt(self) -> None:
        """Stop the reply."""
        await self._send({"type": "interrupt"})
        await asyncio.sleep(INTERRUPT_SECONDS)
        self._answered.set()

    async def _introduce(self, connection: ClientConnection) -> None:
        """Ask for what was missed, and say again what was not heard."""
        self._connection = connection
        if self._seq is not None:
            await self._send({"type": "resume", "after": self._seq})
        if self._unheard is not None:
            await self._send(self._unheard)

    async def _send(self, frame: Frame) -> None:
        if self._connection is not None:
            with suppress(ConnectionClosed):
                await self._connection.send(msgspec.json.encode(frame).decode())

    def _take(self, frame: Frame) -> None:
        takers: dict[str, Callable[[Frame], None]] = {
            "ack": self._take_ack,
            "token": self._take_token,
            "done": self._take_done,
            "proactive": lambda frame: self._screen.said(self.room.name, frame["text"]),
            "notice": self._take_notice,
            "error": self._take_error,
        }
        self._seq = frame.get("seq", self._seq)
        if not self.room.hears(frame):
            self._take_from_elsewhere(frame)
        elif taker := takers.get(frame["type"]):
            taker(frame)

    def _take_from_elsewhere(self, frame: Frame) -> None:
        """Say that there are words in another talk; not which."""
        if frame["type"] in {"done", "proactive"}:
            slug = frame.get("agentId")
            way = f"/with {slug}" if slug else "/lumi"
            self._screen.remark(f"There are new words for you elsewhere: {way}")

    def _take_ack(self, frame: Frame) -> None:
        if self._unheard is not None and frame.get("clientId") == self._unheard["clientId"]:
            self._unheard = None
        elif frame.get("clientId") != self._waiting_for:
            self._screen.said("you, elsewhere", frame["text"])

    def _take_token(self, frame: Frame) -> None:
        self._streamed += frame["text"]
        text, part = frame["text"], frame.get("part", 0)
        if part > self._part and text.strip():
            # Another message of the same reply: a line of its own.
            self._part, text = part, text.lstrip("\n")
            self._screen.end_reply()
        self._screen.reply(self.room.name, text)

    def _take_done(self, frame: Frame) -> None:
        self._screen.end_reply()
        final = frame.get("text")
        if final and final != self._streamed:
            self._screen.said(self.room.name, final)
        self._tell_helplines(final or self._streamed)
        self._streamed, self._part = "", 0
        if mark := ENDINGS.get(frame.get("ended", "")):
            self._screen.remark(mark)
        self._tell_voice(frame.get("spokenBy"))
        if self._unheard is None:
            self._answered.set()

    def _tell_helplines(self, reply: str) -> None:
        """Show the lines pinned with a reply that its words do not name: each stands there once."""
        for helpline in self._helplines:
            if not all(helpline.get(part, "") in reply for part in ("name", "reach")):
                self._screen.remark(" · ".join(map(str, helpline.values())), style="bold")
        self._helplines.clear()

    def _tell_voice(self, spoke: str | None) -> None:
        """Say so when it is another voice that speaks."""
        if spoke is None or spoke == self._voice:
            return
        self._voice = spoke
        if spoke == OFFLINE_VOICE:
            self._screen.remark(STANDS_IN, style="yellow")
        else:
            self._screen.remark(f"{self.room.name} speaks through {spoke} now.")

    def _take_notice(self, frame: Frame) -> None:
        if frame["kind"] == "named" and self.room.agent_id is None:
            self.room = replace(self.room, name=frame["name"])
        if frame["kind"] in BESIDE_KINDS and frame.get("text"):
            self._screen.end_reply()
            self._screen.remark(frame["text"], style="italic")
        self._helplines += frame.get("helplines", ())

    def _take_error(self, frame: Frame) -> None:
        self._screen.remark(frame["message"], style="yellow")
        if frame.get("clientId") == self._waiting_for:
            self._unheard = None
            self._answered.set()
