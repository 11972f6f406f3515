"""What one reading of a talk changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from storage.records.acquaintance import KnownPerson
from storage.records.loops import LoopChange, OpenLoop
from storage.records.memory import Episode, Memory, NewMemory, Preference, ProfileLine


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What is remembered of one person with one companion, as a new reading finds it."""

    memories: tuple[Memory, ...] = ()
    """Those that hold, oldest first."""
    people: tuple[KnownPerson, ...] = ()
    preferences: tuple[Preference, ...] = ()
    episode: Episode | None = None
    """The stretch of talk that was read last."""
    profile: tuple[ProfileLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Supersession:
    """A memory that stopped being true, and the new one that says so."""

    memory_id: UUID
    successor_id: UUID
    until: datetime
    """When it stopped being true, as far as is known."""


@dataclass(frozen=True, kw_only=True)
class Consolidation:
    """What one reading of a talk changes among the memories, applied in one transaction."""

    read_to: int
    """The last message position that was read."""
    forgets: int = 0
    """How often something had been forgotten when the reading began."""
    added: tuple[NewMemory, ...] = ()
    mentioned: Mapping[UUID, datetime] = field(default_factory=dict)
    """Memories that were said again, and when."""
    replaced: Mapping[UUID, NewMemory] = field(default_factory=dict)
    """Memories whose text gives way to a better wording of the same fact."""
    superseded: tuple[Supersession, ...] = ()
    """Memories that are not true any more; they stay, at half their importance."""
    pruned: tuple[UUID, ...] = ()
    """Memories that no longer have a place."""
    preferences: tuple[Preference, ...] = ()
    """New preferences."""
    outdated_preferences: Mapping[UUID, UUID] = field(default_factory=dict)
    """Preferences that changed, each with the one that takes its place."""
    people: tuple[KnownPerson, ...] = ()
    """Everybody spoken of, as they are known now; new ones are added, known ones rewritten."""
    episodes: tuple[Episode, ...] = ()
    """The stretches that were read; what lies between their positions belongs to them."""
    profile: tuple[ProfileLine, ...] | None = None
    """MEMORY.md anew, or None when it stays as it is."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many candidates were kept, and turned away for which reason."""
    opened_loops: tuple[OpenLoop, ...] = ()
    loop_changes: tuple[LoopChange, ...] = ()
    """What became of loops that were open before, in the order it was said."""
