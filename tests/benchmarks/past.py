"""A talk that has gone on for a while, stored in our database as the product stores it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import get_args
from uuid import UUID, uuid4

import numpy as np

from storage.database import Database
from storage.memories import Memories
from storage.persons import Persons
from storage.queue import Queue
from storage.records import (
    Consolidation,
    EmotionState,
    IncomingMessage,
    MemoryType,
    MessageIndex,
    NewMemory,
    RecentMemories,
    Reply,
    TurnOutcome,
    Vector,
)
from storage.talks import Talks
from tests.benchmarks.contenders import Contender
from tests.benchmarks.script import Exchange, Language, past
from tools.clock import SystemClock
from tools.memory.merge import content_hash
from tools.models.lexical import VERSION, LexicalEmbeddings
from tools.models.table import VECTOR_LENGTH
from tools.text.terms import terms_of

SPACES = {
    ("openai", False): f"miolumi:lexical/{VERSION}",
    ("openai", True): f"openai:text-embedding-3-small/{VECTOR_LENGTH}",
    ("gemini", True): f"google_genai:gemini-embedding-001/{VECTOR_LENGTH}",
}
"""The names of the vector spaces; the instant model's vectors are the same in all of them."""

PACE = timedelta(minutes=7)
"""From one past turn to the next."""

TURNS_A_MEMORY = 5
"""One turn in five leaves a memory of its own."""

NOTE = {
    "en": "They talk about everyday life: the sister who moved, the interview, the dog, running"
    " before breakfast and the wish to go back to the sea. They like short, warm answers.",
    "zh": "他们聊日常生活：搬走的妹妹、面试、狗、早饭前跑步，还有想回到海边的愿望。"
    "他们喜欢简短而温暖的回答，不喜欢说教。",
}
"""What stands in each of the five rolling fields."""


@dataclass(frozen=True, kw_only=True)
class Seeding:
    """Gives people a past."""

    database_url: str
    contender: Contender

    async def remember(self, subject: str, turns: int, language: Language) -> None:
        """Store the first turns of a talk, ready to be found, and what was learned from them."""
        now = SystemClock().now()
        async with Database(self.database_url) as database:
            person = await Persons(database).find_or_create(
                subject, timezone="Europe/London", companion_name="Lumi", now=now
            )
            exchanges = list(past(turns, language))
            moments = [now - PACE * (turns - at) for at in range(turns)]
            # a lease to the present, so that the server does not take over what has no answer yet
            lease = PACE * (turns + 1)
            talks = Talks(database, Queue(database), holder="past", lease=lease)
            for exchange, moment in zip(exchanges, moments, strict=True):
                await self._turn(talks, person.id, exchange, moment)
            await self._learn(Memories(database), person.id, exchanges, moments, language)

    async def _turn(
        self, talks: Talks, person_id: UUID, exchange: Exchange, moment: datetime
    ) -> None:
        incoming = IncomingMessage(text=exchange.said)
        received = await talks.receive(person_id, incoming, now=moment)
        assert received.claim is not None
        reply = Reply(
            id=uuid4(), agent_id=None, kind="talk", content=exchange.answered, ended="complete",
            emotion=EmotionState(),
        )  # fmt: skip
        said = received.message.id
        outcome = TurnOutcome(
            reply=reply,
            settled=(said,),
            indexes=(self._index(said, exchange.said), self._index(reply.id, exchange.answered)),
            emotion=EmotionState(),
            frames=(),
            spendings=(),
            agent_id=None,
            now=moment,
        )
        await talks.finish(received.claim, outcome)

    def _index(self, message_id: UUID, text: str) -> MessageIndex:
        return MessageIndex(
            message_id=message_id, terms=terms_of(text), vector=_vector(text), embedder=self._space
        )

    @property
    def _space(self) -> str:
        return SPACES[self.contender.provider, self.contender.embeds]

    async def _learn(
        self,
        memories: Memories,
        person_id: UUID,
        exchanges: list[Exchange],
        moments: list[datetime],
        language: Language,
    ) -> None:
        told = zip(exchanges[::TURNS_A_MEMORY], moments[::TURNS_A_MEMORY], strict=True)
        added = tuple(
            self._memory(number, exchange.said, moment)
            for number, (exchange, moment) in enumerate(told)
        )
        now = moments[-1]
        change = Consolidation(read_to=2 * len(exchanges), added=added)
        await memories.consolidate(person_id, None, change, spendings=(), now=now)
        notes = RecentMemories(
            purpose_and_context=NOTE[language],
            current_state=NOTE[language],
            key_learnings=NOTE[language],
            approach_and_patterns=NOTE[language],
            tools_and_resources=NOTE[language],
            summarised_position=2 * len(exchanges),
        )
        await memories.save_recent(person_id, None, notes, spendings=(), now=now)

    def _memory(self, number: int, said: str, moment: datetime) -> NewMemory:
        kinds: tuple[MemoryType, ...] = get_args(MemoryType)
        return NewMemory(
            id=uuid4(),
            type=kinds[number % len(kinds)],
            content=said,
            content_hash=content_hash(said),
            quote=said,
            importance=0.3 + number % 7 / 10,
            source_message_ids=(),
            terms=terms_of(said),
            learned_at=moment,
            vector=_vector(said),
            embedder=self._space,
        )


def _vector(text: str) -> Vector:
    return np.asarray(LexicalEmbeddings().embed_query(text), dtype=np.float32)
