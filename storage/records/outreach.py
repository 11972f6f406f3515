"""What a companion may write first: what the person agreed to, and what there would be to say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Literal
from uuid import UUID

from storage.records.memory import DatePrecision, MemoryType
from storage.records.relationship import Stage
from storage.records.reminder import Reminder

OutreachKind = Literal["reminder", "follow_up", "check_in", "greeting"]
"""What a person agrees to, each for itself.

A reminder was asked for by the person; a follow-up takes up something they told; a check-in asks
how they are; a greeting goes with the time of day.
"""

OutreachTrigger = Literal[
    "reminder",
    "open_loop",
    "continuing",
    "anniversary",
    "routine",
    "last_mood",
    "silence",
    "time_of_day",
    "crisis",
]
"""What brings a message to mind; `continuing` is what the night before left in mind, `crisis` the
one check-in that was agreed on after a crisis."""

GateReason = Literal[
    "unknown_zone",
    "crisis_hold",
    "no_consent",
    "snoozed",
    "minor_hours",
    "quiet_hours",
    "talking",
    "forbidden",
    "settled",
    "asked_before",
    "stale",
    "not_due",
    "sensitive",
    "unanswered",
    "too_new",
    "too_soon",
    "daily_ceiling",
    "weekly_ceiling",
    "budget",
    "no_channel",
]
"""The gates that keep a message back, in the order in which they are asked."""

OutreachReason = (
    GateReason | Literal["below_bar", "gives_way", "nothing_to_say", "guarded", "model_away"]
)
"""Why a message is not written: a gate; not worth it; the day's last one is kept for something that
matters more; no words, words that may not be sent, or nobody there to write them."""


@dataclass(frozen=True, kw_only=True)
class QuietHours:
    """A part of every day, by the clock on the person's wall, in which nobody writes to them.

    Raises:
        ValueError: it begins when it ends, which could mean all of the day or nothing of it.
    """

    start: time
    """The first quiet moment."""
    end: time
    """The first moment that is not quiet any more; before `start` when they go over midnight."""

    def __post_init__(self) -> None:
        """Refuse hours that could mean two things."""
        if self.start == self.end:
            raise ValueError("Quiet hours need an end that is not their beginning.")


NIGHT = QuietHours(start=time(22, 30), end=time(8))
"""Kept quiet when somebody agrees to be written to and names no hours of their own."""


@dataclass(frozen=True, kw_only=True)
class OutreachSettings:
    """What a person agreed to with one companion; nothing, until they do."""

    kinds: frozenset[OutreachKind] = frozenset()
    quiet: QuietHours | None = NIGHT
    """None when the person wants no quiet hours."""
    snoozed_until: datetime | None = None
    forbidden: tuple[str, ...] = ()
    """What is never brought up, in the person's words."""
    daily_ceiling: int | None = None
    """The most messages a day the person wants; None leaves it to how close they are."""
    slower: Mapping[OutreachKind, float] = field(default_factory=dict)
    """By how much "less like this" stretched the silence before each kind, from 1 up."""
    touches_sensitive: bool = True
    """Whether what is sensitive (health, grief, intimacy) may be taken up once they spoke of it."""
    checks_in_after_crisis: bool = False
    """Whether the person agreed to be asked once how they are while everything else is on hold."""

    @property
    def allows_anything(self) -> bool:
        """Whether anything at all may come."""
        return bool(self.kinds) or self.checks_in_after_crisis


@dataclass(frozen=True, kw_only=True)
class OutreachWish:
    """What a person said in the talk of being written to first; stored with the turn."""

    allows: frozenset[OutreachKind] = frozenset()
    refuses: frozenset[OutreachKind] = frozenset()
    not_before: time | None = None
    """From when in the day it may be; the end of the quiet hours."""
    not_after: time | None = None
    """Until when; their beginning."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One thing there would be to say."""

    kind: OutreachKind
    trigger: OutreachTrigger
    about: str
    """What it is about, in the words of its evidence; forbidden topics are looked for in it."""
    importance: float
    """From 0 to 1."""
    due_from: datetime
    due_until: datetime | None = None
    """After this it would come too late; None when it never does."""
    memory_ids: tuple[UUID, ...] = ()
    """The memories it is grounded in."""
    loop_id: UUID | None = None
    """The open loop it would ask about."""
    thought_id: UUID | None = None
    """The thought of a night that it would take up."""
    reminder_id: UUID | None = None
    """The reminder it is."""
    sensitive: bool = False
    raised_at: datetime | None = None
    """When the person last spoke of it themselves."""
    settled: bool = False
    """Whether how it ended is known."""
    asked_before: bool = False
    insists: bool = False
    """Whether the person set its time knowing that it lies within their quiet hours."""


