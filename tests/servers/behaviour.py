"""What a model server is told to do."""

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

FORTY_TOKENS = (
    "I remember that you have an interview on Friday. How do you feel about it today? "
    "Shall we go through the questions together, or would a walk help you more right now? "
    "I am here for both."
)
"""What a model says when nobody told it what to say: about forty tokens."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """A tool the model wants to use."""

    name: str
    arguments: dict[str, Any] = field(hash=False)


@dataclass(frozen=True, kw_only=True)
class Usage:
    """The tokens a provider reports; `cached` is a part of `prompt`."""

    prompt: int = 100
    cached: int = 0
    output: int = 40
    thoughts: int = 0


@dataclass(frozen=True, kw_only=True)
class Say:
    """Stream or return these words."""

    text: str = FORTY_TOKENS
    pieces: int = 4
    """Into how many chunks the text is cut."""
    calls: tuple[Call, ...] = ()
    usage: Usage | None = Usage()
    finish: str | None = "STOP"
    """The reason for the end, as Gemini names it: STOP, MAX_TOKENS, SAFETY; None to give none."""
    cut_after: int | None = None
    """Break the connection off after so many chunks."""
    stall_after: int | None = None
    """Say nothing more after so many chunks, and keep the connection open."""
    pause: float = 0.0
    """Seconds before each chunk, and before an answer that comes whole."""

    @property
    def chunks(self) -> tuple[str, ...]:
        """The text in its pieces."""
        size = max(1, -(-len(self.text) // self.pieces))
        return tuple(self.text[at : at + size] for at in range(0, len(self.text), size))


def answer(data: object, usage: Usage | None = None) -> Say:
    """Return the behaviour of a model that gives a structured answer."""
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    return Say(text=text, pieces=1, usage=usage or Usage())


@dataclass(frozen=True, kw_only=True)
class Fail:
    """Answer with an error."""

    status: int = 500
    message: str = "An internal error has occurred."
    retry_delay: float | None = None
    """Seconds the client is asked to wait, with 429."""
    reason: str | None = None
    """Google's short reason, such as API_KEY_INVALID."""


@dataclass(frozen=True)
class Hang:
    """Take the request and never answer."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """Refuse the prompt before a word is said, as Gemini's safety filter does."""

    reason: str = "SAFETY"


Behaviour = Say | Fail | Hang | Block
Asked = TypeVar("Asked")


class Script(Generic[Asked]):
    """What to do next: first what is queued, then what the responder says, then the default."""

    def __init__(self, default: Callable[[Asked], Behaviour]) -> None:
        self._queue: deque[Behaviour] = deque()
        self._responder = default

    def queue(self, *behaviours: Behaviour) -> None:
        """Do these next, each once."""
        self._queue.extend(behaviours)

    def respond(self, responder: Callable[[Asked], Behaviour]) -> None:
        """Ask this function whenever nothing is queued; it gets the request."""
        self._responder = responder

    def always(self, behaviour: Behaviour) -> None:
        """Do this whenever nothing is queued."""
        self._responder = lambda _: behaviour

    def next(self, request: Asked) -> Behaviour:
        """Return what to do with a request."""
        return self._queue.popleft() if self._queue else self._responder(request)
