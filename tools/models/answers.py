"""Get one structured answer from one model, with a second try when its form is wrong."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any, TypeVar

from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from langchain_core.runnables import Runnable
from pydantic import BaseModel, ValidationError

from tools.models.cleaning import clean_value
from tools.models.costs import Meter
from tools.models.errors import BadAnswer, ModelRefused
from tools.models.failures import translate
from tools.models.lexical import WIDE
from tools.prompts.render import Language, render

Answer = TypeVar("Answer", bound=BaseModel)

LONGEST_COMPLAINT = 1_000
"""Characters of an error that are told to the model; more than that is noise to it."""


async def ask(
    model: Runnable[LanguageModelInput, Any],
    messages: Sequence[BaseMessage],
    schema: type[Answer],
    *,
    seconds: float,
    meter: Meter,
) -> Answer:
    """Ask once, and return the answer, cleaned of what cannot be stored.

    Raises:
        ModelUnavailable: the model failed or took longer than `seconds`.
        ModelRefused: the model said nothing.
        BadAnswer: it said something of another form.
    """
    meter.billed = True
    try:
        async with asyncio.timeout(seconds):
            result = await model.ainvoke(list(messages))
    except Exception as error:
        meter.billed = isinstance(error, TimeoutError)
        raise translate(error, meter.model) from error
    raw: AIMessage = result["raw"]
    meter.finished = True
    if raw.usage_metadata:
        meter.count(raw.usage_metadata)
    meter.said.append(raw.text)
    if not raw.text and not raw.tool_calls:
        raise ModelRefused(f"{meter.model} said nothing")
    data = raw.tool_calls[0]["args"] if raw.tool_calls else _json_in(raw.text)
    try:
        return schema.model_validate(clean_value(data))
    except ValidationError as error:  # its own text tells the values, so it goes no further
        raise BadAnswer(_complaint(error), said=json.dumps(data, ensure_ascii=False)) from None


def ask_again(messages: Sequence[BaseMessage], failure: BadAnswer) -> list[BaseMessage]:
    """Return messages that show a model its answer and what is wrong with it."""
    language: Language = "zh" if WIDE.search(messages[-1].text) else "en"
    complaint = render("repair_answer", language, error=str(failure)[:LONGEST_COMPLAINT])
    return [*messages, AIMessage(failure.said), HumanMessage(complaint)]


def _complaint(error: ValidationError) -> str:
    """Return what is wrong and where; not the values, which are of the talk: this is logged."""
    return "; ".join(
        f"{'.'.join(map(str, problem['loc'])) or 'answer'}: {problem['msg']}"
        for problem in error.errors(include_input=False, include_url=False, include_context=False)
    )


def _json_in(text: str) -> Any:
    """Return the JSON of a text, also from between Markdown fences or polite words."""
    start = min((at for at in (text.find("{"), text.find("[")) if at >= 0), default=0)
    try:
        return json.JSONDecoder().raw_decode(text, start)[0]
    except ValueError as error:
        raise BadAnswer(f"not JSON: {error}", said=text) from error
