"""What is said, and what a turn leaves behind.

Times are aware; positions and sequence numbers count up from 1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal
from uuid import UUID

from storage.records.care import CareMark, Referral
from storage.records.loops import LoopChange
from storage.records.mood import ReadMood
from storage.records.outreach import OutreachWish
from storage.records.person import EmotionState, ReplyMode
from storage.records.personality import Naming
from storage.records.reminder import NewReminder
from storage.records.use import Use
from storage.records.vector import Vector

NO_VARIANTS: Mapping[str, str] = MappingProxyType({})
"""Of a turn in which nothing was tried out."""

MessageRole = Literal["user", "assistant"]
MessageKind = Literal["talk", "care", "deflection", "proactive"]
"""What a message belongs to; only `talk` and `proactive` are ever remembered."""

Ending = Literal["complete", "interrupted", "cut_short", "replaced"]
"""How a reply ended: said whole, stopped by the person, cut by the model, replaced by a guard.

One that was long enough and ended with its sentence is `complete`: nothing of it is missing.
"""


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
    only_if_met: bool = False
    """Refuse a message to a persona whom the person has not met, or has let go of."""


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
    use: Use = field(default_factory=Use)
    """How the person's use stands with this message."""


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
    naming: Naming | None = None
    """The name or the voice that the person gave the companion in this turn."""
    outreach: OutreachWish | None = None
    """What the person said of being written to first; empty when they were only asked."""
    reminders: tuple[NewReminder, ...] = ()
    """What the person asked to be reminded of."""
    taken_back: tuple[UUID, ...] = ()
    """The reminders that they do not want any more."""
    mood: ReadMood | None = None
    """How the person felt, as the settled messages read; None where nothing was read."""
    reply_mode: ReplyMode | None = None
    """How long the person said, in this turn, that replies should be."""
    referral: Referral | None = None
    """Why the person was told where help is; counted without them, None where they were not."""
    care: tuple[CareMark, ...] = ()
    """What the person's other companions are to know of it: moments, and nothing else."""
    loops: tuple[LoopChange, ...] = ()
    """What became of open loops, one change for each at most."""
    kept_back: tuple[str, ...] = ()
    """The rules that sentences of the reply were left out for; counted without the person."""
    variants: Mapping[str, str] = field(default_factory=dict)
    """The variant of each experiment that the turn was made with."""
    thoughts: tuple[UUID, ...] = ()
    """The thoughts that stood in its prompt: they are brought up once, or not at all."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of a talk's history, oldest first."""

    messages: tuple[Message, ...]
    earlier: int | None
    """Ask with `before=earlier` for the page before; None at the beginning."""
