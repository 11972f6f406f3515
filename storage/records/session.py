"""Sign-ins that were ended."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class SignedOut:
    """An end that somebody wished for: of one sign-in, or of all from before a moment."""

    person_id: UUID
    session_id: UUID | None
    """None is everywhere."""
    ended_at: datetime
