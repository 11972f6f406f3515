"""How Lumi becomes somebody: what follows a turn beside the memories."""

from dataclasses import dataclass

from graphs.personality import graph
from nodes.personality.state import PersonalityContext
from nodes.services import Services
from storage.ledger import Ledger
from storage.personalities import Personalities
from storage.records import Person


@dataclass(frozen=True, kw_only=True)
class Becomes:
    """Lets Lumi catch up with its talk. A persona is somebody already: nothing runs for one."""

    services: Services
    personalities: Personalities
    ledger: Ledger

    async def catch_up(self, person: Person, agent_id: str | None) -> None:
        """Read the talk if that is due.

        Raises:
            ModelError: no model answers just now; nothing was changed.
            StorageError: the database does not take it.
        """
        if agent_id is not None:
            return
        context = PersonalityContext(services=self.services, personalities=self.personalities)
        now = self.services.clock.now()
        try:
            await graph.ainvoke({"person": person, "agent_id": None, "now": now}, context=context)
        finally:
            if context.spendings:
                await self.ledger.record(person.id, None, context.spendings, now=now)
