"""What a companion may write first: what the person agreed to, and what there would be to say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Literal
from uuid import UUID

OutreachKind = Literal["reminder", "follow_up", "check_in", "greeting"]
"""What a person agrees to, each for itself.

A reminder was asked for by the person; a follow-up takes up something they told; a check-in asks
how they are; a greeting goes with the time of day.
"""

OutreachTrigger = Literal[
    "reminder",
    "open_loop",
    "anniversary",
    "routine",
    "last_mood",
    "silence",
    "time_of_day",
    "crisis",
]
"""What brings a message to mind; `crisis` is the one check-in that was agreed on after a crisis."""

OutreachReason = Literal[
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
"""Why a message is not written; the gates are asked in this order."""


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
    touches_sensitive: bool = False
    """Whether what is sensitive (health, grief, intimacy) may be taken up at all."""
    checks_in_after_crisis: bool = False
    """Whether the person agreed to be asked once how they are while everything else is on hold."""


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
    sensitive: bool = False
    raised_at: datetime | None = None
    """When the person last spoke of it themselves."""
    settled: bool = False
    """Whether how it ended is known."""
    asked_before: bool = False
    insists: bool = False
    """Whether the person set its time knowing that it lies within their quiet hours."""
