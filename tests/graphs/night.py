"""A day that was talked through, and the night that looks back on it."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from api.background.reflecting import Reflecting
from nodes.reflection.state import ReflectionOutput
from storage.ledger import Ledger
from storage.persons import Persons
from storage.queue import Queue
from storage.records import Kept
from storage.records.reflection import Thought
from storage.reflections import Reflections
from storage.thoughts import Thoughts
from tests.fakes import FakeModels
from tests.graphs.background import Background

DAY = (
    "the meetings at work eat my whole day again",
    "I went running by the river and could breathe",
    "more meetings, and then I ran by the river once more",
)

DAY_ZH = ("今天又开会开到很晚", "晚上去河边跑步，总算透过气来", "又是开会，不过我又去河边跑步了")

ANSWER: dict[str, Any] = {
    "learnings": [
        {
            "type": "emotion",
            "content": "Running by the river gives back what meetings take.",
            "evidence": ["1", 3, "5"],
            "confidence": 0.9,
            "importance": 0.6,
        },
        {
            "type": "identity",
            "content": "They play the violin.",
            "evidence": ["99"],
            "confidence": 1,
            "importance": 1,
        },
    ],
    "openers": [{"text": "Whether there was room to run today.", "evidence": ["5"]}],
    "current_state": "Meetings fill the days; the river helps.",
}

ANSWER_ZH: dict[str, Any] = {
    "learnings": [
        {
            "type": "emotion",
            "content": "开会让对方透不过气，河边跑步能缓过来。",
            "evidence": ["1", "3", "5"],
            "confidence": 0.6,
            "importance": 0.5,
        }
    ],
    "openers": [{"text": "今天还去河边跑步了吗。", "evidence": ["5"]}],
}


@dataclass
class Night(Background):
    """One person's talk, and the graph that looks back on it."""

    models: FakeModels = field(
        default_factory=lambda: FakeModels(answers={"ReflectedDay": [ANSWER]})
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        self.reflections = Reflections(self.database)
        self.thoughts = Thoughts(self.database)
        self.ledger = Ledger(self.database)

    async def comes(self, *, budget: str | None = None, **how: Any) -> ReflectionOutput:
        """Let it be night, and look back."""
        reflecting = Reflecting(
            queue=Queue(self.database),
            services=self.services,
            persons=Persons(self.database),
            reflections=self.reflections,
            ledger=self.ledger,
            daily_budget=Decimal(budget) if budget else None,
        )
        return await reflecting.reflect(self.person, self.agent_id, **how)

    async def in_mind(self) -> list[Thought]:
        """Return the thoughts for tomorrow."""
        return await self.thoughts.all_of(self.person.id, self.agent_id)

    async def holding(self) -> Kept:
        """Return what is remembered."""
        return await self.memories.kept(self.person.id, self.agent_id)
