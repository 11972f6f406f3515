"""Who talks, and with whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

OrbMood = Literal["calm", "happy", "sad", "excited"]

Emotion = Literal[
    "joy", "warmth", "amusement", "gratitude", "curiosity", "concern", "sadness", "hurt"
]
"""What a companion can feel beside how bright and how awake it is."""

AgeGroup = Literal["adult", "minor"]

ReplyMode = Literal["concise", "natural", "expansive"]
"""How long replies are by nature; the person's own length still leads."""


UNKNOWN_ZONE = "UTC"
"""What days are counted in for somebody whose zone is unknown; they are not written to."""


def zone_named(name: str) -> ZoneInfo | None:
    """Return a time zone by its IANA name, or None when there is no such zone (any more)."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@dataclass(frozen=True, kw_only=True)
class EmotionState:
    """How a companion feels: valence from -1 to 1, arousal from 0 to 1, and the orb's mood."""

    valence: float = 0.0
    arousal: float = 0.2
    mood: OrbMood = "calm"
    feelings: Mapping[Emotion, float] = field(default_factory=dict)
    """How strong each emotion is, from 0 to 1; the ones that are left out are not felt."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who talks here, as far as a turn needs to know them."""

    id: UUID
    subject: str
    timezone: str
    """An IANA name that exists here."""
    knows_zone: bool = True
    """False where the stored zone does not exist here; `timezone` is `UNKNOWN_ZONE` then."""
    name: str | None = None
    country: str | None = None
    """ISO 3166 code of two letters; decides which helpline is named."""
    language: str | None = None
    age_group: AgeGroup | None = None
    """None while they have not said; only an adult goes beyond friendship with a persona."""
    region: str | None = None
    """The stated state or province, as in ISO 3166-2, like US-NY."""
    age_vouched: bool = False
    """Whether the sign-in service gave the age group; then nobody else changes it."""
    heavy_use_hours: int | None = None
    """Hours of a day from which a gentle word is said; None is as usual, 0 never."""


@dataclass(frozen=True, kw_only=True)
class Companion:
    """The companion of one person: Lumi when `agent_id` is None, a persona otherwise."""

    id: UUID
    agent_id: str | None
    name: str
    personality: str | None
    voice_id: str | None
    emotion: EmotionState
    reply_mode: ReplyMode | None = None
    """How long its replies are; None is as its own rhythm says, which for Lumi is natural."""
    felt_at: datetime | None = None
    """When it was last changed, about when it felt so; None where that was not asked for."""
