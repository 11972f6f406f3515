"""What is remembered.

Two clocks: `valid_from` to `valid_to` is when something was true, `learned_at` to `superseded_at`
when it was believed. Times are aware.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from storage.records.vector import Vector

MemoryType = Literal[
    "identity",
    "preference",
    "life_event",
    "emotion",
    "relationship",
    "shared",
    "milestone",
    "routine",
]

DatePrecision = Literal[
    "minute", "hour", "part_of_day", "day", "weekend", "week", "month", "season", "year"
]
"""How exactly somebody said when something was."""

Outdating = Literal["outdated", "merged", "corrected"]
"""Why a memory gave way: no longer true, told better by another, mended by the person."""

MemoryOrigin = Literal["talk", "correction", "import", "reflection"]
"""Where it comes from: read out of a talk, corrected by the person, brought along, concluded."""


ROLLING_FIELDS = (
    "purpose_and_context",
    "current_state",
    "key_learnings",
    "approach_and_patterns",
    "tools_and_resources",
)
"""What the rolling notes of a talk are about, in the order in which they are told."""


@dataclass(frozen=True, kw_only=True)
class RecentMemories:
    """Layer 2: five rolling fields, and the last message position each reader has read."""

    purpose_and_context: str = ""
    current_state: str = ""
    key_learnings: str = ""
    approach_and_patterns: str = ""
    tools_and_resources: str = ""
    summarised_position: int = 0
    extracted_position: int = 0
    forgets: int = 0
    """How often something was forgotten: a reading that began before that is void."""


@dataclass(frozen=True, kw_only=True)
class Memory:
    """One typed memory, with the time it was true and the time it was learned."""

    id: UUID
    agent_id: str | None
    type: MemoryType
    content: str
    quote: str
    """The words of the message that this memory rests on."""
    importance: float
    learned_at: datetime
    last_mentioned_at: datetime
    subtype: str | None = None
    people: tuple[str, ...] = ()
    source_message_ids: tuple[UUID, ...] = ()
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    valid_precision: DatePrecision | None = None
    superseded_at: datetime | None = None
    superseded_by: UUID | None = None
    superseded_as: Outdating | None = None
    embedder: str | None = None
    episode_id: UUID | None = None
    pinned_at: datetime | None = None
    """Set by the person: never pruned, always in the profile."""
    origin: MemoryOrigin = "talk"
    shared_at: datetime | None = None
    """Set by the person: since when every companion may know these words."""
    confidence: float | None = None
    """How sure a conclusion is, from 0 to 1; None is counted from how often it was said."""


@dataclass(frozen=True, kw_only=True)
class NewMemory:
    """A memory about to be stored."""

    id: UUID
    """Made from its source and its content: the same reading gives the same memory."""
    type: MemoryType
    content: str
    content_hash: str
    quote: str
    importance: float
    source_message_ids: tuple[UUID, ...]
    terms: Sequence[str]
    learned_at: datetime
    subtype: str | None = None
    people: tuple[str, ...] = ()
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    valid_precision: DatePrecision | None = None
    vector: Vector | None = None
    embedder: str | None = None
    origin: MemoryOrigin = "talk"
    known_people: tuple[UUID, ...] = ()
    """The `KnownPerson`s that it is about."""
    confidence: float | None = None
    """How sure a conclusion is, from 0 to 1; None where it was said."""


@dataclass(frozen=True, kw_only=True)
class Preference:
    """Layer 3: one fact under a canonical key, such as `health.diet`."""

    id: UUID
    agent_id: str | None
    key: str
    value: str
    confidence: float
    """From 0.75 to 1; less sure candidates are never stored."""
    quote: str
    source_message_id: UUID | None
    learned_at: datetime
    superseded_at: datetime | None = None
    superseded_by: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Episode:
    """One stretch of talk, from a first to a last message."""

    id: UUID
    agent_id: str | None
    title: str
    """A few words; empty until the stretch was read."""
    started_at: datetime
    ended_at: datetime
    first_position: int
    last_position: int


ProfileSection = Literal["basic", "interests", "recent", "relationship", "moments", "routines"]
"""The six sections of MEMORY.md, in the order they stand in."""


@dataclass(frozen=True, kw_only=True)
class ProfileLine:
    """One line of MEMORY.md."""

    section: ProfileSection
    text: str
    memory_id: UUID | None = None
    """The memory it tells; None for a preference."""
    preference_id: UUID | None = None
