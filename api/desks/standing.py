"""How a person stands with a persona, and what they wish about it: for REST and the terminal."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from api.services import Running
from storage.records import Person
from storage.records.relationship import Relationship, RelationshipChange, Stage
from tools.relationship.grow import silent
from tools.relationship.persona import config_of
from tools.relationship.stages import Stepped, ceiling, seen_stage
from tools.relationship.wishes import hold, release, step_back


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A relationship as the person may see it."""

    relationship: Relationship
    stage: Stage
    """The stage that counts: never beyond what age allows."""
    furthest: Stage
    """How far it can go, with this persona and at this age."""
    limited_by_age: bool
    """Whether it could go further for somebody who is known to be an adult."""
    changes: tuple[RelationshipChange, ...]
    """What happened, the latest first."""


@dataclass(frozen=True, kw_only=True)
class Standings:
    """One person's relationship with one persona. Lumi has none.

    Every method raises NotFound when the person has no such companion.
    """

    running: Running
    person: Person
    agent_id: str

    async def now(self) -> Standing:
        """Return how things stand; before the first talk the two have just met."""
        await self._require_companion()
        moment = self.running.clock.now()
        found = await self.running.relationships.get(self.person.id, self.agent_id)
        return await self._standing(
            found or Relationship(agent_id=self.agent_id, since=moment, counted_to=moment)
        )

    async def hold(self) -> Standing:
        """Stay at this stage until it is released."""
        return await self._wished(partial(hold, now=self.running.clock.now()))

    async def release(self) -> Standing:
        """Let things take their course again."""
        return await self._wished(partial(release, now=self.running.clock.now()))

    async def step_back(self, to: Stage | None = None) -> Standing:
        """Go back by one stage, or back to `to`, and stay there."""
        config, now = config_of(self.agent_id), self.running.clock.now()
        return await self._wished(partial(step_back, config=config, now=now, to=to))

    async def _wished(self, wish: Callable[[Relationship], Stepped]) -> Standing:
        await self._require_companion()
        relationship = await self.running.relationships.change(
            self.person.id, self.agent_id, wish, now=self.running.clock.now()
        )
        return await self._standing(relationship)

    async def _standing(self, relationship: Relationship) -> Standing:
        config, age = config_of(self.agent_id), self.person.age_group
        # What a silence has done is stored with the next turn, and seen before it.
        relationship, _ = silent(relationship, self.running.clock.now(), config=config)
        furthest = ceiling(config, age)
        changes = await self.running.relationships.changes(self.person.id, self.agent_id)
        return Standing(
            relationship=relationship,
            stage=seen_stage(relationship, config, age),
            furthest=furthest,
            limited_by_age=furthest != config.furthest,
            changes=tuple(changes),
        )

    async def _require_companion(self) -> None:
        await self.running.companions.get(self.person.id, self.agent_id)
