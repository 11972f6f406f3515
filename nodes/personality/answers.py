"""What a model answers about a personality, read leniently: the gate judges what is in it."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, model_validator

from nodes.extraction.answers import Item, Text, Whole
from tools.personality.gate import Evidence, Sketch


def _text_of_list(value: object) -> object:
    """Take a list of sentences or words for a text; models give both."""
    if isinstance(value, list):
        return ", ".join(one for one in value if isinstance(one, str))
    return value if isinstance(value, str) else ""


def _lines(value: object) -> object:
    return value if isinstance(value, list) else []


Words = Annotated[str, BeforeValidator(_text_of_list)]


class QuotedLine(Item):
    """A line of the person's that shows it."""

    message_number: Whole
    quote: Text


class PersonalitySeed(BaseModel):
    """Who the companion has become; an empty essence says that the talk shows too little."""

    essence: Words = ""
    tone: Words = ""
    pace: Words = ""
    interests: Words = ""
    how_to_speak_to_them: Words = ""
    changed: Words = ""
    why: Words = ""
    evidence: Annotated[list[QuotedLine], BeforeValidator(_lines)] = []

    @model_validator(mode="before")
    @classmethod
    def _known(cls, value: Any) -> Any:
        """Leave out what is not there: null is nothing."""
        given = value if isinstance(value, dict) else {}
        return {name: one for name, one in given.items() if one is not None}

    def sketch(self) -> Sketch:
        """Return this as the gate reads it."""
        return Sketch(
            parts={
                "essence": self.essence,
                "tone": self.tone,
                "pace": self.pace,
                "interests": self.interests,
                "manner": self.how_to_speak_to_them,
            },
            changed=self.changed,
            why=self.why,
            evidence=tuple(
                Evidence(message_number=one.message_number, quote=one.quote)
                for one in self.evidence
            ),
        )
