"""What a turn asks of the database, and what comes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from storage.records.memory import Memory, RecentMemories
from storage.records.person import Companion
from storage.records.talk import Message, MessageRole
from storage.records.vector import Vector


@dataclass(frozen=True, kw_only=True)
class Found:
    """One search hit: a raw message or a typed memory, with both parts of its score, 0 to 1."""

    id: UUID
    source: Literal["message", "memory"]
    text: str
    said_at: datetime
    vector_score: float
    keyword_score: float
    role: MessageRole | None = None
    memory: Memory | None = None
    position: int | None = None


@dataclass(frozen=True, kw_only=True)
class RecallRequest:
    """What one turn asks of the database, all in one trip."""

    person_id: UUID
    agent_id: str | None
    terms: Sequence[str]
    vector: Vector | None
    """None when no embedding was to be had: keywords alone then."""
    embedder: str
    window: int = 10
    """How many of the last messages are read."""
    candidates: int = 40
    """How many hits of each kind come back for ranking."""


@dataclass(frozen=True, kw_only=True)
class Recall:
    """Everything a prompt needs from the database."""

    companion: Companion
    recent: RecentMemories
    window: tuple[Message, ...]
    """The last messages before the turn, oldest first."""
    profile: tuple[Memory, ...]
    """The standing facts: identity and preference memories that hold now, oldest first."""
    found: tuple[Found, ...]
