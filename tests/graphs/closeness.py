"""Somebody and a persona, and the graph that brings the two closer."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from graphs.relationship import graph
from nodes.relationship.state import RelationshipContext
from storage.persons import Persons
from storage.records.person import AgeGroup
from storage.records.relationship import Relationship, RelationshipConfig, StageThresholds
from storage.relationships import Relationships
from tests.fakes import FakeModels
from tests.graphs.background import Background

YES = {"confirmed": True, "reason": "earned"}

FARMED = {"confirmed": False, "reason": "farming"}

SOON = RelationshipConfig(
    thresholds=StageThresholds(good_friends=2.0, ambiguous=8.0, partners=30.0)
)
"""Stages that are near, so that a test is short."""


@dataclass
class Closeness(Background):
    """One person's talk with a persona, and the graph by which they grow closer."""

    agent_id: str | None = "coco"
    config: RelationshipConfig = SOON
    models: FakeModels = field(
        default_factory=lambda: FakeModels(answers={"TransitionVerdict": [YES]})
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        self.relationships = Relationships(self.database)

    async def turn_into(self, age: AgeGroup | None) -> None:
        """Let the person say how old they are."""
        aged = replace(self.person, age_group=age)
        persons = Persons(self.database)
        self.person = await persons.update_settings(aged, now=self.clock.now())

    async def grow(self) -> bool:
        """Run the graph once; tells whether it asks to be run again."""
        outcome = await self._grow()
        return bool(outcome.get("more"))

    async def days_of(self, texts: Sequence[str]) -> None:
        """Say one thing a day, and let the graph read it."""
        for text in texts:
            await self.say(text)
            await self.grow()
            self.clock.move(timedelta(days=1))

    async def now(self) -> Relationship:
        """Return how far they have come."""
        found = await self.relationships.get(self.person.id, self.agent_id or "")
        assert found is not None
        return found

    async def history(self) -> list[tuple[str, str]]:
        """Return what happened, oldest first."""
        changes = await self.relationships.changes(self.person.id, self.agent_id or "")
        return [(change.kind, change.reason) for change in reversed(changes)]

    async def _grow(self) -> dict[str, Any]:
        context = RelationshipContext(
            services=self.services,
            relationships=self.relationships,
            config=self.config,
            spendings=self.spendings,
        )
        given: Any = {"person": self.person, "agent_id": self.agent_id, "now": self.clock.now()}
        return await graph.ainvoke(given, context=context)
