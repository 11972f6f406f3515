"""One person's talk on this process: turns strictly one after another."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID, uuid4

from api.talks.beside import beside_turn, day_of
from api.talks.frames_down import AckDown, ErrorDown
from api.talks.outlet import TurnOutlet
from api.talks.pace import Pace, Rest
from api.talks.running_turn import RunningTurn
from api.talks.stream import Send, Stream
from api.talks.writing import Writing
from nodes.services import Services
from nodes.turn.state import TurnContext, TurnInput
from nodes.turn.stop import Stop
from storage.errors import ClaimLost, StorageError
from storage.ledger import Ledger
from storage.records import Claim, IncomingMessage, Message, Person, Received, Spending
from storage.records.use import Use
from storage.talks import Talks

logger = logging.getLogger(__name__)


class Talk:
    """Receives what a person says and answers it; the only one to number this person's frames."""

    def __init__(
        self,
        person: Person,
        *,
        services: Services,
        talks: Talks,
        ledger: Ledger,
        send: Send,
        tell: Callable[[ErrorDown], None],
        pace: Pace,
    ) -> None:
        self.person = person
        self._services = services
        self._talks = talks
        self._ledger = ledger
        self._stream = Stream(send)
        self._tell = tell
        self._pace = pace
        self._run: asyncio.Task[None] | None = None
        self._turn: RunningTurn | None = None
        self._stop = Stop()
        self._use = Use()
        self._epoch = 0
        """The epoch of the claim that was opened last."""
        self._is_open = False
        """Whether frames can be numbered: a claim is held, and the turns before it are over."""
        self._came_early = False
        """Whether a message came that a claim covers which is not open yet."""
        self._acknowledged: set[UUID] = set()
        self._writing = Writing(
            pause=pace.typing_pause, linger=pace.linger, limit=pace.typing_limit
        )
        self._restarts = 0
        self._rest = Rest(first=pace.rest_first, longest=pace.rest_longest)

    @property
    def is_running(self) -> bool:
        """Whether this process answers the person right now."""
        return self._run is not None and not self._run.done()

    @property
    def is_resting(self) -> bool:
        """Whether a failed turn is too fresh for another try."""
        return self._rest.is_on

    def in_flight(self) -> Sequence[Any]:
        """Return the frames that were sent and are not stored yet."""
        return self._stream.visible() if self.is_running else ()

    async def receive(self, incoming: IncomingMessage) -> Received:
        """Store a message, and answer it unless another process does.

        Raises:
            StorageError: it could not be stored.
        """
        self._listen_again()
        now = self._services.clock.now()
        received = await self._talks.receive(
            self.person.id, incoming, now=now, day=day_of(self.person, now)
        )
        self._writing.end(incoming.text)
        self._restarts = 0
        if received.claim is not None:
            self.begin(received.claim, received.waiting, received.use)
        elif not received.duplicate:
            self._take_note(received)
        return received

    def _take_note(self, received: Received) -> None:
        """Acknowledge a message at once, or in its order when earlier ones are not yet.

        Under a later claim than the open one it is not ours to acknowledge: the answer that brings
        that claim is still on its way to us.
        """
        if self._is_open and received.epoch == self._epoch:
            self._begin_anew(received.message.id, received.message.agent_id)
            self._acknowledge([received.message])
        else:
            self._came_early = True

    async def take_over(self) -> None:
        """Answer what nobody answers: messages left behind by a process that is gone."""
        claim = await self._talks.claim(self.person.id, now=self._services.clock.now())
        if claim is not None:
            self.begin(claim, *await self._talks.pending_and_use(self.person.id))

    def begin(self, claim: Claim, waiting: Sequence[Message], use: Use) -> None:
        """Start to answer under a claim."""
        self._is_open, self._stop, self._use = False, Stop(), use
        self._run = asyncio.create_task(self._answer_all(claim, waiting, self._run))

    def _listen_again(self) -> None:
        """Let a stop from before these words end what it was meant for, and not their answer."""
        if self._stop.is_set() and not self._is_visible():
            self._stop = Stop()

    def said_more(self, message_id: UUID, agent_id: str | None) -> None:
        """Take note that more was said: the reply ends, or begins anew if no word is visible.

        Neither happens when the message is among those that are being answered, or is for another
        companion, whose turn comes after this one.
        """
        self._listen_again()
        self._writing.end()
        self._begin_anew(message_id, agent_id)

    def _begin_anew(self, message_id: UUID, agent_id: str | None) -> None:
        if not self._is_open or message_id in self._acknowledged:
            return
        if self._turn is not None and agent_id != self._turn.agent_id:
            return
        if self._is_visible():
            self._stop.set()
        else:
            self._restart()

    def typing(self) -> None:
        """Take note that the person is writing; a reply that is not visible yet waits."""
        self._writing.go_on()
        if not self._is_visible() and self._writing.may_wait:
            self._restart()

    def interrupt(self) -> None:
        """Stop the reply; what was sent is what is kept."""
        self._stop.set()

    async def close(self, *, patience: float) -> None:
        """End after the running turn, or after `patience` seconds with what was said so far."""
        if self._run is None:
            return
        await asyncio.wait({self._run}, timeout=patience)
        self._stop.set()
        await asyncio.wait({self._run}, timeout=patience)
        self._run.cancel()
        await asyncio.gather(self._run, return_exceptions=True)

    async def _answer_all(
        self, claim: Claim, waiting: Sequence[Message], previous: asyncio.Task[None] | None
    ) -> None:
        if previous is not None:
            await asyncio.wait({previous})
        self._stream.open(claim.next_seq)
        try:
            while self._came_early:
                self._came_early = False
                waiting = await self._pending()
            self._epoch, self._is_open = claim.epoch, True
            while waiting:
                waiting = await self._answer(claim, waiting)
            self._rest.end()
        except ClaimLost:
            logger.warning("Another process answers %s now.", self.person.id)
        except Exception:
            logger.exception("A turn of %s failed.", self.person.id)
            await self._give_up(claim)
        finally:
            self._is_open = False
            self._acknowledged.clear()

    async def _answer(self, claim: Claim, waiting: Sequence[Message]) -> Sequence[Message]:
        """Run one turn over what waits, and return what waits after it."""
        self._acknowledge(waiting)
        if await self._writing.over():
            waiting = await self._pending()
            self._acknowledge(waiting)
        if not await self._run_turn(claim, _addressed_alike(waiting)):
            return ()
        left = await self._pending()
        if not left:
            await self._talks.release(claim)
        return left

    async def _pending(self) -> Sequence[Message]:
        waiting, self._use = await self._talks.pending_and_use(self.person.id)
        return waiting

    async def _run_turn(self, claim: Claim, batch: Sequence[Message]) -> bool:
        """Answer some messages, and return whether more wait, or the same ones again."""
        reply_id, agent_id, stop = uuid4(), batch[0].agent_id, self._stop
        beside = beside_turn(self._services, self.person, self._use, batch)
        outlet = TurnOutlet(self._stream, reply_id=reply_id, agent_id=agent_id, beside=beside)
        context = TurnContext(services=self._services, outlet=outlet, claim=claim, stop=stop)
        start = TurnInput(
            person=self.person,
            agent_id=agent_id,
            messages=batch,
            reply_id=reply_id,
            now=self._services.clock.now(),
            tool_rounds=0,
            use=self._use,
        )
        self._turn = RunningTurn(start, context, outlet)
        try:
            more_waiting = await self._turn.over()
        finally:
            self._turn = None
            if self._stop is stop:  # else the stop is meant for the turn that comes next
                self._stop = Stop()
            await self._note_costs(context.spendings, agent_id)
        if more_waiting is None:
            return True
        self._restarts = 0
        return more_waiting

    def _is_visible(self) -> bool:
        return self._turn is not None and self._turn.is_visible

    def _restart(self) -> None:
        """Begin the answer anew, with everything that was said by then."""
        if self._turn is None or self._turn.is_restarting or self._stop.is_set():
            return
        if self._restarts >= self._pace.restarts:
            return
        self._restarts += 1
        self._turn.begin_anew()

    def _acknowledge(self, messages: Sequence[Message]) -> None:
        for message in messages:
            if message.id in self._acknowledged:
                continue
            self._acknowledged.add(message.id)
            self._stream.emit(AckDown.of(message, seq=self._stream.next_seq))

    async def _note_costs(self, spendings: Sequence[Spending], agent_id: str | None) -> None:
        """Book what a turn spent that did not come to its end."""
        if not spendings:
            return
        try:
            await self._ledger.record(
                self.person.id, agent_id, spendings, now=self._services.clock.now()
            )
        except StorageError:
            logger.exception("The costs of a broken turn of %s are lost.", self.person.id)

    async def _give_up(self, claim: Claim) -> None:
        """Rest before the next try, and tell the person that the message is safe."""
        rest = self._rest.begin()
        self._tell(
            ErrorDown(
                seq=0,
                code="turn_failed",
                message="Something went wrong on this side. Your message is safe; I'll try again.",
                retry_after=rest,
            )
        )
        try:
            await self._talks.release(claim)
        except StorageError:
            logger.warning("The talk of %s stays claimed until its lease ends.", self.person.id)


def _addressed_alike(waiting: Sequence[Message]) -> Sequence[Message]:
    """Return the messages that are said to the same companion as the oldest one."""
    return tuple(message for message in waiting if message.agent_id == waiting[0].agent_id)
