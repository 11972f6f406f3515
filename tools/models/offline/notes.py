"""What a system prompt tells about the person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Teller = Literal["they", "you", "memory"]
"""Who a recalled line comes from: the person, the companion, or a typed memory."""

Writing = Literal["agreed", "refused", "hours"]
"""What somebody says of being written to first."""

SpokenOf = Literal[
    "reminders_off", "reminders_which", "reminders_sure", "reminders_missing", "reminders_kept"
]
"""What is said of stored reminders; also the names of the sections that tell it."""


@dataclass(frozen=True, kw_only=True)
class Recalled:
    """One line of "what comes to mind"."""

    teller: Teller
    said_on: date | None
    text: str
    past: bool = False
    """It was so and is so no longer."""
    episode: str | None = None
    """The title of the talk that it belongs to."""


@dataclass(frozen=True, kw_only=True)
class Introduced:
    """Somebody the person speaks of, as the prompt introduces them."""

    name: str
    relation: str | None
    told: tuple[tuple[str, date | None], ...]
    """What is known of them, each with the day it was said."""


@dataclass(frozen=True, kw_only=True)
class Notes:
    """Everything the prompt says about the person; empty where it says nothing."""

    facts: tuple[str, ...] = ()
    recalled: tuple[Recalled, ...] = ()
    people: tuple[Introduced, ...] = ()
    lately: Mapping[str, str] = field(default_factory=dict)
    now: datetime | None = None
    """Their local time, without a zone."""
    in_care: bool = False
    """They have spoken of not wanting to live, and are being looked after."""
    first: bool = False
    """Nothing was ever said before."""
    named: str | None = None
    """The name they have just given."""
    refused: str | None = None
    """What to say about a name that cannot be."""
    voiced: str | None = None
    """The voice they have just chosen."""
    reminders: tuple[str, ...] = ()
    """When and of what they asked to be reminded, as it was stored."""
    quiet_reminder: bool = False
    """One of them comes in their quiet hours."""
    unclear_reminder: bool = False
    """They asked for one, and nothing was stored."""
    spoken_reminders: tuple[SpokenOf, tuple[str, ...]] | None = None
    """Which stored reminders it is to speak of, and what about them."""
    offers: bool = False
    """It is to ask whether it may write first."""
    writing: Writing | None = None
    """What they have just said of that."""
    me: str | None = None
    """What the companion is called."""
    open: tuple[str, ...] = ()
    """What may be asked about now."""
    held_back: tuple[str, ...] = ()
    """What is not to be asked about."""
