"""What models answer after a turn, read leniently: a wrong item is turned away, not all."""

import math
from typing import Annotated, Any, get_args

from pydantic import BaseModel, BeforeValidator, WithJsonSchema, model_validator

from storage.records import MemoryType
from tools.loops.gate import LoopProposal
from tools.loops.reading import VERDICTS, LoopVerdict
from tools.memory.conflict import Relation
from tools.memory.gate import Proposal
from tools.memory.people_gate import PersonProposal
from tools.memory.preferences import PreferenceProposal


def _text_or_nothing(value: object) -> object:
    return value if isinstance(value, str) else ""


def _number_or_nan(value: object) -> object:
    try:
        return float(str(value))
    except ValueError:
        return math.nan


def _whole_or_zero(value: object) -> object:
    number = _number_or_nan(value)
    return int(number) if isinstance(number, float) and number.is_integer() else 0


def _texts(value: object) -> object:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _items(value: object) -> object:
    return value if isinstance(value, list) else []


def _listed(kind: object) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": list(get_args(kind))})


def _yes_unless_no(value: object) -> object:
    return value is not False


Text = Annotated[str, BeforeValidator(_text_or_nothing)]
Number = Annotated[float, BeforeValidator(_number_or_nan)]
Whole = Annotated[int, BeforeValidator(_whole_or_zero)]
Texts = Annotated[list[str], BeforeValidator(_texts)]


class Item(BaseModel):
    """One thing of a list. What is missing or wrong comes in as nothing, for the gate to judge."""

    @model_validator(mode="before")
    @classmethod
    def _complete(cls, value: Any) -> Any:
        given = value if isinstance(value, dict) else {}
        return {name: given.get(name) for name in cls.model_fields}


class ExtractedMemory(Item):
    """One thing worth remembering."""

    type: Annotated[Text, _listed(MemoryType)]
    subtype: Text | None
    content: Text
    quote: Text
    message_number: Whole
    importance: Number
    people: Texts
    when: Text | None

    def proposal(self) -> Proposal:
        """Return this as the gate reads it."""
        return Proposal(
            type=self.type,
            subtype=self.subtype,
            content=self.content,
            quote=self.quote,
            message_number=self.message_number,
            importance=self.importance,
            people=tuple(self.people),
            when=self.when,
        )


class ExtractedAttribute(Item):
    """One thing known of somebody, such as their job."""

    name: Text
    value: Text


class ExtractedPerson(Item):
    """Somebody in the person's life."""

    name: Text
    aliases: Texts
    relationship: Text | None
    attributes: Annotated[list[ExtractedAttribute], BeforeValidator(_items)]
    message_number: Whole

    def proposal(self) -> PersonProposal:
        """Return this as the gate reads it."""
        return PersonProposal(
            name=self.name,
            aliases=tuple(self.aliases),
            relationship=self.relationship,
            attributes=tuple((one.name, one.value) for one in self.attributes),
            message_number=self.message_number,
        )


class ExtractedPreference(Item):
    """One lasting fact under a canonical key."""

    key: Text
    value: Text
    confidence: Number
    quote: Text
    message_number: Whole

    def proposal(self) -> PreferenceProposal:
        """Return this as the gate reads it."""
        return PreferenceProposal(
            key=self.key,
            value=self.value,
            confidence=self.confidence,
            quote=self.quote,
            message_number=self.message_number,
        )


class ExtractedLoop(Item):
    """Something before the person whose end a friend would want to hear."""

    event: Text
    when: Text | None
    may_ask: Annotated[bool, BeforeValidator(_yes_unless_no)]
    importance: Number
    quote: Text
    message_number: Whole

    def proposal(self) -> LoopProposal:
        """Return this as the gate reads it."""
        return LoopProposal(
            event=self.event,
            when=self.when,
            may_ask=self.may_ask,
            importance=self.importance,
            quote=self.quote,
            message_number=self.message_number,
        )


class LoopOutcome(Item):
    """What became of something that was open."""

    open_number: Whole
    becomes: Annotated[Text, WithJsonSchema({"type": "string", "enum": list(VERDICTS)})]
    when: Text | None
    quote: Text
    message_number: Whole

    def verdict(self) -> LoopVerdict:
        """Return this as the reading takes it."""
        return LoopVerdict(
            loop_number=self.open_number,
            becomes=self.becomes,
            when=self.when,
            quote=self.quote,
            message_number=self.message_number,
        )


class ExtractedMemories(BaseModel):
    """What of a talk is worth remembering."""

    memories: Annotated[list[ExtractedMemory], BeforeValidator(_items)]
    people: Annotated[list[ExtractedPerson], BeforeValidator(_items)] = []
    preferences: Annotated[list[ExtractedPreference], BeforeValidator(_items)] = []
    loops: Annotated[list[ExtractedLoop], BeforeValidator(_items)] = []
    outcomes: Annotated[list[LoopOutcome], BeforeValidator(_items)] = []


class Verdict(Item):
    """How one new memory stands to one that is known."""

    new: Whole
    known: Whole
    relation: Annotated[Text, _listed(Relation)]


class JudgedMemories(BaseModel):
    """Which new memories repeat or contradict known ones, and what the talk was about."""

    verdicts: Annotated[list[Verdict], BeforeValidator(_items)]
    title: Text = ""
