"""What is remembered, as JSON."""

from datetime import datetime
from typing import Any
from uuid import UUID

from api.rest.body import Body
from storage.records import (
    ChangeKind,
    DatePrecision,
    KnownPerson,
    Memory,
    MemoryChange,
    MemoryOrigin,
    MemorySource,
    MemoryType,
    MessageRole,
    Outdating,
    Preference,
    RememberedMemory,
)
from tools.memory.confidence import confidence_of


class MemoryBody(Body):
    """One memory."""

    id: UUID
    type: MemoryType
    subtype: str | None
    content: str
    quote: str
    """The words it rests on."""
    importance: float
    confidence: float
    """From 0.75, said once, to 1, the person's own words."""
    people: tuple[str, ...]
    origin: MemoryOrigin
    learned_at: datetime
    last_mentioned_at: datetime
    valid_from: datetime | None
    """When it was true, as exactly as `validPrecision` says; null when nobody said so."""
    valid_to: datetime | None
    valid_precision: DatePrecision | None
    superseded_at: datetime | None
    """Since when it is not believed any more; null while it holds."""
    superseded_by: UUID | None
    superseded_as: Outdating | None
    """Why it gave way: not true any more, told better by another, mended by the person."""
    pinned_at: datetime | None
    shared_at: datetime | None
    """Since when every companion may know these words; null while only the one told does."""
    source_message_ids: tuple[UUID, ...]
    episode_id: UUID | None


class SourceBody(Body):
    """A message that a memory comes from."""

    message_id: UUID
    position: int
    role: MessageRole
    content: str
    said_at: datetime


class EpisodeBody(Body):
    """A stretch of talk."""

    id: UUID
    title: str
    started_at: datetime
    ended_at: datetime
    first_position: int
    last_position: int


class PersonNameBody(Body):
    """Somebody a memory is about."""

    id: UUID
    name: str


class ChangeBody(Body):
    """A change that can be taken back."""

    id: UUID
    kind: ChangeKind
    made_at: datetime
    undone_at: datetime | None
    memory_id: UUID | None
    """What gave way."""
    successor_id: UUID | None
    known_person_id: UUID | None
    """Who turned out to be somebody else."""
    before: str | None
    """The words, or the name, that gave way."""
    after: str | None


class ReasonedMemoryBody(MemoryBody):
    """One memory and why it is there."""

    sources: tuple[SourceBody, ...]
    """Oldest first; fewer than `sourceMessageIds` when the talk is no longer kept."""
    known_people: tuple[PersonNameBody, ...]
    episode: EpisodeBody | None
    successor: MemoryBody | None
    """What holds in its place."""
    predecessors: tuple[MemoryBody, ...]
    """What it took the place of: "used to"."""
    changes: tuple[ChangeBody, ...]


class PreferenceBody(Body):
    """One preference."""

    id: UUID
    key: str
    value: str
    confidence: float
    quote: str
    source_message_id: UUID | None
    learned_at: datetime
    superseded_at: datetime | None
    superseded_by: UUID | None


class KnownPersonBody(Body):
    """Somebody in the person's life."""

    id: UUID
    name: str
    aliases: tuple[str, ...]
    relationship: str | None
    attributes: dict[str, str]
    first_mentioned_at: datetime
    last_mentioned_at: datetime
    mention_count: int
    merged: tuple[PersonNameBody, ...]
    """Who turned out to be the same; each can be taken back."""


def memory_body(memory: Memory) -> MemoryBody:
    """Return a memory as JSON."""
    return MemoryBody(**_memory_values(memory))


def reasoned_body(found: RememberedMemory) -> ReasonedMemoryBody:
    """Return a memory and why it is there as JSON."""
    return ReasonedMemoryBody(
        **_memory_values(found.memory),
        sources=tuple(map(_source_body, found.sources)),
        known_people=tuple(PersonNameBody(id=one.id, name=one.name) for one in found.people),
        episode=EpisodeBody.model_validate(found.episode, from_attributes=True)
        if found.episode
        else None,
        successor=memory_body(found.successor) if found.successor else None,
        predecessors=tuple(map(memory_body, found.predecessors)),
        changes=tuple(map(change_body, found.changes)),
    )


def change_body(change: MemoryChange) -> ChangeBody:
    """Return a change as JSON."""
    return ChangeBody.model_validate(change, from_attributes=True)


def preference_body(preference: Preference) -> PreferenceBody:
    """Return a preference as JSON."""
    return PreferenceBody.model_validate(preference, from_attributes=True)


def known_people_bodies(people: tuple[KnownPerson, ...]) -> tuple[KnownPersonBody, ...]:
    """Return everybody as JSON, each with those who turned out to be them."""
    by_id = {person.id: person for person in people}
    same: dict[UUID, list[KnownPerson]] = {}
    for person in people:
        if person.merged_into is not None:
            same.setdefault(_who(person, by_id).id, []).append(person)
    return tuple(
        _known_person_body(person, same.get(person.id, []))
        for person in people
        if _who(person, by_id) is person
    )


def _memory_values(memory: Memory) -> dict[str, Any]:
    wanted = {name: getattr(memory, name, None) for name in MemoryBody.model_fields}
    return wanted | {
        "importance": round(memory.importance, 3),
        "confidence": round(confidence_of(memory), 3),
    }


def _source_body(source: MemorySource) -> SourceBody:
    return SourceBody.model_validate(source, from_attributes=True)


def _who(person: KnownPerson, by_id: dict[UUID, KnownPerson]) -> KnownPerson:
    """Return who somebody turned out to be; storage lets nobody turn out to be themselves."""
    while person.merged_into is not None:
        person = by_id[person.merged_into]
    return person


def _known_person_body(person: KnownPerson, same: list[KnownPerson]) -> KnownPersonBody:
    everyone = [person, *same]
    names = dict.fromkeys(name for one in everyone for name in (one.name, *one.aliases))
    names.pop(person.name)
    attributes: dict[str, str] = {}
    for one in reversed(everyone):
        attributes |= one.attributes
    return KnownPersonBody(
        id=person.id,
        name=person.name,
        aliases=tuple(names),
        relationship=next((one.relationship for one in everyone if one.relationship), None),
        attributes=attributes,
        first_mentioned_at=min(one.first_mentioned_at for one in everyone),
        last_mentioned_at=max(one.last_mentioned_at for one in everyone),
        mention_count=sum(one.mention_count for one in everyone),
        merged=tuple(PersonNameBody(id=one.id, name=one.name) for one in same),
    )
