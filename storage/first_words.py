"""A message that nobody asked for: stored as the end of a turn is, once, and never into a talk."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from storage.database import Database
from storage.outreach_notes import note_statement
from storage.pushes import push_job
from storage.queue import Queue
from storage.records import Claim, Frame, MessageIndex, Reply, Spending, TurnOutcome
from storage.records.outreach import OutreachNote
from storage.talks import follow_up_job
from storage.turns import finish_statement

LEASE = timedelta(seconds=6)
"""How long a talk is held while a message is stored, should the process die at that moment."""


@dataclass(frozen=True, kw_only=True)
class FirstMessage:
    """What is said first, and why."""

    reply: Reply
    note: OutreachNote
    index: MessageIndex
    spendings: Sequence[Spending]
    variants: Mapping[str, str] = field(default_factory=dict)
    """The variant of each experiment that it was written with."""
    unless_said_since: datetime | None = None
    """It is not said when anybody said anything from then on; None asks nobody."""


class FirstWords:
    """Stores messages that come first, from one process.

    Args:
        database: where the talks are.
        queue: where the work goes that follows when something was said.
        holder: the name of this process.
    """

    def __init__(self, database: Database, queue: Queue, *, holder: str) -> None:
        self._database = database
        self._queue = queue
        self._holder = holder

    async def say(
        self,
        person_id: UUID,
        message: FirstMessage,
        body_of: Callable[[int], dict[str, Any]],
        *,
        now: datetime,
    ) -> Frame | None:
        """Store a message with its reason and its frame, in one transaction.

        Args:
            person_id: to whom.
            message: what is said.
            body_of: returns the body of the frame with a number.
            now: the moment it is said.

        Returns:
            The frame to be sent, or None when nothing was stored: somebody talks or has talked,
            another companion was first, or this very message was said before.
        """
        try:
            return await self._say(person_id, message, body_of, now=now)
        except _SaidMeanwhile:
            return None

    async def _say(
        self,
        person_id: UUID,
        message: FirstMessage,
        body_of: Callable[[int], dict[str, Any]],
        *,
        now: datetime,
    ) -> Frame | None:
        reply = message.reply
        claiming = {
            "person_id": person_id,
            "message_id": reply.id,
            "holder": self._holder,
            "claim_id": uuid4(),
            "lease_until": now + LEASE,
            "now": now,
        }
        async with self._database.transaction(person_id) as transaction:
            # The talk first: whoever waited for it sees what was said by whom it waited for.
            claimed, said = await transaction.run(
                ("claim_talk_to_speak", claiming),
                ("said_from", {"person_id": person_id, "since": message.unless_said_since}),
            )
            if not claimed:
                return None
            if said:
                raise _SaidMeanwhile
            claim = Claim(person_id=person_id, holder=self._holder, **claimed[0])
            frame = Frame(seq=claim.next_seq, body=body_of(claim.next_seq))
            follow_up = follow_up_job(self._queue, person_id, reply.agent_id, after=timedelta())
            await transaction.run(
                finish_statement(claim, _outcome(message, frame, now=now), follow_up),
                note_statement(person_id, reply.agent_id, message.note),
                push_job(self._queue, person_id, reply.agent_id, reply.id),
            )
        return frame


class _SaidMeanwhile(Exception):
    """Somebody said something while the message was written; the talk is let go of again."""


def _outcome(message: FirstMessage, frame: Frame, *, now: datetime) -> TurnOutcome:
    return TurnOutcome(
        reply=message.reply,
        settled=(),
        indexes=(message.index,),
        emotion=message.reply.emotion,
        frames=(frame,),
        spendings=tuple(message.spendings),
        agent_id=message.reply.agent_id,
        now=now,
        variants=message.variants,
    )
