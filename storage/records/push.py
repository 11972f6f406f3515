"""Devices that are told of a message when nobody is connected, and what they are told of."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from storage.records.outreach import OutreachKind, QuietHours

PushLanguage = Literal["en", "zh"]


@dataclass(frozen=True, kw_only=True)
class PushDevice:
    """A browser that agreed to be woken, as the Push API describes it."""

    id: UUID
    endpoint: str
    """Where its push service takes letters for it. Who knows it can send to it: it is a secret."""
    public_key: bytes
    """What letters are encrypted for: a point on P-256, uncompressed, 65 bytes."""
    secret: bytes
    """What only the browser and we know, 16 bytes."""
    language: PushLanguage
    shows_words: bool
    """Whether the message itself may stand on its screen, or only that there is one."""


@dataclass(frozen=True, kw_only=True)
class PushErrand:
    """A message that came first, and where it is to be pushed."""

    message_id: UUID
    agent_id: str | None
    name: str
    """What the companion is called."""
    text: str
    kind: OutreachKind
    sent_at: datetime
    timezone: str
    quiet: QuietHours | None
    answered: bool
    """Whether the person has said something to the companion since."""
    devices: tuple[PushDevice, ...]
