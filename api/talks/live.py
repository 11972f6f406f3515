"""All that is live on this process: talks, who listens, and what other processes ask of it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self
from uuid import UUID

from api.background.routine import again_and_again, ended
from api.talks.audience import Audience
from api.talks.bus import Bus, Event
from api.talks.device import Device
from api.talks.pace import Pace
from api.talks.peers import Peers, channel_of
from api.talks.talk import Talk
from nodes.services import Services
from storage.errors import NotFound
from storage.ledger import Ledger
from storage.persons import Persons
from storage.records import Frame, FramesTail, IncomingMessage, Person, Received
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
    """Brings messages to talks and frames to devices.

    Attributes:
        audience: the devices that are connected here.
    """

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
        self._peers = Peers(bus, patience=self._upkeep.replay)
        self.audience = Audience(self._missed)
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        await self._bus.start(self._hear, missed=self.audience.catch_up_all)
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
        await ended(renewing)
        await self.audience.close()
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
        self.audience.add(device)
        try:
            await self._bus.subscribe(channel_of(person.id))
            tail = await self._tail(person.id, 2**53)
        except BaseException:
            await self.leave(device)
            raise
        device.sent_seq, device.is_midway = tail.last_seq, tail.holder is not None
        return device, tail.last_seq

    async def leave(self, device: Device) -> None:
        """Let a device go."""
        self.audience.remove(device)
        if device.person_id not in self.audience:
            await self._let_go(device.person_id)

    async def is_reached(self, person_id: UUID) -> bool:
        """Return whether any device of a person is connected, to this process or to another."""
        if person_id in self.audience:
            return True
        if not self._bus.has_peers:
            return False
        try:
            await self._bus.subscribe(channel_of(person_id))
            return await self._peers.ask(person_id, "there?")
        finally:
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
            self._peers.tell(
                person.id, "said", message=str(message.id), agent=message.agent_id or ""
            )
        return received

    def typing(self, person: Person) -> None:
        """Pass on that a person is writing."""
        self._talk(person).typing()
        self._peers.tell(person.id, "typing")

    def interrupt(self, person: Person) -> None:
        """Pass on that a person wants the reply to stop."""
        self._talk(person).interrupt()
        self._peers.tell(person.id, "interrupt")

    def deliver(self, person_id: UUID, frame: Frame) -> None:
        """Send a frame to a person's devices, those on other processes too."""
        self.audience.offer(person_id, frame)
        self._peers.pass_on(person_id, frame)

    async def _missed(self, person_id: UUID, after: int) -> FramesTail:
        """Return the frames after a number; another process that has newer ones is asked first."""
        in_flight = self._in_flight(person_id)
        tail = await self._tail(person_id, after)
        for _ in range(REPLAYS_ASKED_FOR):
            if tail.holder in {None, self._holder}:
                break
            replayed = await self._peers.ask(person_id, "replay", of=tail.holder)
            if not replayed:
                logger.info("No process replayed the frames of %s.", person_id)
            tail = await self._tail(person_id, after)
            if replayed:
                break
        return replace(tail, frames=(*tail.frames, *in_flight))

    async def _tail(self, person_id: UUID, after: int) -> FramesTail:
        return await self._talks_table.frames_after(
            person_id, after, now=self._services.clock.now()
        )

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
                tell=lambda frame: self.audience.tell(person.id, frame),
                pace=self._pace,
            )
        return talk

    async def _hear(self, channel: str, event: Event) -> None:
        person_id = UUID(hex=channel)
        match event["kind"]:
            case "frame":
                self.audience.offer(person_id, Frame(seq=event["seq"], body=event["body"]))
            case "replay" if event["of"] == self._holder:
                self._replay(person_id, event["request"])
            case "there?":
                if person_id in self.audience:
                    self._peers.answer(person_id, "there", request=event["request"])
            case "replayed" | "there":
                self._peers.hear_answer(event["request"])
            case _ if talk := self._talks.get(person_id):
                _obey(talk, event)

    def _replay(self, person_id: UUID, request: str) -> None:
        for frame in self._in_flight(person_id):
            self._peers.answer(person_id, "frame", seq=frame.seq, body=frame.body)
        self._peers.answer(person_id, "replayed", request=request)

    async def _sweep(self) -> None:
        """Answer everybody whom no process answers, and forget talks that are at rest."""
        for person_id in await self._talks_table.unanswered(
            now=self._services.clock.now(), limit=SWEEP_LIMIT
        ):
            talk = await self._talk_of(person_id)
            if talk is not None and not talk.is_running and not talk.is_resting:
                await self._bus.subscribe(channel_of(person_id))
                await talk.take_over()
        for person_id in [one for one in self._talks if one not in self.audience]:
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
        if person_id in self.audience or (talk and (talk.is_running or talk.is_resting)):
            return
        self._talks.pop(person_id, None)
        await self._bus.unsubscribe(channel_of(person_id))

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
