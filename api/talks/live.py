"""All that is live on this process: talks, devices, and the wire to the other processes."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from uuid import UUID, uuid4

import msgspec

from api.background.routine import again_and_again, ended
from api.talks.bus import Bus, Event
from api.talks.device import Device
from api.talks.frames import ErrorDown
from api.talks.pace import Pace
from api.talks.talk import Talk
from nodes.services import Services
from storage.errors import NotFound, StorageError
from storage.ledger import Ledger
from storage.persons import Persons
from storage.records import Frame, FramesTail, IncomingMessage, Person, Received
from storage.records.session import SignedOut
from storage.talks import Talks

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


REPLAYS_ASKED_FOR = 10
"""How often a silent process is asked for its frames. A dead one loses its lease meanwhile, what a
busy one stores is found, and a device that went on without them would never get them."""

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
        self._requests: dict[str, asyncio.Event] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._catching_up: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        await self._bus.start(self._hear, missed=self._catch_up_all)
        self._tasks = [
            asyncio.create_task(again_and_again(self._sweep, self._upkeep.sweep)),
            asyncio.create_task(again_and_again(self._renew, self._upkeep.renew)),
        ]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        sweeping, renewing = self._tasks
        await ended(sweeping)
        talks = list(self._talks.values())
        await asyncio.gather(*(talk.close(patience=self._upkeep.patience) for talk in talks))
        await ended(renewing, *self._catching_up)
        await self._bus.stop()

    @asynccontextmanager
    async def speaking(self) -> AsyncIterator[None]:
        """Reach devices that are connected to other processes, and answer nobody here."""
        await self._bus.start(self._hear)
        try:
            yield
        finally:
            await self._bus.stop()

    @property
    def has_peers(self) -> bool:
        """Whether other processes of the same people are heard."""
        return self._bus.has_peers

    async def enter(self, person: Person) -> tuple[Device, int]:
        """Connect a device; returns it and the newest stored frame number of the person.

        Raises:
            StorageError: the number could not be read.
        """
        device = Device(person.id)
        self._devices.setdefault(person.id, set()).add(device)
        try:
            await self._bus.subscribe(_channel(person.id))
            tail = await self._tail(person.id, 2**53)
        except BaseException:
            await self.leave(device)
            raise
        device.sent_seq, device.is_midway = tail.last_seq, tail.holder is not None
        return device, tail.last_seq

    async def leave(self, device: Device) -> None:
        """Let a device go."""
        devices = self._devices.get(device.person_id, set())
        devices.discard(device)
        if not devices:
            self._devices.pop(device.person_id, None)
            await self._let_go(device.person_id)

    def sign_out(self, ended: SignedOut) -> None:
        """End the connections here that came with a sign-in that was ended."""
        for device in self._devices.get(ended.person_id, ()):
            device.sign_out(ended.session_id, ended_at=ended.ended_at)

    def devices_of(self, person_id: UUID) -> int:
        """Return how many devices of a person are connected here."""
        return len(self._devices.get(person_id, ()))

    async def is_reached(self, person_id: UUID) -> bool:
        """Return whether any device of a person is connected, to this process or to another."""
        if self.devices_of(person_id):
            return True
        if not self._bus.has_peers:
            return False
        request, heard = uuid4().hex, asyncio.Event()
        self._requests[request] = heard
        try:
            await self._bus.subscribe(_channel(person_id))
            self._bus.publish(_channel(person_id), {"kind": "there?", "request": request})
            await asyncio.wait_for(heard.wait(), timeout=self._upkeep.replay)
        except TimeoutError:
            return False
        else:
            return True
        finally:
            del self._requests[request]
            await self._let_go(person_id)

    async def receive(self, person: Person, incoming: IncomingMessage) -> Received:
        """Store what a person said and have it answered, here or where the talk is held.

        Raises:
            StorageError: it could not be stored.
        """
        talk = self._talk(person)
        received = await talk.receive(incoming)
        if received.claim is None and not received.duplicate and not talk.is_running:
            message = received.message
            self._tell_holder(
                person.id, "said", message=str(message.id), agent=message.agent_id or ""
            )
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
        was_live = device.is_live
        device.hold()
        try:
            await self._resume(device, after)
        except StorageError:
            device.is_live = was_live
            raise

    async def _resume(self, device: Device, after: int) -> None:
        person_id = device.person_id
        in_flight = self._in_flight(person_id)
        tail = await self._tail(person_id, after)
        for _ in range(REPLAYS_ASKED_FOR):
            if tail.holder in {None, self._holder}:
                break
            replayed = await self._ask_for_replay(person_id, tail.holder)
            tail = await self._tail(person_id, after)
            if replayed:
                break
        if not tail.complete:
            after = min(after, tail.last_seq)
            device.tell_gap()
        device.go_on((*tail.frames, *in_flight), after=after)

    async def join(self, device: Device) -> None:
        """Go on live with a device that does not resume; a reply in its middle is sent whole.

        Raises:
            StorageError: the stored frames could not be read.
        """
        if device.is_midway:
            await self.resume(device, device.sent_seq)
        else:
            device.go_on()

    def _in_flight(self, person_id: UUID) -> Sequence[Frame]:
        talk = self._talks.get(person_id)
        return talk.in_flight() if talk else ()

    def _talk(self, person: Person) -> Talk:
        talk = self._talks.get(person.id)
        if talk is None:
            talk = self._talks[person.id] = Talk(
                person,
                services=self._services,
                talks=self._talks_table,
                ledger=self._ledger,
                send=lambda frame: self.deliver(person.id, frame),
                tell=lambda frame: self._tell_devices(person.id, frame),
                pace=self._pace,
            )
        return talk

    def deliver(self, person_id: UUID, frame: Frame) -> None:
        """Send a frame to a person's devices, those on other processes too."""
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
                if frame.seq > device.sent_seq + 1 and not device.is_held:
                    self._catch_up(device)
                device.offer(frame.seq, payload)

    def _catch_up(self, device: Device) -> None:
        """Send a device what it missed while frames of another process did not get here."""
        device.hold()
        self._beside(self._resume_kindly(device))

    def _catch_up_all(self) -> None:
        self._beside(self._resume_all())

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

    def _tell_devices(self, person_id: UUID, frame: ErrorDown) -> None:
        for device in self._devices.get(person_id, ()):
            device.tell(frame)

    def _tell_holder(self, person_id: UUID, kind: str, **details: str) -> None:
        if self._bus.has_peers:
            self._bus.publish(_channel(person_id), {"kind": kind, **details})

    async def _tail(self, person_id: UUID, after: int) -> FramesTail:
        return await self._talks_table.frames_after(
            person_id, after, now=self._services.clock.now()
        )

    async def _ask_for_replay(self, person_id: UUID, holder: str | None) -> bool:
        """Wait a moment for the frames another process has sent and not stored; tell if it did."""
        request, replayed = uuid4().hex, asyncio.Event()
        self._requests[request] = replayed
        self._bus.publish(_channel(person_id), {"kind": "replay", "of": holder, "request": request})
        try:
            await asyncio.wait_for(replayed.wait(), timeout=self._upkeep.replay)
        except TimeoutError:
            logger.info("No process replayed the frames of %s.", person_id)
        finally:
            del self._requests[request]
        return replayed.is_set()

    async def _hear(self, channel: str, event: Event) -> None:
        person_id = UUID(hex=channel)
        match event["kind"]:
            case "frame":
                self._offer(person_id, Frame(seq=event["seq"], body=event["body"]))
            case "replay" if event["of"] == self._holder:
                self._replay(person_id, event["request"])
            case "there?" if person_id in self._devices:
                answer = {"kind": "there", "request": event["request"]}
                self._bus.publish(_channel(person_id), answer)
            case "replayed" | "there" if asked := self._requests.get(event["request"]):
                asked.set()
            case "replayed" | "there" | "there?":
                return
            case _ if talk := self._talks.get(person_id):
                _obey(talk, event)

    def _replay(self, person_id: UUID, request: str) -> None:
        channel = _channel(person_id)
        for frame in self._in_flight(person_id):
            self._bus.publish(channel, {"kind": "frame", "seq": frame.seq, "body": frame.body})
        self._bus.publish(channel, {"kind": "replayed", "request": request})

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


def _obey(talk: Talk, event: Event) -> None:
    """Do in a talk that is answered here what a device of another process asked for."""
    if not talk.is_running:
        return
    match event["kind"]:
        case "said":
            talk.said_more(UUID(event["message"]), event.get("agent") or None)
        case "typing":
            talk.typing()
        case "interrupt":
            talk.interrupt()


def _channel(person_id: UUID) -> str:
    return person_id.hex
