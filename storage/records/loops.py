"""Open loops: what a person has before them and has not told the end of."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from storage.records.memory import DatePrecision

LoopStatus = Literal["open", "asked", "closed", "expired"]
"""Asked about is not closed: it is waited for the answer, and nobody asks a second time."""

LoopTurn = Literal["asked", "told", "hushed", "unspoken", "moved", "invited", "expired"]
"""What can become of a loop.

The companion asked; the person told the end; it is not to be asked about (`unspoken` where nothing
of it is open); it happens at another time; the person wants to be asked (again); it is too late.
"""


@dataclass(frozen=True, kw_only=True)
class OpenLoop:
    """Something whose end a friend would want to hear."""

    id: UUID
    agent_id: str | None
    event: str
    """What it is, in the person's words, without its date; empty once they deleted it."""
    message_ids: tuple[UUID, ...]
    """The messages it was read from."""
    importance: float
    """From 0 to 1."""
    due_from: datetime
    """When one may ask how it went at the earliest."""
    due_until: datetime
    """From when on it is let go."""
    opened_at: datetime
    happens_from: datetime | None = None
    """None where nobody said when."""
    happens_until: datetime | None = None
    happens_precision: DatePrecision | None = None
    status: LoopStatus = "open"
    do_not_ask: bool = False
    asked_at: datetime | None = None
    closed_at: datetime | None = None
    settled_by: tuple[UUID, ...] = ()
    """The messages that said what became of it; each counts once."""

    def may_be_asked(self, now: datetime) -> bool:
        """Return whether now is the time to ask how it went."""
        return (
            self.status == "open" and not self.do_not_ask and self.due_from <= now < self.due_until
        )


@dataclass(frozen=True, kw_only=True)
class LoopChange:
    """What becomes of one loop."""

    loop_id: UUID
    becomes: LoopTurn
    message_id: UUID | None = None
    """The message that says so."""
    event: str | None = None
    """What is not to be asked about; for `unspoken` alone."""
    happens_from: datetime | None = None
    happens_until: datetime | None = None
    happens_precision: DatePrecision | None = None
    due_from: datetime | None = None
    due_until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Happening:
    """Something remembered that was to come, and of which there is no loop."""

    id: UUID
    content: str
    importance: float
    source_message_ids: tuple[UUID, ...]
    learned_at: datetime
    valid_from: datetime
    valid_to: datetime | None
    valid_precision: DatePrecision | None


@dataclass(frozen=True, kw_only=True)
class Remark:
    """Something the person said."""

    id: UUID
    content: str
    said_at: datetime


@dataclass(frozen=True, kw_only=True)
class Unfinished:
    """What one look for gaps starts from."""

    loops: tuple[OpenLoop, ...]
    """All of them, the deleted ones too."""
    happenings: tuple[Happening, ...]
    said: tuple[Remark, ...]
