"""What a device is told when something is not taken, and with which codes it is let go."""

from api.talks.frames_down import ErrorDown
from storage.cast import cast

CLOSE_GOING = 1012
CLOSE_SIGNED_OUT = 4401
CLOSE_ORIGIN = 4403
CLOSE_SLOW = 4408
CLOSE_TOO_MANY = 4429


class TurnedAway(Exception):
    """A connection that may not go on; the message is the reason it is closed with.

    Args:
        reason: why, in a person's words.
        code: the close code.
        frame: what the device is told before.
    """

    def __init__(self, reason: str, *, code: int, frame: ErrorDown | None = None) -> None:
        super().__init__(reason)
        self.code = code
        self.frame = frame


def refusal(
    code: str,
    message: str,
    *,
    retry_after: float | None = None,
    client_id: str | None = None,
) -> ErrorDown:
    """Return a frame that says why something is not taken, and after how many seconds it may be."""
    wait = None if retry_after is None else round(retry_after, 2)
    return ErrorDown(seq=0, code=code, message=message, retry_after=wait, client_id=client_id)


def too_many_connections(wait: float) -> TurnedAway:
    """Return the refusal of a connection that comes `wait` seconds too early."""
    message = "Too many connections at once. Please try again in a moment."
    frame = refusal("too_many_connections", message, retry_after=wait)
    return TurnedAway(message, code=CLOSE_TOO_MANY, frame=frame)


def database_away(client_id: str | None = None) -> ErrorDown:
    """Return the refusal of what cannot be stored just now."""
    message = "I could not take that down just now. Please send it again in a moment."
    return refusal("database_away", message, retry_after=2.0, client_id=client_id)


def nobody_to_talk_with(agent_id: str, client_id: str | None) -> ErrorDown:
    """Return the refusal of a message to somebody whom the person cannot talk with."""
    if agent_id in cast():
        name = cast()[agent_id].portraits["en"].name
        message = (
            f"You have not met {name} yet. Open the cast and say hello first, or ask for "
            f"POST /api/personas/{agent_id}/meet."
        )
        return refusal("not_met", message, client_id=client_id)
    message = (
        f"There is nobody called {agent_id!r} here to talk with, or no longer. The cast shows who "
        "is, and so does GET /api/personas; leave agentId out to talk with Lumi."
    )
    return refusal("unknown_agent", message, client_id=client_id)
