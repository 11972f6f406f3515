"""Whose turn it is: one row a person, locked by everybody who changes what is said or who answers.

A message and the end of a turn meet at that lock. Either the message comes first, and the end of
the turn sees it and keeps the talk; or the end comes first, and the message finds the talk free and
claims it. Nothing waits unseen.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from storage.database import EVERYONE, Database, Row, Statement
from storage.errors import ClaimLost
from storage.queue import Queue, background_lock
from storage.records import (
    Claim,
    FramesTail,
    IncomingMessage,
    Message,
    Received,
    TurnOutcome,
)
from storage.records.use import PAUSE, Use
from storage.rows import message_of
from storage.turns import (
    FINISH_SECONDS,
    SEQ_BLOCK,
    finish_statement,
    frames_of,
    was_stored_statement,
)
from storage.uses import use_of

__all__ = ["FINISH_SECONDS", "FOLLOW_UP", "SEQ_BLOCK", "Talks", "follow_up_job"]

FOLLOW_UP = "follow_up"
"""The name of the task that follows a turn, called with `person_id` and `agent_id`."""


class Talks:
    """The talks of one database, seen from one process.

    Args:
        database: where they are.
        queue: where the work goes that follows a turn.
        holder: the name of this process, new at every start.
        lease: how long a claim stands without being renewed.
        follow_up_after: how long what follows a turn waits at least, so that quick turns share it.
    """

    def __init__(
        self,
        database: Database,
        queue: Queue,
        *,
        holder: str,
        lease: timedelta,
        follow_up_after: timedelta = timedelta(0),
    ) -> None:
        self._database = database
        self._queue = queue
        self._holder = holder
        self._lease = lease
        self._follow_up_after = follow_up_after
        self._held: dict[UUID, int] = {}
        """The epoch of each claim that this process still works under."""

    async def receive(
        self,
        person_id: UUID,
        incoming: IncomingMessage,
        *,
        now: datetime,
        day: date | None = None,
    ) -> Received:
        """Store a message and claim the talk if it is free.

        A client id that was stored before stores nothing; while that message is unanswered it can
        still claim. `day` is today where the person is, to which their use is counted; without it
        the day in UTC.

        Raises:
            NotFound: there is no such person, or `only_if_met` and no such companion.
        """
        message_id = uuid4()
        checked = incoming.only_if_met and incoming.agent_id is not None
        statement = "receive_message_to_companion" if checked else "receive_message"
        values = {
            **self._claiming(person_id, now=now),
            **_said_values(incoming),
            "day": day or now.date(),
            "pause": PAUSE,
            "message_id": message_id,
        }
        rows = await self._database.call((statement, values))
        epoch, next_seq, used = rows[0]["epoch"], rows[0]["claimed_seq"], rows[0]["used"]
        claim = None if next_seq is None else self._claimed(person_id, epoch, next_seq)
        message, waiting = _message_and_waiting(rows)
        return Received(
            message=message,
            duplicate=message.id != message_id,
            claim=claim,
            epoch=epoch,
            waiting=waiting if claim else (),
            use=use_of(used),
        )

    async def claim(self, person_id: UUID, *, now: datetime) -> Claim | None:
        """Take a talk that has unanswered messages and that nobody holds; None otherwise."""
        claiming = "claim_talk", self._claiming(person_id, now=now)
        [claimed] = await self._database.trip(person_id, claiming, idempotent=True)
        return self._claimed(person_id, **claimed[0]) if claimed else None

    async def release(self, claim: Claim) -> None:
        """Let go of a talk; nothing happens if another process has claimed it since.

        When the database cannot be told, the claim ends with its lease.
        """
        self._forget(claim)
        values = {"person_id": claim.person_id, "epoch": claim.epoch}
        await self._database.trip(claim.person_id, ("release_talk", values), idempotent=True)

    async def renew(self, *, now: datetime) -> None:
        """Make every claim that is still worked under stand for another lease."""
        if self._held:
            values = {
                "holder": self._holder,
                "person_ids": list(self._held),
                "lease_until": now + self._lease,
            }
            await self._database.trip(EVERYONE, ("renew_leases", values), idempotent=True)

    async def pending(self, person_id: UUID) -> tuple[Message, ...]:
        """Return the messages of a person that nobody has answered, oldest first."""
        [rows] = await self._database.trip(
            person_id, ("pending_messages", {"person_id": person_id}), idempotent=True
        )
        return tuple(map(message_of, rows))

    async def pending_and_use(self, person_id: UUID) -> tuple[tuple[Message, ...], Use]:
        """Return the same, and how the person's use stands, in one trip."""
        values = {"person_id": person_id}
        rows, [stands] = await self._database.trip(
            person_id, ("pending_messages", values), ("use_stands", values), idempotent=True
        )
        return tuple(map(message_of, rows)), use_of(stands["used"])

    async def unanswered(self, *, now: datetime, limit: int) -> list[UUID]:
        """Return the people who wait for an answer that no process is giving, longest first."""
        [rows] = await self._database.trip(
            EVERYONE, ("unanswered_people", {"now": now, "limit": limit}), idempotent=True
        )
        return [row["user_id"] for row in rows]

    async def finish(self, claim: Claim, outcome: TurnOutcome) -> bool:
        """Store a turn and enqueue what follows, in one trip; True when more messages wait.

        Waits for a database that went away for up to a minute: the words were said already.

        Raises:
            ClaimLost: another process answers this person now; nothing was written.
            DatabaseUnavailable: the database stayed away; the messages are still unanswered.
        """
        follow_up = follow_up_job(
            self._queue, claim.person_id, outcome.agent_id, after=self._follow_up_after
        )
        try:
            [ended] = await self._database.call(
                finish_statement(claim, outcome, follow_up), retry_seconds=FINISH_SECONDS
            )
        except ClaimLost:
            self._forget(claim)
            if await self._was_stored(claim, outcome):
                return False
            raise
        if not ended["kept"]:
            self._forget(claim)
        return bool(ended["kept"])

    async def frames_after(self, person_id: UUID, seq: int, *, now: datetime) -> FramesTail:
        """Return the stored frames after a number, and who is sending newer ones."""
        values = {"person_id": person_id, "seq": seq, "now": now}
        turns, states = await self._database.trip(
            person_id, ("frames_after", values), ("stream_state", values), idempotent=True
        )
        if not states:
            return FramesTail(frames=(), last_seq=0, holder=None, complete=True)
        return FramesTail(
            frames=frames_of(turns, after=seq),
            last_seq=states[0]["last_seq"],
            holder=states[0]["holder"],
            complete=states[0]["forgotten_seq"] <= seq < states[0]["next_seq"],
        )

    async def forget_frames(self, before: datetime) -> None:
        """Delete the frames of turns that ended before a moment."""
        await self._database.trip(EVERYONE, ("forget_frames", {"before": before}), idempotent=True)

    def _claiming(self, person_id: UUID, *, now: datetime) -> dict[str, Any]:
        return {
            "person_id": person_id,
            "holder": self._holder,
            "claim_id": uuid4(),
            "is_ours": person_id in self._held,
            "lease_until": now + self._lease,
            "block": SEQ_BLOCK,
            "now": now,
        }

    def _claimed(self, person_id: UUID, epoch: int, next_seq: int) -> Claim:
        self._held[person_id] = epoch
        return Claim(person_id=person_id, holder=self._holder, epoch=epoch, next_seq=next_seq)

    def _forget(self, claim: Claim) -> None:
        if self._held.get(claim.person_id) == claim.epoch:
            del self._held[claim.person_id]

    async def _was_stored(self, claim: Claim, outcome: TurnOutcome) -> bool:
        """Whether the turn was committed before the connection broke."""
        [[found]] = await self._database.trip(
            claim.person_id, was_stored_statement(claim, outcome), idempotent=True
        )
        return bool(found["settled"])


def follow_up_job(
    queue: Queue, person_id: UUID, agent_id: str | None, *, after: timedelta
) -> Statement:
    """Return the statement that enqueues what follows when something was said."""
    return queue.job(
        FOLLOW_UP,
        lock=background_lock(person_id),
        queueing_lock=f"{FOLLOW_UP}:{person_id}:{agent_id or ''}",
        delay=after,
        person_id=str(person_id),
        agent_id=agent_id,
    )


def _said_values(incoming: IncomingMessage) -> dict[str, Any]:
    return {
        "agent_id": incoming.agent_id,
        "client_id": incoming.client_id,
        "content": incoming.text,
        "media_urls": list(incoming.media_ids),
    }


def _message_and_waiting(rows: list[Row]) -> tuple[Message, tuple[Message, ...]]:
    """Return the message that came in, or was there under its client id, and all that wait."""
    came, waiting = [], []
    for row in rows:
        asked_for, waits = row.pop("asked_for"), row.pop("waits")
        del row["epoch"], row["claimed_seq"], row["used"]
        message = message_of(row)
        if asked_for:
            came.append(message)
        if waits:
            waiting.append(message)
    return came[0], tuple(waiting)
