"""The parts of the file in which what is remembered travels: memories, people, changes."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from storage.records import (
    ChangeKind,
    DatePrecision,
    MemoryOrigin,
    MemoryType,
    MessageRole,
    Outdating,
    ProfileSection,
)
from tools.memory.packing import Moment, Packed, Share, Text, Words

LONGEST_MEMORY = 1_000
"""Characters of one memory; those that are read out of a talk have 400 at most."""


class PackedMemory(Packed):
    """One memory, with both clocks."""

    id: UUID
    type: MemoryType
    subtype: Text | None = None
    content: Annotated[Words, Field(max_length=LONGEST_MEMORY)]
    quote: Text
    importance: Share
    people: Annotated[tuple[Words, ...], Field(max_length=100)] = ()
    known_people: Annotated[tuple[UUID, ...], Field(max_length=100)] = ()
    source_message_ids: Annotated[tuple[UUID, ...], Field(max_length=1_000)] = ()
    learned_at: Moment
    last_mentioned_at: Moment
    valid_from: Moment | None = None
    valid_to: Moment | None = None
    valid_precision: DatePrecision | None = None
    superseded_at: Moment | None = None
    superseded_by: UUID | None = None
    superseded_as: Outdating | None = None
    pinned_at: Moment | None = None
    origin: MemoryOrigin = "talk"
    episode_id: UUID | None = None
    shared_at: Moment | None = None
    confidence: Share | None = None
    """Of what was concluded; None where it was said."""


class PackedSource(Packed):
    """A message that memories come from; it is shown, and not brought back into the talk."""

    message_id: UUID
    position: int
    role: MessageRole
    content: str
    said_at: Moment


class PackedPerson(Packed):
    """Somebody in the person's life."""

    id: UUID
    name: Words
    aliases: Annotated[tuple[Words, ...], Field(max_length=100)] = ()
    relationship: Text | None = None
    attributes: Annotated[dict[Words, Text], Field(max_length=100)] = Field(default_factory=dict)
    first_mentioned_at: Moment
    last_mentioned_at: Moment
    mention_count: Annotated[int, Field(ge=0, le=2**31 - 1)] = 1
    merged_into: UUID | None = None


class PackedPreference(Packed):
    """A preference."""

    id: UUID
    key: Annotated[Words, Field(max_length=100)]
    value: Words
    confidence: Annotated[float, Field(ge=0.75, le=1)]
    quote: Text
    source_message_id: UUID | None = None
    learned_at: Moment
    superseded_at: Moment | None = None
    superseded_by: UUID | None = None


class PackedEpisode(Packed):
    """A stretch of talk; its positions mean nothing elsewhere and stay behind."""

    id: UUID
    title: Text
    started_at: Moment
    ended_at: Moment


class PackedChange(Packed):
    """A change that can be taken back."""

    id: UUID
    kind: ChangeKind
    memory_id: UUID | None = None
    successor_id: UUID | None = None
    known_person_id: UUID | None = None
    importance_before: Share | None = None
    valid_to_before: Moment | None = None
    made_at: Moment
    undone_at: Moment | None = None


class PackedLine(Packed):
    """A line of MEMORY.md, which is written anew where it arrives."""

    section: ProfileSection
    text: str
