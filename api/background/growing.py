"""How relationships with personas grow: what follows a turn beside the memories."""

from dataclasses import dataclass

from graphs.relationship import graph
from nodes.relationship.state import RelationshipContext
from nodes.services import Services
from storage.ledger import Ledger
from storage.records import Person
from storage.relationships import Relationships
from tools.relationship.persona import config_of


@dataclass(frozen=True, kw_only=True)
class Growing:
    """Lets a relationship catch up with its talk. Lumi has none, so nothing runs for Lumi."""

    services: Services
    relationships: Relationships
    ledger: Ledger

    async def catch_up(self, person: Person, agent_id: str | None) -> None:
        """Run the graph until everything that was said is counted.

        Raises:
            ModelError: no model confirms or refuses a step just now; nothing was changed.
            StorageError: the database does not take it.
        """
        more = True
        while agent_id is not None and more:
            more = await self._once(person, agent_id)

    async def _once(self, person: Person, agent_id: str) -> bool:
        context = RelationshipContext(
            services=self.services, relationships=self.relationships, config=config_of(agent_id)
        )
        now = self.services.clock.now()
        try:
            outcome = await graph.ainvoke(
                {"person": person, "agent_id": agent_id, "now": now}, context=context
            )
        finally:
            if context.spendings:
                await self.ledger.record(person.id, agent_id, context.spendings, now=now)
        return bool(outcome.get("more"))
