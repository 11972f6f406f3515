"""How long somebody talks, and what they were told beside the talk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from storage.records.care import CareMark

BesideKind = Literal["disclosure", "break", "use", "pointer"]
"""What is told beside the talk, and remembered: that an AI speaks, that a break would be good, that
it was much today, that a reply was asked to speak of somebody near."""

BESIDE_KINDS: frozenset[BesideKind] = frozenset(get_args(BesideKind))

PAUSE = timedelta(minutes=30)
"""A silence as long as this ends a use and is no part of it.

The law speaks of "continuing use" and gives no number (spec/care.md 4.1); this is a meal.
"""


@dataclass(frozen=True, kw_only=True)
class Use:
    """How a person's use stood with their last message; empty before the first."""

    since: datetime | None = None
    """When this use began: no `PAUSE` has been since."""
    until: datetime | None = None
    """The last message."""
    day: date | None = None
    """The last day of use, where the person is."""
    today: timedelta = timedelta(0)
    """Use on that day, without the pauses."""
    told: Mapping[BesideKind, datetime] = field(default_factory=dict)
    """When each notice was last told."""
    care: Mapping[CareMark, datetime] = field(default_factory=dict)
    """When somebody in danger was last answered, by whichever companion."""
