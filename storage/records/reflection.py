"""What a companion makes of a day while nobody talks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from storage.records.memory import NewMemory, ProfileLine, RecentMemories
from storage.records.talk import Message


@dataclass(frozen=True, kw_only=True)
class Day:
    """What was said since a talk was last looked back on, and what bears on looking back."""

    last_night: date | None = None
    """The night in which that was last done, named by its morning."""
    messages: tuple[Message, ...] = ()
    """What may be remembered, oldest first; the latest of it where there is a lot."""
    valences: Mapping[UUID, float] = field(default_factory=dict)
    """How bright the person's messages read, from -1 to 1; some were never read so."""
    changed: frozenset[UUID] = frozenset()
    """Memories that took the place of another since."""
    care_at: tuple[datetime, ...] = ()
    """When the person was looked after, with whichever companion, since two days before."""
    spent_today: Decimal = Decimal(0)
    """US dollars this person's models cost since the last midnight (UTC)."""
    forbidden: tuple[str, ...] = ()
    """What the person does not want to be asked about: topics in their words, and events."""


@dataclass(frozen=True, kw_only=True)
class Thought:
    """Something a companion would bring up at the beginning of the next talk."""

    id: UUID
    text: str
    source_message_ids: tuple[UUID, ...]
    """The person's messages that it rests on."""
    memory_ids: tuple[UUID, ...]
    """The memories that it rests on."""
    made_at: datetime
    good_until: datetime
    """After this it would come too late."""
    used_at: datetime | None = None
    """When it was in mind as a talk began, or a message came first because of it."""
    settled_at: datetime | None = None
    """When the person said that it is done with."""


@dataclass(frozen=True, kw_only=True)
class Reflection:
    """What looking back came to, applied in one transaction."""

    night: date
    read_to: int
    """The position of the last message that was read."""
    forgets: int
    """How often something had been forgotten when it began."""
    learned: tuple[NewMemory, ...] = ()
    thoughts: tuple[Thought, ...] = ()
    recent: RecentMemories | None = None
    """The rolling fields, repaired; None when they stay as they are."""
    profile: tuple[ProfileLine, ...] | None = None
    """MEMORY.md anew; None when it stays as it is."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """What became of what a model proposed, by reason."""
