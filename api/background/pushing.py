"""Waking the devices of people to whom a companion wrote while nobody was connected."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from api.services import Running
from storage.errors import NotFound
from storage.pushes import PUSH, Pushes
from storage.queue import Queue
from storage.records.push import PushDevice, PushErrand
from tools.clock import Clock
from tools.push.letter import letter
from tools.push.post import Posted, PushPost

PUSH_TO_DEVICE = "push_to_device"
"""The name of the task that sends one letter to one device."""

AGAIN_AFTER = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 300, 1800))
"""The pauses before a push service that failed is asked again, unless it names its own."""

logger = logging.getLogger(__name__)

Reached = Callable[[UUID], Awaitable[bool]]
"""Tells whether any device of a person is connected."""


@dataclass(frozen=True, kw_only=True)
class Pushing:
    """Sends a letter for each message to each device, once."""

    queue: Queue
    pushes: Pushes
    post: PushPost
    reached: Reached
    clock: Clock
    again_after: tuple[timedelta, ...] = AGAIN_AFTER

    def register(self) -> None:
        """Give the tasks their bodies."""
        self.queue.app.task(name=PUSH)(self.push)
        self.queue.app.task(name=PUSH_TO_DEVICE)(self.push_to_device)

    async def push(self, person_id: str, agent_id: str | None, message_id: str) -> None:
        """Put in a job for each device of a person, unless they read the message anyway."""
        errand = await self._errand(person_id, agent_id, message_id)
        if errand is not None:
            for device in errand.devices:
                await self._enqueue(UUID(person_id), errand, device.id, attempt=0)

    async def push_to_device(
        self,
        person_id: str,
        agent_id: str | None,
        message_id: str,
        device_id: str,
        attempt: int,
    ) -> None:
        """Send one letter; a device that is gone is forgotten, a service that fails asked again."""
        person = UUID(person_id)
        errand = await self._errand(person_id, agent_id, message_id)
        device = _device(errand, UUID(device_id)) if errand else None
        if errand is None or device is None:
            return
        now = self.clock.now()
        written = letter(errand, device, now=now)
        if written is None or not await self.pushes.begin(
            person, device.id, errand.message_id, attempt=attempt, now=now
        ):
            return
        posted = await self.post.send(device, written, now=now)
        await self._follow(person, errand, device, posted, attempt=attempt)

    async def _follow(
        self,
        person_id: UUID,
        errand: PushErrand,
        device: PushDevice,
        posted: Posted,
        *,
        attempt: int,
    ) -> None:
        match posted.outcome:
            case "accepted":
                return
            case "gone":
                await self._forget(person_id, device.id)
            case "later" if attempt < len(self.again_after):
                pause = self.again_after[attempt]
                if posted.wait is not None:
                    pause = max(pause, timedelta(seconds=posted.wait))
                await self._enqueue(person_id, errand, device.id, attempt=attempt + 1, delay=pause)
            case _:
                logger.warning("A push service did not take a letter: %s.", posted.said)

    async def _errand(
        self, person_id: str, agent_id: str | None, message_id: str
    ) -> PushErrand | None:
        """Return what is still to be pushed: not what was answered, or is seen as it comes."""
        person = UUID(person_id)
        errand = await self.pushes.errand(person, agent_id, UUID(message_id))
        if errand is None or errand.answered or await self.reached(person):
            return None
        return errand

    async def _forget(self, person_id: UUID, device_id: UUID) -> None:
        try:
            await self.pushes.remove(person_id, device_id)
        except NotFound:
            return

    async def _enqueue(
        self,
        person_id: UUID,
        errand: PushErrand,
        device_id: UUID,
        *,
        attempt: int,
        delay: timedelta = timedelta(),
    ) -> None:
        # A lock for each letter: one that waits for its next try must not hold up another.
        await self.queue.enqueue(
            PUSH_TO_DEVICE,
            lock=f"{PUSH_TO_DEVICE}:{device_id}:{errand.message_id}",
            delay=delay,
            person_id=str(person_id),
            agent_id=errand.agent_id,
            message_id=str(errand.message_id),
            device_id=str(device_id),
            attempt=attempt,
        )


def _device(errand: PushErrand, device_id: UUID) -> PushDevice | None:
    return next((device for device in errand.devices if device.id == device_id), None)


def pushing_of(running: Running) -> Pushing:
    """Return what wakes devices, from this process."""
    return Pushing(
        queue=running.queue,
        pushes=running.pushes,
        post=running.post,
        reached=running.live.is_reached,
        clock=running.clock,
    )
