"""Everything that follows a turn, on a real database and with scripted models."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from graphs.extraction import graph
from nodes.extraction.state import ExtractionContext, ExtractionOutput
from nodes.services import Services
from storage.database import Database
from storage.memories import Memories
from storage.messages import Messages
from storage.persons import Persons
from storage.records import Found, Memory, Person, Spending
from storage.talks import Talks
from tests.factories import exchange, make_talks
from tests.fakes import FakeModels, embedding
from tools.clock import MovedClock


class NothingFound:
    """An archive that is never asked in the background."""

    async def search(
        self, person_id: UUID, agent_id: str | None, query: str, *, limit: int
    ) -> list[Found]:
        return []


@dataclass
class Background:
    """One person's talk, and the graph that reads it."""

    database: Database
    person: Person
    clock: MovedClock
    models: FakeModels = field(default_factory=FakeModels)
    agent_id: str | None = None
    spendings: list[Spending] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.talks: Talks = make_talks(self.database)
        self.memories = Memories(self.database)
        self.messages = Messages(self.database)
        self.services = Services(
            clock=self.clock,
            models=self.models,
            memories=self.memories,
            messages=self.messages,
            archive=NothingFound(),
            talks=self.talks,
            persons=Persons(self.database),
        )

    async def say(self, *texts: str, answer: str = "I hear you.", **how: Any) -> None:
        """Have some messages answered, a minute apart."""
        for text in texts:
            self.clock.move(timedelta(minutes=1))
            await exchange(
                self.talks,
                self.person,
                text,
                clock=self.clock,
                answer=answer,
                agent_id=self.agent_id,
                **how,
            )

    async def run(self) -> ExtractionOutput:
        """Run the graph once."""
        context = ExtractionContext(services=self.services, spendings=self.spendings)
        outcome: Any = await graph.ainvoke(
            {"person": self.person, "agent_id": self.agent_id, "now": self.clock.now()},
            context=context,
        )
        return {"more": outcome["more"], "quiet_at": outcome["quiet_at"]}

    async def go_quiet(self) -> ExtractionOutput:
        """Let ten minutes pass, and run the graph."""
        self.clock.move(timedelta(minutes=10))
        return await self.run()

    async def kept(self, question: str = "") -> list[Memory]:
        """Return what is remembered, of every type, the nearest to a question first."""
        types: list[Any] = ["identity", "preference", "life_event", "emotion"]
        types += ["relationship", "shared", "milestone", "routine"]
        found = await self.memories.nearest(
            self.person.id,
            self.agent_id,
            [embedding(question or "anything")] * len(types),
            embedder=self.models.embedder,
            types=types,
            limit=50,
        )
        return [memory for near in found for memory, _ in near]
