"""Who listens here: the connected devices of each person, and what each of them missed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any
from uuid import UUID

import msgspec

from api.background.routine import ended
from api.talks.device import Device
from api.talks.frames_down import ErrorDown
from storage.errors import StorageError
from storage.records import Frame, FramesTail
from storage.records.session import SignedOut

logger = logging.getLogger(__name__)

Missed = Callable[[UUID, int], Awaitable[FramesTail]]
"""Returns the frames of a person after a number, those that are not stored yet among them."""


class Audience:
    """The devices that are connected to this process.

    Args:
        missed: looks up what a device has not got; it may raise a StorageError.
    """

    def __init__(self, missed: Missed) -> None:
        self._missed = missed
        self._devices: dict[UUID, set[Device]] = {}
        self._catching_up: set[asyncio.Task[None]] = set()

    def __contains__(self, person_id: UUID) -> bool:
        """Return whether a person has a device here."""
        return person_id in self._devices

    def devices_of(self, person_id: UUID) -> int:
        """Return how many devices of a person are connected here."""
        return len(self._devices.get(person_id, ()))

    def add(self, device: Device) -> None:
        """Take a device in."""
        self._devices.setdefault(device.person_id, set()).add(device)

    def remove(self, device: Device) -> None:
        """Let a device go."""
        devices = self._devices.get(device.person_id, set())
        devices.discard(device)
        if not devices:
            self._devices.pop(device.person_id, None)

    async def close(self) -> None:
        """End what is still being looked up for devices."""
        await ended(*self._catching_up)

    def offer(self, person_id: UUID, frame: Frame) -> None:
        """Send a frame of a person's stream to their devices; one with a gap is filled up first."""
        devices = self._devices.get(person_id)
        if devices:
            payload = msgspec.json.encode(frame.body)
            for device in devices:
                if frame.seq > device.sent_seq + 1 and not device.is_held:
                    self._catch_up(device)
                device.offer(frame.seq, payload)

    def tell(self, person_id: UUID, frame: ErrorDown) -> None:
        """Send a frame outside the stream to the devices of a person."""
        for device in self._devices.get(person_id, ()):
            device.tell(frame)

    def sign_out(self, sign_in: SignedOut) -> None:
        """End the connections that came with a sign-in that was ended."""
        for device in self._devices.get(sign_in.person_id, ()):
            device.sign_out(sign_in.session_id, ended_at=sign_in.ended_at)

    async def resume(self, device: Device, after: int) -> None:
        """Send a device exactly the frames after a number, then go on live.

        Raises:
            StorageError: the stored frames could not be read.
        """
        was_live = device.is_live
        device.hold()
        try:
            tail = await self._missed(device.person_id, after)
        except StorageError:
            device.is_live = was_live
            raise
        if not tail.complete:
            after = min(after, tail.last_seq)
            device.tell_gap()
        device.go_on(tail.frames, after=after)

    async def join(self, device: Device) -> None:
        """Go on live with a device that does not resume; a reply in its middle is sent whole.

        Raises:
            StorageError: the stored frames could not be read.
        """
        if device.is_midway:
            await self.resume(device, device.sent_seq)
        else:
            device.go_on()

    def catch_up_all(self) -> None:
        """Send every device what it missed, soon; events of other processes may be lost."""
        self._beside(self._resume_all())

    def _catch_up(self, device: Device) -> None:
        """Send a device what it missed while frames of another process did not get here."""
        device.hold()
        self._beside(self._resume_kindly(device))

    async def _resume_all(self) -> None:
        for device in [device for devices in self._devices.values() for device in devices]:
            if not device.is_held:
                await self._resume_kindly(device)

    async def _resume_kindly(self, device: Device) -> None:
        try:
            await self.resume(device, device.sent_seq)
        except StorageError as error:
            logger.warning("A device could not be sent what it missed: %s", error)
            device.go_on()

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._catching_up.add(task)
        task.add_done_callback(self._catching_up.discard)
