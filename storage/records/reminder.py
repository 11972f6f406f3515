"""What a person asked to be reminded of."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

Every = Literal["day", "weekday", "week", "month", "year"]
"""How often a reminder repeats; `weekday` is Monday to Friday."""


@dataclass(frozen=True, kw_only=True)
class NewReminder:
    """A reminder as it was set in the talk."""

    id: UUID
    what: str
    """In the person's words."""
    first_at: datetime
    """When it comes, or comes first."""
    timezone: str
    """Where its time was meant; one that repeats keeps that time on the person's wall."""
    every: Every | None
    """None comes once."""
    insists: bool
    """Whether it comes in the quiet hours too: its very minute was asked for."""
    message_id: UUID | None
    """The message that set it."""


@dataclass(frozen=True, kw_only=True)
class Reminder(NewReminder):
    """A reminder that is kept."""

    agent_id: str | None
    set_at: datetime
    sent_at: datetime | None = None
    """When it came last; None while it has not."""
    done_at: datetime | None = None
    """When one that comes once has come."""
