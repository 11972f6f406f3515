"""Structured answers: which forms the voice can fill, and with what."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from langchain_core.messages import BaseMessage
from pydantic import BaseModel, ValidationError

from tools.models.errors import BadAnswer
from tools.models.offline.facts import Fact, facts_in
from tools.models.offline.rolling import rolling_fields
from tools.models.offline.text import readable
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


def _memories(messages: Sequence[BaseMessage]) -> Mapping[str, Any]:
    found: dict[str, Mapping[str, Any]] = {}
    for line in lines_of(messages):
        for fact in facts_in(line.text, line.said_on) if line.theirs else ():
            found.setdefault(fact.content, _memory(fact, line))
    return {"memories": list(found.values())}


def _memory(fact: Fact, line: Line) -> Mapping[str, Any]:
    start = readable(line.text).find(fact.quote)
    return {
        "type": fact.type,
        "subtype": fact.subtype,
        "content": fact.content,
        "quote": line.text[start : start + len(fact.quote)],
        "message_number": line.number,
        "importance": fact.importance,
        "people": list(fact.people),
        "when": fact.when,
    }


_FILLERS: Mapping[str, Callable[[Sequence[BaseMessage]], Mapping[str, Any]]] = {
    "ExtractedMemories": _memories,
    "RollingFields": rolling_fields,
}
