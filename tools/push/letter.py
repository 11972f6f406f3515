"""What a device is shown of a message: that there is one, or, where allowed, its words."""

import json
import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from storage.records.outreach import QuietHours
from storage.records.push import PushDevice, PushErrand
from tools.outreach.hours import end_of, is_within
from tools.push.keys import encoded

LIFE = timedelta(hours=4)
"""How long a push service keeps a letter for a device that sleeps; later it would be stale."""

WORDS = 240
"""Characters of a message that are shown; a notification has room for two or three lines."""

NAME = 60
"""Characters of a name that are shown."""

TOPIC_BYTES = 24
"""Bytes of a topic: 32 characters in base64url, the most there may be (RFC 8030, section 5.4)."""

Urgency = Literal["normal", "high"]


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What is sent to a push service for one device."""

    content: bytes
    """JSON, before it is encrypted."""
    topic: str
    """A letter with the same one takes the place of an earlier one that still waits."""
    urgency: Urgency
    seconds: int
    """How long it may wait for the device."""


def letter(errand: PushErrand, device: PushDevice, *, now: datetime) -> Letter | None:
    """Return what a device is sent of a message, None when it comes too late."""
    left = fresh_until(errand.sent_at, errand.quiet, ZoneInfo(errand.timezone)) - now
    if left < timedelta(seconds=1):
        return None
    return Letter(
        content=json.dumps(_shown(errand, device), ensure_ascii=False).encode(),
        topic=topic_of(device.id, errand.agent_id),
        urgency="high" if errand.kind == "reminder" else "normal",
        seconds=int(left.total_seconds()),
    )


def fresh_until(sent_at: datetime, quiet: QuietHours | None, zone: ZoneInfo) -> datetime:
    """Return until when a message may make a device ring: not into the hours that are quiet.

    What was sent within them, because the person wanted it so, is fresh for as long as any other.
    """
    if quiet is None or is_within(quiet, sent_at, zone):
        return sent_at + LIFE
    awake = QuietHours(start=quiet.end, end=quiet.start)
    return min(sent_at + LIFE, end_of(awake, sent_at, zone))


def topic_of(device_id: UUID, agent_id: str | None) -> str:
    """Return what holds the letters of one companion together, and tells nobody of which."""
    return encoded(sha256(device_id.bytes + (agent_id or "").encode()).digest()[:TOPIC_BYTES])


def _shown(errand: PushErrand, device: PushDevice) -> dict[str, str]:
    words = _words()[device.language]
    neutral = words["reminder" if errand.kind == "reminder" else "message"]
    return {
        "title": _cut(errand.name, NAME),
        "body": _cut(errand.text, WORDS) if device.shows_words else neutral,
        "language": device.language,
        "message": str(errand.message_id),
        "agent": errand.agent_id or "",
    }


def _cut(text: str, length: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("tools.push").joinpath("words.toml").read_text("utf-8"))
