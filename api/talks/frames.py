"""What the frames of the WebSocket are made of, whichever way they go."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from storage.records import Emotion


class FrameModel(BaseModel):
    """A JSON object with a `type`, its keys in camel case."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, serialize_by_alias=True, frozen=True
    )

    def body(self) -> dict[str, Any]:
        """Return the frame as it goes over the wire, without what was left out."""
        return self.model_dump(mode="json", exclude_none=True)


class EmotionBody(FrameModel):
    """How the companion feels."""

    valence: float = Field(ge=-1, le=1)
    arousal: float = Field(ge=0, le=1)
    mood: Literal["calm", "happy", "sad", "excited"]
    feelings: dict[Emotion, Annotated[float, Field(ge=0, le=1)]] | None = Field(
        default=None, exclude_if=lambda felt: felt is None
    )
    """How strong each emotion is; left out when none is felt."""
