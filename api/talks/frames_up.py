"""The frames that a device sends, and how they are read."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec
from pydantic import Field, TypeAdapter, ValidationError

from api.talks.frames import FrameModel

TEXT_LIMIT = 8_000
"""The longest message of a person, in characters: a long letter, about 1,500 words."""

FRAME_BYTES = 64 * 1024
"""The largest frame that is read; longer ones get an error and the connection stays."""

CLIENT_ID_LIMIT = 128
AGENT_ID_LIMIT = 64
MEDIA_LIMIT = 10

Name = Annotated[str, Field(pattern=r"^[^\x00-\x1f]*$")]
"""A name that can be stored: without control characters."""


class UpFrame(FrameModel):
    """A frame from a device. Keys that are not known are ignored, so that newer clients work."""


class MessageUp(UpFrame):
    """Something the person says."""

    type: Literal["message"]
    text: str = Field(max_length=TEXT_LIMIT)
    media_ids: tuple[Annotated[Name, Field(max_length=CLIENT_ID_LIMIT)], ...] = Field(
        default=(), max_length=MEDIA_LIMIT
    )
    client_id: Name | None = Field(default=None, min_length=1, max_length=CLIENT_ID_LIMIT)
    """The device's own id of this message; sent again under it, it is never answered twice."""
    agent_id: Name | None = Field(default=None, min_length=1, max_length=AGENT_ID_LIMIT)
    """Which persona is spoken to; left out, it is Lumi."""


class TypingUp(UpFrame):
    """The person is writing; an answer waits a moment for them."""

    type: Literal["typing"]
    agent_id: str | None = Field(default=None, max_length=AGENT_ID_LIMIT)


class InterruptUp(UpFrame):
    """Stop the reply that is being said."""

    type: Literal["interrupt"]


class ResumeUp(UpFrame):
    """Send what came after this frame number, then go on."""

    type: Literal["resume"]
    after: int = Field(ge=0, le=2**53)


class PingUp(UpFrame):
    """Are you there?"""

    type: Literal["ping"]


class AuthUp(UpFrame):
    """Who is speaking, for clients that can send neither a cookie nor a header."""

    type: Literal["auth"]
    token: str = Field(min_length=1, max_length=8_192)


AnyUpFrame = Annotated[
    MessageUp | TypingUp | InterruptUp | ResumeUp | PingUp | AuthUp, Field(discriminator="type")
]

_ANY = TypeAdapter[AnyUpFrame](AnyUpFrame)


class BadFrame(Exception):
    """A frame that cannot be read; the message says why in a person's words."""

    def __init__(self, code: str, message: str, client_id: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.client_id = client_id


def text_of(message: Mapping[str, Any]) -> str:
    """Return the text of a WebSocket message.

    Raises:
        BadFrame: it is binary or too large.
    """
    text = message.get("text")
    if text is None:
        raise BadFrame("binary", "Binary frames are not understood here; send JSON text.")
    if len(text) > FRAME_BYTES:
        raise BadFrame(
            "too_large", "That is too large. Please send it in smaller parts.", client_id_of(text)
        )
    return str(text)


def read_up_frame(raw: str) -> AnyUpFrame:
    """Return the frame a device sent.

    Raises:
        BadFrame: it is no JSON, of no known type, or a value is wrong or too long.
    """
    try:
        return _ANY.validate_json(raw)
    except ValidationError as error:
        code, message = _explain(error)
        raise BadFrame(code, message, client_id_of(raw)) from error


def _explain(error: ValidationError) -> tuple[str, str]:
    """Return a code and a person's words for the first thing that is wrong."""
    problem = error.errors(include_url=False, include_context=False, include_input=False)[0]
    kind, where = problem["type"], ".".join(str(part) for part in problem["loc"][1:])
    if kind == "json_invalid":
        return "not_json", "That was not readable as JSON."
    if not problem["loc"]:
        return "unknown_frame", "That kind of frame is not known here."
    if kind == "string_too_long" and where == "text":
        return "too_long", (
            f"That message is too long. Up to {TEXT_LIMIT:,} characters fit;"
            " could you send it in parts?"
        )
    return "bad_frame", f"{where or 'frame'}: {problem['msg']}"


def client_id_of(raw: str) -> str | None:
    """Return the client id of a frame that is not taken: the device then knows which."""
    try:
        frame = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return None
    client_id = frame.get("clientId") if isinstance(frame, dict) else None
    return client_id if isinstance(client_id, str) and len(client_id) <= CLIENT_ID_LIMIT else None
