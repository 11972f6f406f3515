"""When a talk is read for memories."""

from datetime import datetime, timedelta

EXTRACT_EVERY = 24
"""Unread messages, of both sides, after which a talk is read for memories: twelve rounds."""

QUIET_AFTER = timedelta(minutes=10)
"""Without a message for so long, a talk has gone quiet and is read whatever its length."""

READ_AT_ONCE = 2 * EXTRACT_EVERY
"""The most messages one reading takes, so that a backlog costs calls of a known size."""


def is_due(
    *, unread: int, last_said: datetime, now: datetime, quiet_after: timedelta = QUIET_AFTER
) -> bool:
    """Return whether the unread messages are to be read for memories now."""
    return unread >= EXTRACT_EVERY or (unread > 0 and now - last_said >= quiet_after)
