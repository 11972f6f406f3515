"""Loops and messages for tests, on a Friday evening in London."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from storage.records import Message
from storage.records.loops import OpenLoop
from tools.loops.changes import Said

FRIDAY = datetime(2026, 3, 6, 19, tzinfo=UTC)
"""Four hours after three o'clock."""


def loop(event: str, **changes: Any) -> OpenLoop:
    """Something that was at three, and may be asked about."""
    values: dict[str, Any] = {
        "id": uuid4(),
        "agent_id": None,
        "event": event,
        "message_ids": (uuid4(),),
        "importance": 0.7,
        "happens_from": FRIDAY - timedelta(hours=4),
        "happens_until": FRIDAY - timedelta(hours=3),
        "due_from": FRIDAY - timedelta(hours=1),
        "due_until": FRIDAY + timedelta(days=7),
        "opened_at": FRIDAY - timedelta(days=4),
    }
    return OpenLoop(**(values | changes))


def asked(event: str, **changes: Any) -> OpenLoop:
    """The same, after it was asked about two hours ago."""
    return loop(event, status="asked", asked_at=FRIDAY - timedelta(hours=2), **changes)


def said(text: str, *, before: str = "", at: datetime = FRIDAY) -> Said:
    """A message of the person."""
    return Said(id=uuid4(), text=text, at=at, before=before)


def message(text: str, *, at: datetime = FRIDAY, position: int = 1, **changes: Any) -> Message:
    """The same as it is stored."""
    values: dict[str, Any] = {
        "id": uuid4(),
        "agent_id": None,
        "position": position,
        "role": "user",
        "kind": "talk",
        "content": text,
        "created_at": at,
    }
    return Message(**(values | changes))
