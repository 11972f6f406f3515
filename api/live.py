"""All that is live on this process: talks, devices, and the wire to the other processes."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from uuid import UUID

import msgspec

from api.bus import Bus, Event
from api.device import Device
from api.frames import ErrorDown
from api.talk import Pace, Talk
from nodes.services import Services
from storage.errors import NotFound, StorageError
from storage.ledger import Ledger
from storage.persons import Persons
from storage.records import Frame, FramesTail, IncomingMessage, Person, Received
from storage.talks import SEQ_BLOCK, Talks

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Upkeep:
    """How often the process looks after its talks. All in seconds."""

    sweep: float = 1.0
    """Between two looks for messages that nobody answers."""
    renew: float = 2.0
    """Between two renewals of this process's leases."""
    replay: float = 1.0
    """How long a device waits for frames that another process has in flight."""
    patience: float = 5.0
    """How long a closing process lets a running reply go on."""


SWEEP_LIMIT = 50
"""People taken over in one sweep; the next sweep takes the rest."""


class Live:
    """Brings messages to talks and frames to devices."""

    def __init__(
        self,
        *,
        services: Services,
        talks: Talks,
        persons: Persons,
        ledger: Ledger,
        bus: Bus,
        holder: str,
        pace: Pace | None = None,
        upkeep: Upkeep | None = None,
    ) -> None:
        self._services = services
        self._talks_table = talks
        self._persons = persons
        self._ledger = ledger
        self._bus = bus
        self._holder = holder
        self._pace = pace or Pace()
        self._upkeep = upkeep or Upkeep()
        self._talks: dict[UUID, Talk] = {}
        self._devices: dict[UUID, set[Device]] = {}
        self._replays: dict[UUID, asyncio.Event] = {}
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        await self._bus.start(self._hear)
        self._tasks = [
            asyncio.create_task(_again_and_again(self._sweep, self._upkeep.sweep)),
            asyncio.create_task(_again_and_again(self._renew, self._upkeep.renew)),
        ]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._tasks[0].cancel()
        talks = list(self._talks.values())
        await asyncio.gather(*(talk.close(patience=self._upkeep.patience) for talk in talks))
        self._tasks[1].cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._bus.stop()

    async def enter(self, person: Person) -> tuple[Device, int]:
        """Connect a device; returns it and the newest stored frame number of the person."""
        device = Device(person.id)
        self._devices.setdefault(person.id, set()).add(device)
        await self._bus.subscribe(_channel(person.id))
        tail = await self._tail(person.id, 2**53)
        device.sent_seq = tail.last_seq
        return device, tail.last_seq

    async def leave(self, device: Device) -> None:
        """Let a device go."""
        devices = self._devices.get(device.person_id, set())
        devices.discard(device)
        if not devices:
            self._devices.pop(device.person_id, None)
            await self._let_go(device.person_id)

    async def receive(self, person: Person, incoming: IncomingMessage) -> Received:
        """Store what a person said and have it answered, here or where the talk is held.

        Raises:
            StorageError: it could not be stored.
        """
        talk = self._talk(person)
        received = await talk.receive(incoming)
        if received.claim is None and not received.duplicate and not talk.is_running:
            self._tell_holder(person.id, "said")
        return received

    def typing(self, person: Person) -> None:
        """Pass on that a person is writing."""
        self._talk(person).typing()
        self._tell_holder(person.id, "typing")

    def interrupt(self, person: Person) -> None:
        """Pass on that a person wants the reply to stop."""
        self._talk(person).interrupt()
        self._tell_holder(person.id, "interrupt")

    async def resume(self, device: Device, after: int) -> None:
        """Send a device exactly the frames after a number, then go on live.

        Raises:
            StorageError: the stored frames could not be read.
        """
        device.hold()
        tail = await self._tail(device.person_id, after)
        if not tail.complete or after > tail.last_seq + SEQ_BLOCK:
            after = min(after, tail.last_seq)
            device.tell_gap()
        if tail.holder not in {None, self._holder}:
            await self._ask_for_replay(device.person_id)
        talk = self._talks.get(device.person_id)
        in_flight = [frame for frame in talk.in_flight() if frame.seq > after] if talk else []
        device.go_on((*tail.frames, *in_flight), after=after)

    def _talk(self, person: Person) -> Talk:
        talk = self._talks.get(person.id)
        if talk is None:
            talk = self._talks[person.id] = Talk(
                person,
                services=self._services,
                talks=self._talks_table,
                ledger=self._ledger,
                send=lambda frame: self._deliver(person.id, frame),
                tell=lambda frame: self._tell_devices(person.id, frame),
                pace=self._pace,
            )
        return talk

    def _deliver(self, person_id: UUID, frame: Frame) -> None:
        self._offer(person_id, frame)
        if self._bus.has_peers:
            self._bus.publish(
                _channel(person_id), {"kind": "frame", "seq": frame.seq, "body": frame.body}
            )

    def _offer(self, person_id: UUID, frame: Frame) -> None:
        devices = self._devices.get(person_id)
        if devices:
            payload = msgspec.json.encode(frame.body)
            for device in devices:
                device.offer(frame.seq, payload)

    def _tell_devices(self, person_id: UUID, frame: ErrorDown) -> None:
        for device in self._devices.get(person_id, ()):
            device.tell(frame)

    def _tell_holder(self, person_id: UUID, kind: str) -> None:
        if self._bus.has_peers:
            self._bus.publish(_channel(person_id), {"kind": kind})

    async def _tail(self, person_id: UUID, after: int) -> FramesTail:
        return await self._talks_table.frames_after(
            person_id, after, now=self._services.clock.now()
        )

    async def _ask_for_replay(self, person_id: UUID) -> None:
        """Wait a moment for the frames another process has sent and not stored yet."""
        replayed = self._replays.setdefault(person_id, asyncio.Event())
        self._bus.publish(_channel(person_id), {"kind": "replay"})
        try:
            await asyncio.wait_for(replayed.wait(), timeout=self._upkeep.replay)
        except TimeoutError:
            logger.info("No process replayed the frames of %s.", person_id)
        finally:
            self._replays.pop(person_id, None)

    async def _hear(self, channel: str, event: Event) -> None:
        person_id = UUID(hex=channel)
        if event["kind"] == "frame":
            self._offer(person_id, Frame(seq=event["seq"], body=event["body"]))
            return
        if event["kind"] == "replayed":
            if replayed := self._replays.get(person_id):
                replayed.set()
            return
        talk = self._talks.get(person_id)
        if talk is not None and talk.is_running:
            self._obey(talk, event["kind"])

    def _obey(self, talk: Talk, kind: str) -> None:
        """Do in the talk that is held here what a device of another process asked for."""
        orders: dict[str, Callable[[], None]] = {
            "said": talk.said_more,
            "typing": talk.typing,
            "interrupt": talk.interrupt,
            "replay": lambda: self._replay(talk),
        }
        if order := orders.get(kind):
            order()

    def _replay(self, talk: Talk) -> None:
        channel = _channel(talk.person.id)
        for frame in talk.in_flight():
            self._bus.publish(channel, {"kind": "frame", "seq": frame.seq, "body": frame.body})
        self._bus.publish(channel, {"kind": "replayed"})

    async def _sweep(self) -> None:
        """Answer everybody whom no process answers, and forget talks that are at rest."""
        for person_id in await self._talks_table.unanswered(
            now=self._services.clock.now(), limit=SWEEP_LIMIT
        ):
            talk = await self._talk_of(person_id)
            if talk is not None and not talk.is_running and not talk.is_resting:
                await self._bus.subscribe(_channel(person_id))
                await talk.take_over()
        for person_id in [one for one in self._talks if one not in self._devices]:
            await self._let_go(person_id)

    async def _talk_of(self, person_id: UUID) -> Talk | None:
        if person_id in self._talks:
            return self._talks[person_id]
        try:
            return self._talk(await self._persons.by_id(person_id))
        except NotFound:
            return None

    async def _let_go(self, person_id: UUID) -> None:
        """Forget a person who has no device here, unless they are being answered."""
        talk = self._talks.get(person_id)
        if person_id in self._devices or (talk and (talk.is_running or talk.is_resting)):
            return
        self._talks.pop(person_id, None)
        await self._bus.unsubscribe(_channel(person_id))

    async def _renew(self) -> None:
        if any(talk.is_running for talk in self._talks.values()):
            await self._talks_table.renew(now=self._services.clock.now())


def _channel(person_id: UUID) -> str:
    return person_id.hex


async def _again_and_again(work: Callable[[], Coroutine[Any, Any, None]], pause: float) -> None:
    while True:
        try:
            await work()
        except StorageError as error:
            logger.warning("Upkeep waits for the database: %s", error)
        except Exception:
            logger.exception("Upkeep failed; it goes on.")
        await asyncio.sleep(pause)
