"""What a turn asks of the database, and what comes back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from storage.records.acquaintance import KnownPerson
from storage.records.loops import OpenLoop
from storage.records.memory import Memory, MemoryType, ProfileLine, RecentMemories
from storage.records.mood import ToldMood
from storage.records.outreach import QuietHours
from storage.records.person import Companion
from storage.records.persona import Sheet
from storage.records.relationship import Stage
from storage.records.reminder import Reminder
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
    number: int | None = None
    """Counts the turns of a talk that can be found: neighbours differ by one."""
    episode_id: UUID | None = None
    episode_title: str | None = None
    """What the episode was about; read only when a message asks back."""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One memory, as short as a list needs it."""

    id: UUID
    type: MemoryType
    content: str
    learned_at: datetime


@dataclass(frozen=True, kw_only=True)
class RecallRequest:
    """What one turn asks of the database, all in one trip."""

    person_id: UUID
    agent_id: str | None
    terms: Sequence[str]
    vector: Vector | None
    """None when no embedding was to be had: keywords alone then."""
    embedder: str
    said: str = ""
    """The message as it was written, in which known people are looked for."""
    past: bool = False
    """Whether it asks back: then what is no longer true is searched too."""
    start: datetime | None = None
    end: datetime | None = None
    """The time it asks back to, `end` not included: nearness is judged among what was said then."""
    window: int = 10
    """How many of the last messages are read."""
    candidates: int = 60
    """How many turns nearest by meaning, and how many by words, come back for ranking."""
    memories: int = 30
    """How many memories, likewise."""


@dataclass(frozen=True, kw_only=True)
class InMind:
    """A thought for the beginning of a talk, as short as a prompt needs it."""

    id: UUID
    text: str
    good_until: datetime


@dataclass(frozen=True, kw_only=True)
class Recall:
    """Everything a prompt needs from the database."""

    companion: Companion
    recent: RecentMemories
    window: tuple[Message, ...]
    """The last messages before the turn, oldest first."""
    profile: tuple[ProfileLine, ...]
    """MEMORY.md; until it is first written, the identity and preference memories that hold now."""
    found: tuple[Found, ...]
    people: tuple[KnownPerson, ...] = ()
    """Everybody the person has spoken of, those mentioned last first."""
    about: Mapping[UUID, tuple[Fact, ...]] = field(default_factory=dict)
    """What is remembered of each known person whose name may stand in the message."""
    told_mood: ToldMood | None = None
    """What a model called the mood of the person's last message; None when it said nothing."""
    may_offer: bool = False
    """Whether they have talked for a while, and nobody has spoken of writing first yet."""
    quiet: QuietHours | None = None
    """The quiet hours they have agreed to with this companion; None where there are none yet."""
    stage: Stage | None = None
    """How far the relationship with a persona has grown; None with Lumi and before it began."""
    sheet: Sheet | None = None
    """Who the companion is, when it is a persona that the person brought."""
    turns: int = 0
    """About how many messages have been exchanged; read only for a persona that was brought."""
    thoughts: tuple[InMind, ...] = ()
    """What the companion would bring up next and has not, whether or not it is time for it."""
    reminders: tuple[Reminder, ...] = ()
    """What they asked to be reminded of and is still to come."""
    loops: tuple[OpenLoop, ...] = ()
    """What they have before them and has no end yet, and what is not to be asked about."""
    unspoken: tuple[str, ...] = ()
    """What is never brought up, in the person's words."""
