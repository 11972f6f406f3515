"""Which memories have no place any more."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from storage.records import MemoryType

MOST_MEMORIES = 200
"""Memories kept for one person with one companion; the cap of the seeds."""

RESERVED: Mapping[MemoryType, int] = MappingProxyType(
    {
        "identity": 20,
        "milestone": 10,
        "preference": 15,
        "relationship": 25,
        "life_event": 20,
        "routine": 12,
        "emotion": 10,
        "shared": 8,
    }
)
"""Places of each type that nothing else can take; 120 in all.

The first three are the seeds'. Of the other 75, people get most: a life has a dozen of them, with
two facts each, and forgetting somebody's sister hurts. Life events come next, since open ones are
asked about. A day has about a dozen habits. Feelings and shared moments are many, fade soon and
repeat, so the best few do.
"""


@dataclass(frozen=True, kw_only=True)
class Prunable:
    """What of a memory decides whether it stays."""

    id: UUID
    type: MemoryType
    importance: float
    last_mentioned_at: datetime
    pinned: bool


def pruned(kept: Sequence[Prunable]) -> tuple[UUID, ...]:
    """Return the memories to let go so that `MOST_MEMORIES` are left, the least one first.

    The best of each type keep the places reserved for it; places that a type does not need are lent
    to the others. The rest goes by importance, and of equal ones the longest not mentioned first.
    What the person pinned always stays, and takes a place.
    """
    surplus = len(kept) - MOST_MEMORIES
    if surplus <= 0:
        return ()
    ranked = sorted(kept, key=_worth, reverse=True)
    taken: Counter[MemoryType] = Counter()
    loose: list[Prunable] = []
    for memory in ranked:
        if taken[memory.type] < RESERVED[memory.type]:
            taken[memory.type] += 1
        elif not memory.pinned:
            loose.append(memory)
    return tuple(memory.id for memory in loose[::-1][:surplus])


def _worth(memory: Prunable) -> tuple[bool, float, datetime, UUID]:
    return memory.pinned, memory.importance, memory.last_mentioned_at, memory.id
