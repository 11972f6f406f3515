"""The frames of the WebSocket. A client that knows only the six of the first protocol works."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.alias_generators import to_camel

from storage.records import Emotion
from storage.records.use import BesideKind

TEXT_LIMIT = 8_000
"""The longest message of a person, in characters: a long letter, about 1,500 words."""

FRAME_BYTES = 64 * 1024
"""The largest frame that is read; longer ones get an error and the connection stays."""

CLIENT_ID_LIMIT = 128
AGENT_ID_LIMIT = 64
MEDIA_LIMIT = 10


Name = Annotated[str, Field(pattern=r"^[^\x00-\x1f]*$")]
"""A name that can be stored: without control characters."""


class FrameModel(BaseModel):
    """A JSON object with a `type`, its keys in camel case."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, serialize_by_alias=True, frozen=True
    )

    def body(self) -> dict[str, Any]:
        """Return the frame as it goes over the wire, without what was left out."""
        return self.model_dump(mode="json", exclude_none=True)


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


class EmotionBody(FrameModel):
    """How the companion feels."""

    valence: float = Field(ge=-1, le=1)
    arousal: float = Field(ge=0, le=1)
    mood: Literal["calm", "happy", "sad", "excited"]
    feelings: dict[Emotion, Annotated[float, Field(ge=0, le=1)]] | None = Field(
        default=None, exclude_if=lambda felt: felt is None
    )
    """How strong each emotion is; left out when none is felt."""


class DownFrame(FrameModel):
    """A frame to every device of a person. `seq` grows by one, with a gap only after a crash."""

    seq: int = Field(ge=0)


class TokenDown(DownFrame):
    """Words of a reply, as they come.

    A reply may be several messages, a blank line between them: a client that knows nothing of
    `part` shows one text with its paragraphs.
    """

    type: Literal["token"] = "token"
    text: str
    message_id: UUID
    agent_id: str | None = None
    part: int | None = Field(default=None, ge=1)
    """In which message of the reply these words stand, from the second on, which is 1."""
    pause: float | None = Field(default=None, ge=0)
    """Seconds a person would take before this message; given with its first words."""


class DoneDown(DownFrame):
    """The reply is said and stored. `text` is given when it is not what was streamed.

    `complete` is also a reply that was ended at the end of a sentence because it was long enough.
    """

    type: Literal["done"] = "done"
    message_id: UUID
    emotion_state: EmotionBody
    ended: Literal["complete", "interrupted", "cut_short", "replaced"] = "complete"
    text: str | None = None
    spoken_by: str | None = None
    """The `provider:model` that spoke, perhaps as a stand-in; none where the words are fixed."""
    parts: int | None = Field(default=None, ge=2)
    """How many messages the reply is, where it was sent as more than one."""
    agent_id: str | None = None


class VoiceDown(DownFrame):
    """A spoken reply."""

    type: Literal["voice"] = "voice"
    audio: str
    """Base64."""


class ProactiveDown(DownFrame):
    """The companion writes first."""

    type: Literal["proactive"] = "proactive"
    text: str
    emotion_state: EmotionBody
    message_id: UUID
    agent_id: str | None = None


class EmotionDown(DownFrame):
    """The orb moves, also in the middle of a reply."""

    type: Literal["emotion"] = "emotion"
    state: EmotionBody
    agent_id: str | None = None


class AckDown(DownFrame):
    """A message of the person is stored; every device learns of it."""

    type: Literal["ack"] = "ack"
    client_id: str | None = None
    message_id: UUID
    text: str
    created_at: datetime
    agent_id: str | None = None


class NoticeDown(DownFrame):
    """Something beside the talk, by its kind; kinds that are not known are passed over.

    `disclosure` says that an AI speaks, `break` that a break would be good, `use` that it was much
    today; `outreach` that a word on writing first was stored (`allows`, `refuses`, `notBefore`,
    `notAfter`), `reminder` that one was set (`what`, `at`, `every`): each has a `text` to show.
    `pointer` has none: the reply was asked to speak of somebody
    near. `crisis` has lines to pin; others are the voice that is used, a name, a gap in the frames.
    """

    model_config = ConfigDict(extra="allow")

    type: Literal["notice"] = "notice"
    kind: BesideKind | Literal["welcome", "crisis", "named", "outreach", "reminder", "gap"] | str
    text: str = ""


class ErrorDown(DownFrame):
    """Something went wrong; `seq` repeats the newest frame this device has."""

    type: Literal["error"] = "error"
    code: str
    message: str
    """What happened and what to do, in a person's words."""
    retry_after: float | None = None
    """Seconds after which another try makes sense."""
    client_id: str | None = None


class PongDown(DownFrame):
    """Here I am; `seq` repeats the newest frame this device has."""

    type: Literal["pong"] = "pong"


AnyDownFrame = Annotated[
    TokenDown
    | DoneDown
    | VoiceDown
    | ProactiveDown
    | EmotionDown
    | AckDown
    | NoticeDown
    | ErrorDown
    | PongDown,
    Field(discriminator="type"),
]

_UP = TypeAdapter[AnyUpFrame](AnyUpFrame)
_DOWN = TypeAdapter[AnyDownFrame](AnyDownFrame)


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
        return _UP.validate_json(raw)
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


@cache
def frames_schema() -> dict[str, Any]:
    """Return the JSON schema of all frames, `up` from a device and `down` to it."""
    up, down = _UP.json_schema(by_alias=True), _DOWN.json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "miolumi WebSocket frames",
        "$defs": {**up.pop("$defs"), **down.pop("$defs"), "up": up, "down": down},
        "oneOf": [{"$ref": "#/$defs/up"}, {"$ref": "#/$defs/down"}],
    }
