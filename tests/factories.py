"""Ready-made people, turns and memories for tests."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

import numpy as np

from storage.database import Database
from storage.persons import Persons
from storage.queue import Queue
from storage.records import (
    Claim,
    EmotionState,
    Ending,
    Frame,
    IncomingMessage,
    Message,
    MessageIndex,
    MessageKind,
    NewMemory,
    Person,
    Received,
    Reply,
    Spending,
    TurnOutcome,
    Vector,
)
from storage.talks import Talks
from tools.clock import Clock

EMBEDDER = "test:letters"
LEASE = timedelta(seconds=30)
_numbers = count(1)


async def make_person(
    database: Database, clock: Clock, *, timezone: str = "Europe/London"
) -> Person:
    """Store somebody new."""
    return await Persons(database).find_or_create(
        f"person-{next(_numbers)}", timezone=timezone, companion_name="Lumi", now=clock.now()
    )


def make_talks(database: Database, *, holder: str = "here") -> Talks:
    """The talks as one process sees them."""
    return Talks(database, Queue(database), holder=holder, lease=LEASE)


def vector_of(text: str) -> Vector:
    """A stand-in for an embedding: texts with the same words are near each other."""
    vector = np.zeros(768, dtype=np.float32)
    for word in text.lower().split():
        vector[sum(word.encode()) % 768] += 1
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector


def terms_of(text: str) -> list[str]:
    """The words of a text."""
    return [word.strip("?!.,") for word in text.lower().split()]


def index_of(message_id: UUID, text: str) -> MessageIndex:
    """What makes a text findable by words and by meaning."""
    return MessageIndex(
        message_id=message_id,
        terms=terms_of(text),
        vector=vector_of(text),
        embedder=EMBEDDER,
    )


def make_outcome(
    claim: Claim,
    settled: Sequence[Message],
    *,
    now: datetime,
    answer: str | None = "I hear you.",
    kind: MessageKind = "talk",
    ended: Ending = "complete",
    spendings: tuple[Spending, ...] = (),
) -> TurnOutcome:
    """What a turn leaves behind that answered some messages with one text."""
    agent_id = settled[0].agent_id
    emotion = EmotionState(valence=0.5, arousal=0.4, mood="happy")
    reply = answer and Reply(
        id=uuid4(), agent_id=agent_id, kind=kind, content=answer, ended=ended, emotion=emotion
    )
    indexes = [index_of(message.id, message.content) for message in settled]
    if reply:
        indexes.append(index_of(reply.id, reply.content))
    frames = [
        Frame(seq=claim.next_seq, body={"type": "token", "text": answer or ""}),
        Frame(seq=claim.next_seq + 1, body={"type": "done"}),
    ]
    return TurnOutcome(
        reply=reply or None,
        settled=tuple(message.id for message in settled),
        indexes=tuple(indexes),
        emotion=emotion,
        frames=tuple(frames),
        spendings=spendings,
        agent_id=agent_id,
        now=now,
    )


async def say(
    talks: Talks,
    person: Person,
    text: str,
    *,
    clock: Clock,
    agent_id: str | None = None,
    client_id: str | None = None,
) -> Received:
    """Send one message."""
    incoming = IncomingMessage(text=text, agent_id=agent_id, client_id=client_id)
    return await talks.receive(person.id, incoming, now=clock.now())


async def exchange(
    talks: Talks,
    person: Person,
    text: str,
    *,
    clock: Clock,
    answer: str | None = "I hear you.",
    agent_id: str | None = None,
    kind: MessageKind = "talk",
    ended: Ending = "complete",
) -> Message:
    """Say something and have it answered; returns what was said."""
    received = await say(talks, person, text, clock=clock, agent_id=agent_id)
    assert received.claim is not None
    outcome = make_outcome(
        received.claim, received.waiting, now=clock.now(), answer=answer, kind=kind, ended=ended
    )
    await talks.finish(received.claim, outcome)
    return received.message


def make_memory(
    content: str, *, now: datetime, importance: float = 0.6, **changes: object
) -> NewMemory:
    """A memory about to be stored."""
    values = {
        "id": uuid4(),
        "type": "life_event",
        "content": content,
        "content_hash": f"hash of {content}",
        "quote": content,
        "importance": importance,
        "source_message_ids": (uuid4(),),
        "terms": terms_of(content),
        "learned_at": now,
        "vector": vector_of(content),
        "embedder": EMBEDDER,
    }
    return NewMemory(**(values | changes))  # type: ignore[arg-type]
