"""What is remembered, packed to be taken along."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from storage.records.acquaintance import KnownPerson
from storage.records.loops import OpenLoop
from storage.records.memory import Episode, Memory, Preference, ProfileLine
from storage.records.outreach import OutreachSettings
from storage.records.personality import Snapshot
from storage.records.reflection import Thought
from storage.records.remembered import MemoryChange, MemorySource
from storage.records.reminder import NewReminder, Reminder
from storage.records.vector import Vector


@dataclass(frozen=True, kw_only=True)
class Luggage:
    """Everything that is remembered of one person with one companion."""

    memories: tuple[Memory, ...] = ()
    about: Mapping[UUID, tuple[UUID, ...]] = field(default_factory=dict)
    """The ids of the people each memory is about."""
    sources: tuple[MemorySource, ...] = ()
    """The messages that the memories come from, as far as they are kept."""
    people: tuple[KnownPerson, ...] = ()
    preferences: tuple[Preference, ...] = ()
    episodes: tuple[Episode, ...] = ()
    changes: tuple[MemoryChange, ...] = ()
    profile: tuple[ProfileLine, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    """Who the companion became; a persona has none."""
    reasons: Mapping[str, int] = field(default_factory=dict)
    """What became of what was read; it says something about readings here, and stays here."""
    loops: tuple[OpenLoop, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    thoughts: tuple[Thought, ...] = ()
    """What the companion had in mind for a next talk; a night makes new ones, so they stay here."""
    outreach: OutreachSettings | None = None
    """What was agreed to of writing first; consent is given where one is, and stays here."""


@dataclass(frozen=True, kw_only=True)
class Unpacked:
    """A memory out of somebody's luggage, ready to be stored."""

    memory: Memory
    content_hash: str
    terms: tuple[str, ...]
    vector: Vector | None = None
    embedder: str | None = None


@dataclass(frozen=True, kw_only=True)
class Belongings:
    """What is there already when luggage arrives."""

    memories: Mapping[UUID, str]
    """The content hash of each memory, the past ones too."""
    people: Mapping[UUID, tuple[str, str | None]]
    """The name and the relationship of each."""
    preferences: Mapping[UUID, tuple[str, str]]
    """The key and the value of each."""
    episodes: Mapping[UUID, tuple[datetime, str]] = field(default_factory=dict)
    """The beginning and the title of each."""
    loops: Mapping[UUID, tuple[str, datetime | None]] = field(default_factory=dict)
    """What each loop is about, and when that is."""
    reminders: Mapping[UUID, str] = field(default_factory=dict)
    """What each reminder is of."""
    has_snapshots: bool = False
    """Whether the companion has become somebody here: then it stays who it is."""


@dataclass(frozen=True, kw_only=True)
class Unloading:
    """What of somebody's luggage is to be stored, every id as it will be here."""

    memories: tuple[Unpacked, ...] = ()
    about: Mapping[UUID, tuple[UUID, ...]] = field(default_factory=dict)
    people: tuple[KnownPerson, ...] = ()
    preferences: tuple[Preference, ...] = ()
    episodes: tuple[Episode, ...] = ()
    changes: tuple[MemoryChange, ...] = ()
    loops: tuple[OpenLoop, ...] = ()
    reminders: tuple[NewReminder, ...] = ()
    snapshots: tuple[tuple[Snapshot, str], ...] = ()
    """Each with how it stands in a prompt, oldest first."""
