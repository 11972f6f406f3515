"""Whether something belongs to the past that a message asks for."""

from datetime import datetime
from typing import Protocol

from storage.records import Found


class TimeAsked(Protocol):
    """A message asks back; `start` and `end` are None when it names no time."""

    @property
    def start(self) -> datetime | None:
        """The first moment of the time."""
        ...

    @property
    def end(self) -> datetime | None:
        """The first moment after it."""
        ...


def is_then(hit: Found, past: TimeAsked | None) -> bool:
    """Return whether something was said, or was true, in the time asked for."""
    if past is None or past.start is None or past.end is None:
        return False
    if past.start <= hit.said_at < past.end:
        return True
    memory = hit.memory
    if memory is None or memory.valid_from is None:
        return False
    return memory.valid_from < past.end and (
        memory.valid_to is None or memory.valid_to > past.start
    )
