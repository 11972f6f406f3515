"""The frames that go to the devices of a person."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import ConfigDict, Field

from api.talks.frames import EmotionBody, FrameModel
from storage.records import Message
from storage.records.use import BesideKind


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

    @classmethod
    def of(cls, message: Message, *, seq: int) -> Self:
        """Return the frame that acknowledges a message."""
        return cls(
            seq=seq,
            client_id=message.client_id,
            message_id=message.id,
            text=message.content,
            created_at=message.created_at,
            agent_id=message.agent_id,
        )


class NoticeDown(DownFrame):
    """Something beside the talk, by its kind; kinds that are not known are passed over.

    `disclosure` says that an AI speaks, `break` that a break would be good, `use` that it was much
    today; `outreach` that a word on writing first was stored (`allows`, `refuses`, `notBefore`,
    `notAfter`), `reminder` that one was set (`what`, `at`, `every`) or taken back (`what`, `off`):
    each has a `text` to show. `pointer` has none: the reply was asked to speak of somebody near.
    `crisis` has lines to pin; others are the voice that is used, a name, a gap in the frames.
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
