"""How a talk waits."""

from dataclasses import dataclass

from tools.length.waiting import CEILING, LINGER, TYPING_PAUSE


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How a talk waits. All in seconds."""

    typing_pause: float = TYPING_PAUSE
    """Somebody who has not typed for so long has said what they wanted."""
    linger: float = LINGER
    """So long an answer waits for the next words after a message that breaks off."""
    typing_limit: float = CEILING
    """An answer waits no longer than this after the last message, however long somebody types."""
    restarts: int = 3
    """How often one answer may be begun anew because the person says more before its first word."""
    rest_first: float = 1.0
    """The rest after a turn that failed; doubles with every failure."""
    rest_longest: float = 60.0
