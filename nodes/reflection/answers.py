"""What a model answers about a day, read leniently: the gate judges what is in it."""

from collections.abc import Mapping
from typing import Annotated, Any, get_args

from pydantic import BaseModel, BeforeValidator, WithJsonSchema, model_validator

from nodes.extraction.answers import Item, Number, Text, Whole
from storage.records import MemoryType
from storage.records.memory import ROLLING_FIELDS
from tools.reflection.conclusions import Conclusion
from tools.reflection.openers import Opener


def _items(value: object) -> object:
    return value if isinstance(value, list) else []


def _references(value: object) -> object:
    """Take numbers for texts, and one for a list of one; models give all of these."""
    given = value if isinstance(value, list) else [] if value is None else [value]
    return [str(one) for one in given if isinstance(one, str | int)]


def _note(value: object) -> object:
    if isinstance(value, list):
        return " ".join(one for one in value if isinstance(one, str))
    return value if isinstance(value, str) else ""


References = Annotated[list[str], BeforeValidator(_references)]
Note = Annotated[str, BeforeValidator(_note)]
_TYPES = WithJsonSchema({"type": "string", "enum": list(get_args(MemoryType))})


class ReflectedLearning(Item):
    """Something that several things they said show together."""

    type: Annotated[Text, _TYPES]
    content: Text
    evidence: References
    confidence: Number
    importance: Number

    def conclusion(self) -> Conclusion:
        """Return this as the gate reads it."""
        return Conclusion(
            type=self.type,
            content=self.content,
            confidence=self.confidence,
            importance=self.importance,
            evidence=tuple(self.evidence),
        )


class ReflectedOpener(Item):
    """A thought for the beginning of the next talk."""

    text: Text
    evidence: References

    def opener(self) -> Opener:
        """Return this as the gate reads it."""
        return Opener(text=self.text, evidence=tuple(self.evidence))


class ReflectedLine(Item):
    """Another wording of a line of the profile."""

    line: Whole
    text: Text


class ReflectedDay(BaseModel):
    """What a day shows; everything may be left out."""

    learnings: Annotated[list[ReflectedLearning], BeforeValidator(_items)] = []
    openers: Annotated[list[ReflectedOpener], BeforeValidator(_items)] = []
    profile: Annotated[list[ReflectedLine], BeforeValidator(_items)] = []
    purpose_and_context: Note = ""
    current_state: Note = ""
    key_learnings: Note = ""
    approach_and_patterns: Note = ""
    tools_and_resources: Note = ""

    @model_validator(mode="before")
    @classmethod
    def _known(cls, value: Any) -> Any:
        """Leave out what is not there: null is nothing."""
        given = value if isinstance(value, dict) else {}
        return {name: one for name, one in given.items() if one is not None}

    def notes(self) -> Mapping[str, str]:
        """Return the five notes; empty ones are to stay as they are."""
        return {name: getattr(self, name) for name in ROLLING_FIELDS}
