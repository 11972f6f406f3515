"""One connected device: the frames it still has to get, in order and each once."""

import asyncio
from collections import deque
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from api.talks.frames_down import DownFrame, NoticeDown
from storage.records import Frame

BACKLOG_LIMIT = 1_000
"""Frames that may wait for a device beside those it asked for; one further behind is dropped."""


class Device:
    """The sending side of one WebSocket. It starts held, until the client resumes or speaks."""

    def __init__(self, person_id: UUID) -> None:
        self.person_id = person_id
        self.session_id: UUID | None = None
        """The sign-in it came with."""
        self.begun_at: datetime | None = None
        """When that was made; None when it does not say."""
        self._signed_out = asyncio.Event()
        self.is_held = True
        self.is_live = False
        """Whether the client has resumed or spoken; from then on it is held for moments only."""
        self.is_midway = False
        """Whether it came while a reply was being said."""
        self._limit = BACKLOG_LIMIT
        self._overflowed = asyncio.Event()
        self.sent_seq = 0
        """The newest frame number that was put on the way; private frames repeat it."""
        self._held: list[tuple[int, bytes]] = []
        self._waiting: deque[bytes] = deque()
        self._ready = asyncio.Event()

    @property
    def is_slow(self) -> bool:
        """Whether more frames were waiting than may."""
        return self._overflowed.is_set()

    def offer(self, seq: int, payload: bytes) -> None:
        """Take a frame of the person's stream; one that is already on its way is dropped."""
        if self.is_held:
            self._held.append((seq, payload))
        elif seq > self.sent_seq:
            self.sent_seq = seq
            self._put(payload)

    def tell(self, frame: DownFrame) -> None:
        """Send a private frame to this device alone, past everything that is held."""
        self._put(msgspec.json.encode({**frame.body(), "seq": self.sent_seq}))

    def hold(self) -> None:
        """Gather frames of the stream instead of sending them, while older ones are looked up.

        From here on nobody else makes it live: two at once would send the same frames twice.
        """
        self.is_held = self.is_live = True

    def go_on(self, missed: Sequence[Frame] = (), *, after: int | None = None) -> None:
        """Send what was missed and what was gathered, each once and in order; then go live."""
        if after is not None:
            self.sent_seq = after
        frames = {frame.seq: msgspec.json.encode(frame.body) for frame in missed}
        frames.update(self._held)
        self.is_live, self.is_held, self._held = True, False, []
        self._limit = len(frames) + BACKLOG_LIMIT
        for seq in sorted(frames):
            self.offer(seq, frames[seq])

    def tell_gap(self) -> None:
        """Say that frames are missing that are no longer kept: the history is to be read again."""
        self.tell(NoticeDown(seq=0, kind="gap"))

    async def next(self) -> bytes:
        """Wait for the next frame to send."""
        while not self._waiting:
            self._ready.clear()
            await self._ready.wait()
        return self._waiting.popleft()

    def sign_out(self, session_id: UUID | None, *, ended_at: datetime) -> None:
        """End the connection if it came with this sign-in, or with any from before a moment."""
        if session_id is None:
            is_meant = self.begun_at is None or self.begun_at < ended_at
        else:
            is_meant = session_id == self.session_id
        if is_meant:
            self._signed_out.set()

    @property
    def is_signed_out(self) -> bool:
        """Whether the sign-in that it came with was ended."""
        return self._signed_out.is_set()

    async def signed_out(self) -> None:
        """Wait until the sign-in that it came with is ended."""
        await self._signed_out.wait()

    async def too_slow(self) -> None:
        """Wait until the device is slow."""
        await self._overflowed.wait()

    def _put(self, payload: bytes) -> None:
        if len(self._waiting) >= self._limit:
            self._overflowed.set()
        self._waiting.append(payload)
        self._ready.set()
