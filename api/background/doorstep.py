"""Where a message that comes first is handed over: stored, then sent to every device."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from api.talks.frames_down import ProactiveDown
from api.talks.outlet import emotion_body
from storage.first_words import FirstMessage, FirstWords
from storage.records import Frame, MessageIndex, Person, Reply, Spending
from storage.records.outreach import OutreachNote
from storage.records.talk import NO_VARIANTS
from tools.clock import Clock
from tools.text.terms import terms_of

Deliver = Callable[[UUID, Frame], None]


class Doorstep:
    """Hands messages over.

    Args:
        first_words: stores them.
        deliver: sends a stored frame to the devices of a person, wherever they are connected.
        clock: tells when.
    """

    def __init__(self, first_words: FirstWords, deliver: Deliver, clock: Clock) -> None:
        self._first_words = first_words
        self._deliver = deliver
        self._clock = clock

    async def hand_over(
        self,
        person: Person,
        reply: Reply,
        note: OutreachNote,
        *,
        spendings: Sequence[Spending],
        variants: Mapping[str, str] = NO_VARIANTS,
        unless_said_since: datetime | None = None,
    ) -> bool:
        """Store a message with its reason, once, and send it.

        Returns False, and does nothing, when the person is talking, or when anybody said anything
        from `unless_said_since` on.
        """
        index = MessageIndex(
            message_id=reply.id, terms=terms_of(reply.content), vector=None, embedder=None
        )
        message = FirstMessage(
            reply=reply,
            note=note,
            index=index,
            spendings=spendings,
            variants=variants,
            unless_said_since=unless_said_since,
        )

        def body_of(seq: int) -> dict[str, Any]:
            return _frame(seq, reply).body()

        frame = await self._first_words.say(person.id, message, body_of, now=self._clock.now())
        if frame is None:
            return False
        self._deliver(person.id, frame)
        return True


def _frame(seq: int, reply: Reply) -> ProactiveDown:
    return ProactiveDown(
        seq=seq,
        text=reply.content,
        emotion_state=emotion_body(reply.emotion),
        message_id=reply.id,
        agent_id=reply.agent_id,
    )
