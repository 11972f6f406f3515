"""What the program keeps, as plain records.

Times are aware; positions and sequence numbers count up from 1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
"""An embedding: 768 numbers of length one, in the space of one named embedder."""

MessageRole = Literal["user", "assistant"]
MessageKind = Literal["talk", "care", "deflection", "proactive"]
"""What a message belongs to; only `talk` and `proactive` are ever remembered."""

Ending = Literal["complete", "interrupted", "cut_short", "replaced"]
"""How a reply ended: said whole, stopped by the person, cut by the model, replaced by a guard."""

MemoryType = Literal[
    "identity",
    "preference",
    "life_event",
    "emotion",
    "relationship",
    "shared",
    "milestone",
    "routine",
]

OrbMood = Literal["calm", "happy", "sad", "excited"]


@dataclass(frozen=True, kw_only=True)
class EmotionState:
    """How a companion feels: valence from -1 to 1, arousal from 0 to 1, and the orb's mood."""

    valence: float = 0.0
    arousal: float = 0.2
    mood: OrbMood = "calm"


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who talks here, as far as a turn needs to know them."""

    id: UUID
    subject: str
    timezone: str
    name: str | None = None
    country: str | None = None
    """ISO 3166 code of two letters; decides which helpline is named."""
    language: str | None = None


@dataclass(frozen=True, kw_only=True)
class Companion:
    """The companion of one person: Lumi when `agent_id` is None, a persona otherwise."""

    id: UUID
    agent_id: str | None
    name: str
    personality: str | None
    voice_id: str | None
    emotion: EmotionState


@dataclass(frozen=True, kw_only=True)
class Message:
    """One stored message of a talk."""

    id: UUID
    agent_id: str | None
    position: int
    role: MessageRole
    kind: MessageKind
    content: str
    created_at: datetime
    client_id: str | None = None
    media_urls: tuple[str, ...] = ()
    ended: Ending | None = None
    emotion: EmotionState | None = None


@dataclass(frozen=True, kw_only=True)
class IncomingMessage:
    """What a device sent, checked and ready to be stored before anything else happens."""

    text: str
    client_id: str | None = None
    agent_id: str | None = None
    media_ids: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Claim:
    """The right to answer one person, held by one process until it ends or its lease does."""

    person_id: UUID
    holder: str
    epoch: int
    """Counts the claims of this person; a reply under an older epoch is refused."""
    next_seq: int
    """The first frame number this claim may use."""


@dataclass(frozen=True, kw_only=True)
class Received:
    """What became of an incoming message."""

    message: Message
    duplicate: bool
    """The same client id was stored before: `message` is that earlier one."""
    claim: Claim | None
    """Given when the talk was free and is now ours; None when another holder answers."""
    epoch: int = 0
    """Without a claim: the epoch of the one under which this message will be answered."""
    waiting: tuple[Message, ...] = ()
    """With a claim: every unsettled message of this person, this one included, oldest first."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """One numbered frame of a person's stream, as it goes over the wire."""

    seq: int
    body: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class FramesTail:
    """What a device missed."""

    frames: tuple[Frame, ...]
    last_seq: int
    """The newest stored frame number of this person; 0 before the first."""
    holder: str | None
    """The process that is answering right now and has newer frames, or None."""
    complete: bool
    """False when frames after the asked number are no longer kept, or it was never given out."""


@dataclass(frozen=True, kw_only=True)
class Spending:
    """What one call of one model role cost."""

    operation: str
    """The role that was called: chat, background, embed and so on."""
    model: str
    """`provider:model`."""
    input_tokens: int = 0
    cached_input_tokens: int = 0
    """Part of `input_tokens` that the provider read from its cache."""
    output_tokens: int = 0
    cost_usd: Decimal = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What the companion said, as it is stored."""

    id: UUID
    agent_id: str | None
    kind: MessageKind
    content: str
    ended: Ending
    emotion: EmotionState


@dataclass(frozen=True, kw_only=True)
class MessageIndex:
    """What makes a stored message findable."""

    message_id: UUID
    terms: Sequence[str]
    vector: Vector | None = None
    embedder: str | None = None


@dataclass(frozen=True, kw_only=True)
class TurnOutcome:
    """Everything a finished turn leaves behind, written in one transaction."""

    reply: Reply | None
    """None when the person stopped the reply before a word of it was seen."""
    settled: tuple[UUID, ...]
    """The user messages this turn has dealt with."""
    indexes: tuple[MessageIndex, ...]
    emotion: EmotionState
    frames: tuple[Frame, ...]
    spendings: tuple[Spending, ...]
    agent_id: str | None
    now: datetime


@dataclass(frozen=True, kw_only=True)
class RecentMemories:
    """Layer 2: five rolling fields, and the last message position each reader has read."""

    purpose_and_context: str = ""
    current_state: str = ""
    key_learnings: str = ""
    approach_and_patterns: str = ""
    tools_and_resources: str = ""
    summarised_position: int = 0
    extracted_position: int = 0


@dataclass(frozen=True, kw_only=True)
class Memory:
    """One typed memory, with the time it was true and the time it was learned."""

    id: UUID
    agent_id: str | None
    type: MemoryType
    content: str
    quote: str
    """The words of the message that this memory rests on."""
    importance: float
    learned_at: datetime
    last_mentioned_at: datetime
    subtype: str | None = None
    people: tuple[str, ...] = ()
    source_message_ids: tuple[UUID, ...] = ()
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    superseded_at: datetime | None = None
    superseded_by: UUID | None = None
    embedder: str | None = None


@dataclass(frozen=True, kw_only=True)
class NewMemory:
    """A memory about to be stored."""

    type: MemoryType
    content: str
    content_hash: str
    quote: str
    importance: float
    source_message_ids: tuple[UUID, ...]
    terms: Sequence[str]
    learned_at: datetime
    subtype: str | None = None
    people: tuple[str, ...] = ()
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    vector: Vector | None = None
    embedder: str | None = None


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


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of a talk's history, oldest first."""

    messages: tuple[Message, ...]
    earlier: int | None
    """Ask with `before=earlier` for the page before; None at the beginning."""


@dataclass(frozen=True, kw_only=True)
class Consolidation:
    """What one reading of a talk changes among the memories, applied in one transaction."""

    read_to: int
    """The last message position that was read."""
    added: tuple[NewMemory, ...] = ()
    mentioned: Mapping[UUID, datetime] = field(default_factory=dict)
    """Memories that were said again, and when."""
    replaced: Mapping[UUID, NewMemory] = field(default_factory=dict)
    """Memories whose text gives way to a better wording of the same fact."""
