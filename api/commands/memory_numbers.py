"""The numbers of what is remembered, found again by their first signs."""

from dataclasses import dataclass
from uuid import UUID

from api.commands.memory_answers import whole
from storage.records import MemoryQuestion
from storage.remembered import Remembered

MOST = 10_000
"""Memories that are listed at most."""


@dataclass(frozen=True)
class MemoryNumbers:
    """What one person and a companion have numbers for.

    Each of these raises a MemoryCommandError when nothing, or more than one thing, begins so.
    """

    remembered: Remembered
    person_id: UUID
    agent_id: str | None

    async def memory(self, start: str) -> UUID:
        """Return the whole number of a memory, of those that used to hold, too."""
        question = MemoryQuestion(state="all", limit=MOST)
        page = await self.remembered.page(self.person_id, self.agent_id, question)
        return whole(start, (memory.id for memory in page.memories))

    async def known_person(self, start: str) -> UUID:
        """Return the whole number of somebody."""
        found = await self.remembered.people(self.person_id, self.agent_id)
        return whole(start, (one.id for one in found))

    async def preference(self, start: str) -> UUID:
        """Return the whole number of a preference."""
        found = await self.remembered.preferences(self.person_id, self.agent_id, state="all")
        return whole(start, (one.id for one in found))
