"""What of another assistant's notes is new."""

from collections.abc import Iterable
from datetime import datetime, time, tzinfo
from uuid import UUID, uuid5

from storage.records import Belongings, Memory, Unloading
from tools.memory.foreign import ForeignMemory
from tools.memory.merge import content_hash
from tools.memory.unpacking import Unpacking, with_terms


def welcomed(
    foreign: Iterable[ForeignMemory],
    belongings: Belongings,
    *,
    owner: UUID,
    now: datetime,
    zone: tzinfo,
) -> Unpacking:
    """Return what is new of another assistant's notes, as memories of the person."""
    there = set(belongings.memories.values())
    memories: dict[str, Memory] = {}
    known = 0
    for one in foreign:
        fingerprint = content_hash(one.content)
        if fingerprint in there or fingerprint in memories:
            known += 1
            continue
        noted_at = now
        if one.noted_on is not None and one.noted_on < now.astimezone(zone).date():
            noted_at = datetime.combine(one.noted_on, time(12), zone)
        memories[fingerprint] = Memory(
            id=uuid5(owner, f"note {fingerprint}"),
            agent_id=None,
            type=one.type,
            content=one.content,
            quote=one.content,
            importance=one.importance,
            learned_at=noted_at,
            last_mentioned_at=noted_at,
            origin="import",
        )
    ready = tuple(with_terms(memory) for memory in memories.values())
    return Unpacking(unloading=Unloading(memories=ready), known=known)
