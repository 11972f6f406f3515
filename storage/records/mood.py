"""How the person felt: what a message read as, what a model said of it, and how a day went."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

MoodLabel = Literal["neutral", "happy", "excited", "sad", "anxious", "angry", "lonely", "tired"]


@dataclass(frozen=True, kw_only=True)
class ReadMood:
    """A person's mood as it is kept with their message."""

    valence: float
    """From -1 to 1."""
    arousal: float
    """From 0 to 1."""
    label: MoodLabel
    confidence: float
    """From 0 to 1."""
    told: MoodLabel | None = None
    """What a model called it afterwards; None before it was asked, or where it could not say."""


@dataclass(frozen=True, kw_only=True)
class ToldMood:
    """What a model called the mood of the person's last message."""

    label: MoodLabel
    said_at: datetime
    """When that message was said."""


@dataclass(frozen=True, kw_only=True)
class MoodDay:
    """One day of one talk, where the person lives."""

    day: date
    messages: int
    """Messages of the person that were read for their mood."""
    labels: Mapping[MoodLabel, int]
    """How many read as what."""
    valence: float | None
    """Mean of those that had a mood to read, the surer ones counting more; None without any."""
    replies: int
    own_valence: float | None
    """How bright the companion felt, the mean over its replies; None without any."""
    own_arousal: float | None
