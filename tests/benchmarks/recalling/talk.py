"""A talk of the data set, stored the way the product stores one, and asked the way a turn asks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from storage.database import Database
from storage.memories import Memories
from storage.messages import Messages
from storage.persons import Persons
from storage.queue import Queue
from storage.records import (
    Claim,
    Consolidation,
    EmotionState,
    Episode,
    IncomingMessage,
    MessageIndex,
    NewMemory,
    Person,
    RecallRequest,
    Reply,
    TurnOutcome,
    Vector,
)
from storage.talks import Talks
from tests.benchmarks.recalling.embedders import Embedder
from tests.benchmarks.recalling.locomo import Line
from tools.dates.past_window import past_window
from tools.memory.attention import attention_to
from tools.memory.episodes import stretches
from tools.memory.merge import content_hash
from tools.memory.question import Question, read_question
from tools.memory.rank import Ranked, rank
from tools.mood.read import read_mood
from tools.text.terms import terms_of

HOLDER = "benchmark"
SMALL_TALK = 6
"""Rounds said after a talk, so that what is asked for lies before the messages a prompt holds."""

ALL_OF_IT = 1_000_000
"""Tokens: everything that was found comes back, in its order."""


class StoredTalk:
    """One person's talk in a database.

    Of two people who talk, one is the person and the other the companion, and both go by their
    names: a question that names the person is one about their own words, and a question that names
    the companion is one about its.
    """

    def __init__(
        self, database: Database, embedder: Embedder, person: Person, *, now: datetime
    ) -> None:
        self._database = database
        self._embedder = embedder
        self._person = person
        self._claim = Claim(person_id=person.id, holder=HOLDER, epoch=0, next_seq=1)
        self._talks = Talks(database, Queue(database), holder=HOLDER, lease=timedelta(days=36_500))
        self._memories = Memories(database)
        self.places: dict[str, UUID] = {}
        """The id of the message of each line."""
        self._now = now

    @classmethod
    async def begin(
        cls, database: Database, embedder: Embedder, *, names: tuple[str, str], now: datetime
    ) -> "StoredTalk":
        """Make somebody of the first name, with a companion of the second."""
        persons = Persons(database)
        person = await persons.find_or_create(
            f"{names[0]}-{uuid4()}", timezone="UTC", companion_name=names[1], now=now
        )
        named = replace(person, name=names[0])
        return cls(database, embedder, await persons.update_settings(named, now=now), now=now)

    async def say(self, lines: Sequence[Line]) -> None:
        """Store a whole talk, and its sessions as episodes."""
        vectors = self._embedder.embed([line.text for line in lines])
        for line, vector in zip(lines, vectors, strict=True):
            if line.speaker == self._person.name:
                await self._from_person(line, vector)
            else:
                await self._from_companion(line, vector)
        for at in range(SMALL_TALK):
            said_at = lines[-1].said_at + timedelta(days=1, minutes=at)
            for speaker, text in ((self._person.name or "", "Hm."), ("", "Mhm.")):
                line = Line(
                    key=f"{speaker}{at}", speaker=speaker, text=text, said_at=said_at, session=0
                )
                say = self._from_person if speaker else self._from_companion
                await say(line, self._embedder.embed([text])[0])
        self._now = lines[-1].said_at + timedelta(days=2)
        await self._consolidate(episodes=tuple(await self._episodes()))

    async def learn(self, memories: Sequence[NewMemory]) -> None:
        """Store memories."""
        await self._consolidate(added=tuple(memories))

    async def ask(
        self, question: Question, text: str, vector: Vector, *, about: frozenset[str] = frozenset()
    ) -> tuple[Ranked, ...]:
        """Return everything that comes to mind, in order.

        Args:
            question: the message as a question to memory.
            text: the message.
            vector: that of the question.
            about: names of those who are meant without being named.
        """
        past = past_window(text, now=self._now, zone=ZoneInfo(self._person.timezone))
        recall = await self._memories.recall(
            RecallRequest(
                person_id=self._person.id,
                agent_id=None,
                terms=question.terms,
                vector=vector,
                embedder=self._embedder.name,
                said=text,
                past=past is not None,
                start=past.start if past else None,
                end=past.end if past else None,
            )
        )
        attention = attention_to(question, recall, past=past, mood=read_mood(text), now=self._now)
        attention = replace(attention, names=attention.names | about)
        return rank(recall.found, attention=attention, budget=ALL_OF_IT)

    def read(self, texts: Sequence[str]) -> list[tuple[Question, Vector]]:
        """Return messages as questions to memory, with their vectors."""
        questions = [read_question(text, own_name=self._person.name) for text in texts]
        vectors = self._embedder.embed([question.text for question in questions])
        return list(zip(questions, vectors, strict=True))

    def memory(
        self,
        text: str,
        vector: Vector,
        *,
        learned_at: datetime,
        people: tuple[str, ...] = (),
        sources: tuple[str, ...] = (),
        **fields: object,
    ) -> NewMemory:
        """Return a memory about to be stored."""
        values = {
            "id": uuid4(), "type": "life_event", "content": text, "quote": text,
            "content_hash": content_hash(text), "importance": 0.5, "terms": terms_of(text),
            "learned_at": learned_at, "people": people, "vector": vector,
            "source_message_ids": tuple(self.places[key] for key in sources),
            "embedder": self._embedder.name,
        }  # fmt: skip
        return NewMemory(**(values | fields))  # type: ignore[arg-type]

    async def _from_person(self, line: Line, vector: Vector) -> None:
        incoming = IncomingMessage(text=line.text)
        received = await self._talks.receive(self._person.id, incoming, now=line.said_at)
        self._claim = received.claim or self._claim
        self.places[line.key] = received.message.id
        await self._finish(None, (received.message.id,), (line, received.message.id, vector))

    async def _from_companion(self, line: Line, vector: Vector) -> None:
        reply = Reply(
            id=uuid4(), agent_id=None, kind="proactive", content=line.text, ended="complete",
            emotion=EmotionState(),
        )  # fmt: skip
        await self._finish(reply, (), (line, reply.id, vector))
        self.places[line.key] = reply.id

    async def _finish(
        self, reply: Reply | None, settled: tuple[UUID, ...], said: tuple[Line, UUID, Vector]
    ) -> None:
        line, message_id, vector = said
        index = MessageIndex(
            message_id=message_id,
            terms=terms_of(line.text),
            vector=vector,
            embedder=self._embedder.name,
        )
        outcome = TurnOutcome(
            reply=reply, settled=settled, indexes=(index,), emotion=EmotionState(), frames=(),
            spendings=(), agent_id=None, now=line.said_at,
        )  # fmt: skip
        await self._talks.finish(self._claim, outcome)

    async def _episodes(self) -> list[Episode]:
        """Cut the talk as the product does."""
        messages = await Messages(self._database).unread(
            self._person.id, None, after=0, limit=ALL_OF_IT
        )
        return [
            Episode(
                id=uuid4(), agent_id=None, title="", started_at=own[0].created_at,
                ended_at=own[-1].created_at, first_position=own[0].position,
                last_position=own[-1].position,
            )
            for own in (stretch.messages for stretch in stretches(messages, open_episode=None))
        ]  # fmt: skip

    async def _consolidate(self, **changes: tuple[Episode, ...] | tuple[NewMemory, ...]) -> None:
        recent = await self._memories.recent(self._person.id, None)
        change = Consolidation(
            read_to=recent.extracted_position + 1,
            **changes,  # type: ignore[arg-type]
        )
        await self._memories.consolidate(self._person.id, None, change, spendings=(), now=self._now)
