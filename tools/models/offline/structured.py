"""Structured answers: which forms the voice can fill, and with what."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from langchain_core.messages import BaseMessage
from pydantic import BaseModel, ValidationError

from tools.models.errors import BadAnswer
from tools.models.offline.becoming import personality_seed
from tools.models.offline.candidates import preferences_of
from tools.models.offline.closeness import transition_verdict
from tools.models.offline.facts import Fact, facts_in
from tools.models.offline.first_words import first_words
from tools.models.offline.judge import verdicts_and_title
from tools.models.offline.looking_back import looked_back
from tools.models.offline.mentions import mentions
from tools.models.offline.open_loops import loops_of
from tools.models.offline.rolling import rolling_fields
from tools.models.offline.transcript import Line, lines_of


class UnknownSchema(BadAnswer, ValueError):
    """The offline voice does not know this form and cannot leave it empty."""


def fill(schema: type[BaseModel], messages: Sequence[BaseMessage]) -> BaseModel:
    """Return a form filled from the messages; one it does not know is left at its defaults.

    Raises:
        UnknownSchema: the form is not known and asks for something.
    """
    values = _FILLERS.get(schema.__name__, _nothing)(messages)
    try:
        return schema.model_validate(values)
    except ValidationError as error:
        raise UnknownSchema(
            f"the offline voice does not know how to fill {schema.__name__!r}"
        ) from error


def _nothing(messages: Sequence[BaseMessage]) -> Mapping[str, Any]:
    return {}


def _extracted(messages: Sequence[BaseMessage]) -> Mapping[str, Any]:
    found: dict[str, tuple[Line, Fact]] = {}
    preferences: list[Mapping[str, Any]] = []
    loops: list[Mapping[str, Any]] = []
    names = frozenset[str]()
    for line in lines_of(messages):
        facts = facts_in(line.text, line.said_on, names) if line.theirs else []
        for fact in facts:
            found.setdefault(fact.content, (line, fact))
        names |= {fact.about.name for fact in facts if fact.about and fact.about.name}
        preferences += preferences_of(line, facts) if line.theirs else []
        loops += loops_of(line, facts) if line.theirs else []
    return {
        "memories": [_memory(fact, line) for line, fact in found.values()],
        "people": mentions((line.number, fact) for line, fact in found.values()),
        "preferences": preferences,
        "loops": loops,
    }


def _memory(fact: Fact, line: Line) -> Mapping[str, Any]:
    return {
        "type": fact.type,
        "subtype": fact.subtype,
        "content": fact.content,
        "quote": line.as_written(fact.quote),
        "message_number": line.number,
        "importance": fact.importance,
        "people": list(fact.people),
        "when": fact.said_when and line.as_written(fact.said_when),
    }


_FILLERS: Mapping[str, Callable[[Sequence[BaseMessage]], Mapping[str, Any]]] = {
    "ExtractedMemories": _extracted,
    "JudgedMemories": verdicts_and_title,
    "OutreachDraft": first_words,
    "ReflectedDay": looked_back,
    "RollingFields": rolling_fields,
    "TransitionVerdict": transition_verdict,
    "PersonalitySeed": personality_seed,
}
