"""One person in a talk, turn after turn through the real graph, on a real database."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from graphs.turn import graph
from nodes.services import Archive, Pages, Services
from nodes.turn.state import TurnContext, TurnInput
from nodes.turn.stop import Stop
from storage.database import Database
from storage.memories import Memories
from storage.messages import Messages
from storage.persons import Persons
from storage.records import EmotionState, Frame, IncomingMessage, Message, Person, Reply
from storage.talks import Talks
from tests.factories import make_talks
from tests.fakes import FakeModels
from tests.graphs.background import NothingFound
from tools.clock import MovedClock


@dataclass
class Ear:
    """An outlet that keeps what a person would have seen."""

    words: list[str] = field(default_factory=list)
    parts: list[tuple[int, float | None]] = field(default_factory=list)
    emotions: list[EmotionState] = field(default_factory=list)
    notices: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    concluded: Reply | None = None
    spoken_by: str | None = None
    released: bool = False

    @property
    def heard(self) -> str:
        return "".join(self.words)

    def token(self, text: str, *, part: int = 0, pause: float | None = None) -> None:
        self.words.append(text)
        self.parts.append((part, pause))

    def emotion(self, state: EmotionState) -> None:
        self.emotions.append(state)

    def notice(self, kind: str, text: str, details: dict[str, Any] | None = None) -> None:
        self.notices.append((kind, details or {}))

    def conclude(self, reply: Reply | None, *, spoken_by: str | None) -> tuple[Frame, ...]:
        self.concluded, self.spoken_by = reply, spoken_by
        return ()

    def release(self) -> None:
        self.released = True


@dataclass
class Conversation:
    """A talk of one person."""

    database: Database
    person: Person
    clock: MovedClock
    models: FakeModels = field(default_factory=FakeModels)
    archive: Archive = field(default_factory=NothingFound)
    agent_id: str | None = None

    def will_say(self, *replies: Any) -> None:
        """Script what the model says next."""
        self.models.reply_with(*replies)

    def __post_init__(self) -> None:
        self.talks: Talks = make_talks(self.database)
        self.messages = Messages(self.database)
        self.services = Services(
            clock=self.clock,
            models=self.models,
            memories=Memories(self.database),
            messages=self.messages,
            archive=self.archive,
            talks=self.talks,
            persons=Persons(self.database),
        )

    def with_pages(self, pages: Pages) -> Services:
        """Return the services with a way to read pages."""
        return replace(self.services, pages=pages)

    async def say(self, text: str, *, stop: Stop | None = None) -> Ear:
        """Have one message answered, a minute after the last one; returns what was heard."""
        self.clock.move(timedelta(minutes=1))
        received = await self.talks.receive(
            self.person.id,
            IncomingMessage(text=text, agent_id=self.agent_id),
            now=self.clock.now(),
        )
        assert received.claim is not None
        ear = Ear()
        start = TurnInput(
            person=self.person,
            agent_id=self.agent_id,
            messages=received.waiting,
            reply_id=uuid4(),
            now=self.clock.now(),
            tool_rounds=0,
            use=received.use,
        )
        context = TurnContext(
            services=self.services, outlet=ear, claim=received.claim, stop=stop or Stop()
        )
        await graph.ainvoke(start, context=context)
        assert context.spendings == []
        assert ear.released
        return ear

    async def stored(self) -> tuple[Message, ...]:
        """Return everything that was said, oldest first."""
        page = await self.messages.page(self.person.id, self.agent_id, before=None, limit=100)
        return page.messages
