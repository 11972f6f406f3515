"""When two memories are one, and which of them stays."""

import hashlib
import re
from collections.abc import Iterable
from uuid import UUID, uuid5

from storage.records import Memory, NewMemory
from tools.memory.likeness import agree, overlap, plain, words

MERGE_COSINE = 0.6
"""The least likeness of vectors. Words decide: by vectors alone, false merges happen at 0.95."""

MERGE_OVERLAP = 0.7
"""The least share of common words, when all the words of one text are in the other."""

_FILLER = re.compile(
    r"['’]s\b|\b(?:an?|the|is|are|am|be|that|says|said|mentioned)\b"
    r"|\b(?:they|their|them|his|her|its|user|person)\b"
    "|用户|对方|他们|他|她"
)
"""Words that carry no part of a fact; tense, direction and company do, and are not here."""

_NOT_WORDS = re.compile(r"[\W_]+")


def content_hash(content: str) -> str:
    """Return a fingerprint that ignores case, spaces, width and punctuation."""
    return hashlib.sha256(_NOT_WORDS.sub(" ", plain(content)).strip().encode()).hexdigest()


def memory_id(source_id: UUID, content_hash: str) -> UUID:
    """Return the id of what was read out of one source: read twice, it is the same memory."""
    return uuid5(source_id, content_hash)


def is_same(one: Memory | NewMemory, other: Memory | NewMemory) -> bool:
    """Return whether two memories state one fact: type, people, numbers, negation and words agree.

    The same sentence is the same fact, whatever else was noted about it. Otherwise words agree
    when one text says nothing that the other does not. A fact told in other words stays apart: a
    duplicate costs a line, a false merge costs a fact.
    """
    if content_hash(one.content) == content_hash(other.content):
        return True
    if one.type != other.type or _people(one) != _people(other):
        return False
    if not agree(one.content, other.content):
        return False
    first, second = _substance(one.content), _substance(other.content)
    return (first <= second or second <= first) and overlap(first, second) >= MERGE_OVERLAP


def is_better(new: Memory | NewMemory, old: Memory | NewMemory) -> bool:
    """Return whether `new` is kept: more important than `old`, or as important and shorter."""
    if new.importance != old.importance:
        return new.importance > old.importance
    return len(new.content) < len(old.content)


def distinct(memories: Iterable[NewMemory]) -> tuple[NewMemory, ...]:
    """Return memories of one reading with those that state one fact merged, keep-best."""
    kept: list[NewMemory] = []
    for memory in memories:
        twin = next((i for i, other in enumerate(kept) if is_same(memory, other)), None)
        if twin is None:
            kept.append(memory)
        elif is_better(memory, kept[twin]):
            kept[twin] = memory
    return tuple(kept)


def _people(memory: Memory | NewMemory) -> frozenset[str]:
    return frozenset(plain(name) for name in memory.people)


def _substance(content: str) -> frozenset[str]:
    """Return the words that carry the fact."""
    return words(_FILLER.sub(" ", plain(content)))
