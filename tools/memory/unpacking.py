"""What is to be stored of a file, what was there already, and what was turned away."""

from collections import Counter
from dataclasses import dataclass, field, replace

from storage.records import Memory, Unloading, Unpacked
from tools.memory.merge import content_hash
from tools.text.terms import terms_of


@dataclass(frozen=True, kw_only=True)
class Unpacking:
    """What is to be stored, what was there already, and what was turned away."""

    unloading: Unloading = field(default_factory=Unloading)
    known: int = 0
    rejected: Counter[str] = field(default_factory=Counter)


def together(one: Unpacking, other: Unpacking) -> Unpacking:
    """Return two in one; the memories of `other` come last."""
    memories = {unpacked.memory.id: unpacked for unpacked in other.unloading.memories}
    memories |= {unpacked.memory.id: unpacked for unpacked in one.unloading.memories}
    return Unpacking(
        unloading=replace(one.unloading, memories=tuple(memories.values())),
        known=one.known + other.known,
        rejected=one.rejected + other.rejected,
    )


def with_terms(memory: Memory) -> Unpacked:
    """Return a memory with what it is found by."""
    return Unpacked(
        memory=memory,
        content_hash=content_hash(memory.content),
        terms=tuple(terms_of(memory.content)),
    )