@dataclass(frozen=True, kw_only=True)
class LastMood:
    """How the person seemed when they last wrote."""

    valence: float
    """From -1 to 1."""
    said_at: datetime


@dataclass(frozen=True, kw_only=True)
class Recollection:
    """A memory that could be a reason to write."""

    id: UUID
    type: MemoryType
    subtype: str | None
    content: str
    importance: float
    last_mentioned_at: datetime
    valid_from: datetime | None
    valid_precision: DatePrecision | None


@dataclass(frozen=True, kw_only=True)
class DueLoop:
    """An open loop that could be a reason to write, due already or not yet."""

    id: UUID
    event: str
    importance: float
    due_from: datetime
    due_until: datetime
    raised_at: datetime
    """When the person spoke of it."""
    memory_ids: tuple[UUID, ...] = ()
    """What is remembered of it."""


@dataclass(frozen=True, kw_only=True)
class OutreachNote:
    """Why a message was written first."""

    message_id: UUID
    kind: OutreachKind
    trigger: OutreachTrigger
    memory_ids: tuple[UUID, ...]
    loop_id: UUID | None
    score: float
    sent_at: datetime
    reminder_id: UUID | None = None
    """The reminder that it was."""
    thought_id: UUID | None = None
    """The thought that it took up; it is noted at the thought, so that it comes up once."""


@dataclass(frozen=True, kw_only=True)
class LeftInMind:
    """A thought of a night that nobody has taken up."""

    id: UUID
    text: str
    memory_ids: tuple[UUID, ...]
    made_at: datetime
    good_until: datetime


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is stored of a person and a companion that bears on writing first.

    A person is one person to all their companions: messages, silence and answers are counted over
    all of them, so that 25 personas do not write 25 times.
    """

    settings: OutreachSettings
    stage: Stage | None
    """None with Lumi, and with a persona before the first talk."""
    messages: int
    """Messages the person wrote to this companion; counted up to some thousands."""
    last_message_at: datetime | None
    """When anybody last said something."""
    in_turn: bool
    """Whether a message waits for its answer, or a reply is being made."""
    notes: tuple[OutreachNote, ...]
    """The messages of the last week that came first, oldest first, of this companion and others."""
    unanswered: int
    """How many of them came after the person's last word."""
    crisis_at: datetime | None
    """When somebody last had to be cared for, by any companion; a worry about others counts too."""
    hours_a_day: float
    """How long the person talked here a day, over the last week."""
    said_by_hour: tuple[int, ...]
    """Messages the person wrote lately, by the hour of their day: 24 numbers."""
    usual_pause: timedelta | None = None
    """How long they usually stay away between two talks; None while that is not known."""
    mood: LastMood | None
    """How they seemed to this companion at last; None when nobody noted it."""
    recollections: tuple[Recollection, ...]
    spent_today: Decimal
    """US dollars this person's models cost since the last midnight (UTC)."""
    loops: tuple[DueLoop, ...] = ()
    """What they have before them and may be asked about, and nobody has."""
    hushed: tuple[str, ...] = ()
    """What they do not want to be asked about, the latest first."""
    thoughts: tuple[LeftInMind, ...] = ()
    """What the companion had in mind after the last night, and has not brought up."""
    reminders: tuple[Reminder, ...] = ()
    """What they asked to be reminded of and that may still come, the next first."""
    crisis_was_here: bool = True
    """Whether it was this companion who cared; no other one asks how it is since."""
    own_crisis_at: datetime | None = None
    """When they were last asked whether they are safe, being in danger themselves."""
    grave_at: datetime | None = None
    """When they last spoke of a way, a time or a plan."""
