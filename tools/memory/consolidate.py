"""What one reading of a talk changes among the memories."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from storage.records import Consolidation, Memory, NewMemory
from tools.memory.merge import MERGE_COSINE, is_better, is_same

Neighbour = tuple[Memory, float]
"""A memory that is kept already, and the cosine of its vector with the new one's."""


def consolidation(
    new: Sequence[NewMemory], near: Sequence[Sequence[Neighbour]], *, read_to: int
) -> Consolidation:
    """Decide for each new memory, its neighbours beside it, whether it adds, mends or repeats."""
    added: list[NewMemory] = []
    mentioned: dict[UUID, datetime] = {}
    replaced: dict[UUID, NewMemory] = {}
    for memory, neighbours in zip(new, near, strict=True):
        twin = _twin(memory, neighbours)
        if twin is None:
            added.append(memory)
            continue
        mentioned[twin.id] = max(memory.learned_at, mentioned.get(twin.id, twin.last_mentioned_at))
        if is_better(memory, replaced.get(twin.id, twin)):
            replaced[twin.id] = memory
    return Consolidation(
        read_to=read_to, added=tuple(added), mentioned=mentioned, replaced=replaced
    )


def _twin(memory: NewMemory, neighbours: Sequence[Neighbour]) -> Memory | None:
    """Return the nearest memory that states the same fact."""
    alike = (
        (known, cosine)
        for known, cosine in neighbours
        if cosine >= MERGE_COSINE and is_same(memory, known)
    )
    nearest = max(alike, key=lambda neighbour: neighbour[1], default=None)
    return nearest[0] if nearest else None
