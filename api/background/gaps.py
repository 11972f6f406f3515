"""Looking for loose threads: what was to come, and whose end was never told."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from graphs.gaps import graph
from nodes.gaps.state import GapsContext
from storage.loops import Loops
from storage.records import Person
from tools.clock import Clock

LATELY = timedelta(days=1)
"""How far back a look goes that follows a talk: what came before was looked at then."""


@dataclass(frozen=True, kw_only=True)
class Gaps:
    """Looks for them, without any model."""

    loops: Loops
    clock: Clock

    async def catch_up(self, person: Person, agent_id: str | None) -> None:
        """Look at what was said lately."""
        await self.look(person, agent_id, since=self.clock.now() - LATELY)

    async def look(
        self, person: Person, agent_id: str | None, *, since: datetime, dry_run: bool = False
    ) -> Counter[str]:
        """Look at all since a moment; return how often what was found, in words for a summary."""
        outcome: dict[str, Any] = await graph.ainvoke(
            {"person": person, "agent_id": agent_id, "since": since, "now": self.clock.now()},
            context=GapsContext(loops=self.loops, dry_run=dry_run),
        )
        counts = Counter(change.becomes for change in outcome["changes"])
        return counts + Counter(opened=len(outcome["opened"]), due=len(outcome["due"]))
