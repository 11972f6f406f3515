"""What is remembered, as the person looks at it and changes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from storage.records.acquaintance import KnownPerson
from storage.records.memory import Episode, Memory, MemoryType, ProfileLine
from storage.records.talk import MessageRole

MemoryState = Literal["current", "past", "all"]
"""Whether something is believed now, was believed once, or either."""

ChangeKind = Literal["superseded", "corrected", "people_merged"]
"""What was changed: outdated by a talk, mended by the person, two people who are one."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a page of a list ended."""

    at: datetime
    id: UUID


@dataclass(frozen=True, kw_only=True)
class MemoryQuestion:
    """Which memories are asked for; what is left out does not matter."""

    type: MemoryType | None = None
    state: MemoryState = "current"
    """Without meaning when `as_of` is given."""
    as_of: datetime | None = None
    """What was believed at this moment."""
    learned_from: datetime | None = None
    learned_to: datetime | None = None
    """Up to this moment, without it."""
    text: str = ""
    """What stands in the memory or its quote."""
    terms: tuple[str, ...] = ()
    """Search terms; all of them in one memory count as `text` does."""
    known_person_id: UUID | None = None
    """About whom, also under the name of somebody who turned out to be the same."""
    after: Place | None = None
    limit: int = 50


@dataclass(frozen=True, kw_only=True)
class MemoryPage:
    """One page of memories, the newest first."""

    memories: tuple[Memory, ...]
    next: Place | None
    """Where the next page begins; None at the end."""


@dataclass(frozen=True, kw_only=True)
class MemorySource:
    """A message that a memory comes from."""

    message_id: UUID
    position: int
    role: MessageRole
    content: str
    said_at: datetime


@dataclass(frozen=True, kw_only=True)
class MemoryChange:
    """A change that can be taken back."""

    id: UUID
    kind: ChangeKind
    made_at: datetime
    undone_at: datetime | None
    memory_id: UUID | None = None
    """The memory that gave way."""
    successor_id: UUID | None = None
    known_person_id: UUID | None = None
    """Who turned out to be somebody else."""
    importance_before: float | None = None
    valid_to_before: datetime | None = None
    before: str | None = None
    """The words of the memory, or the name, that gave way."""
    after: str | None = None
    """The words, or the name, that took their place."""


@dataclass(frozen=True, kw_only=True)
class ChangePage:
    """One page of changes, the newest first."""

    changes: tuple[MemoryChange, ...]
    next: Place | None


@dataclass(frozen=True, kw_only=True)
class RememberedMemory:
    """One memory and why it is there."""

    memory: Memory
    sources: tuple[MemorySource, ...]
    """Oldest first; fewer than it has ids when the talk is no longer kept."""
    people: tuple[KnownPerson, ...]
    episode: Episode | None
    successor: Memory | None
    """What holds in its place, in its best wording."""
    predecessors: tuple[Memory, ...]
    """What it took the place of, the latest first."""
    changes: tuple[MemoryChange, ...]
    """Those that it gave way by, or others to it."""


@dataclass(frozen=True, kw_only=True)
class MemoryCount:
    """How many memories of one type there are."""

    type: MemoryType
    current: int
    past: int


@dataclass(frozen=True, kw_only=True)
class MemoryCounts:
    """How much is remembered, and what became of what was read."""

    types: tuple[MemoryCount, ...]
    learned: int
    """Memories that hold and were learned since the moment that was asked for."""
    pinned: int
    people: int
    preferences: int
    reasons: Mapping[str, int] = field(default_factory=dict)
    """How many candidates were kept, and turned away for which reason."""


@dataclass(frozen=True, kw_only=True)
class StandingProfile:
    """MEMORY.md and when it was written."""

    lines: tuple[ProfileLine, ...] = ()
    written_at: datetime | None = None
