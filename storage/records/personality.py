"""Who a companion without a persona has become: manner only, nothing that is known of anybody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

PersonalityLanguage = Literal["en", "zh"]

PersonalityPart = Literal["essence", "tone", "pace", "interests", "manner"]

PARTS: tuple[PersonalityPart, ...] = ("essence", "tone", "pace", "interests", "manner")
"""What a personality is made of, in the order in which it is shown."""

SnapshotReason = Literal["emerged", "refreshed", "edited", "restored", "named"]
"""How a companion came to be as it is: by the first talk, by a later reading of the talk, by the
person's hand, by going back to an earlier state, or by a name or a voice it was given."""


@dataclass(frozen=True, kw_only=True)
class Personality:
    """How a companion is. How long each part may be: `tools.personality.limits`."""

    essence: str = ""
    """Who it is, in two to four sentences; empty before anything has emerged."""
    tone: str = ""
    pace: str = ""
    interests: str = ""
    """What the two like to talk about."""
    manner: str = ""
    """How the person likes to be spoken to."""
    language: PersonalityLanguage = "en"


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """A companion as it was after one change."""

    number: int
    """Counts the changes of one companion, from 1."""
    reason: SnapshotReason
    name: str
    personality: Personality
    created_at: datetime
    voice_id: str | None = None
    own_words: tuple[PersonalityPart, ...] = ()
    """The parts that the person wrote; no reading of the talk changes them."""
    changed: str = ""
    """What a reading changed, in a sentence."""
    why: str = ""
    """What in the talk led to it."""
    restored_from: int | None = None
    """The number of the snapshot that was brought back."""
    source_message_ids: tuple[UUID, ...] = ()
    """What the person said that led to it."""


@dataclass(frozen=True, kw_only=True)
class Becoming:
    """How far a companion has come in becoming somebody."""

    name: str
    voice_id: str | None
    latest: Snapshot | None
    """How it is now; None while nothing has changed since it began."""
    read_position: int = 0
    """How far the talk was read for it."""
    read_at: datetime | None = None
    unread: int = 0
    """Messages of both sides that may be remembered, after that."""
    forgets: int = 0
    """Counts what was forgotten: a reading that began before is void."""

    @property
    def personality(self) -> Personality:
        """How it is now; empty while nothing has emerged."""
        return self.latest.personality if self.latest else Personality()

    @property
    def number(self) -> int:
        """The number of the latest snapshot; 0 before the first."""
        return self.latest.number if self.latest else 0


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a reading of the talk came to."""

    read_to: int
    snapshot: Snapshot | None
    """None when the companion stays as it is."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """What became of answers that could not be used, by reason."""


@dataclass(frozen=True, kw_only=True)
class Naming:
    """A name or a voice that a person gave in the talk."""

    message_id: UUID
    language: PersonalityLanguage
    name: str | None = None
    voice_id: str | None = None
