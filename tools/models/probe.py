"""Find out whether a model would answer, and say how to mend it when it would not."""

import asyncio
from dataclasses import dataclass
from typing import Any, Literal

from langchain_core.embeddings import Embeddings
from langchain_core.language_models import BaseChatModel

from tools.models.errors import KeyRefused, ModelError, UnknownModel
from tools.models.failures import translate

HealthState = Literal["ok", "key refused", "unknown model", "unreachable"]

PROBE_SECONDS = 10.0
"""Longer than any sound provider needs for a word."""

QUESTION = "Say ok."
"""Asked where a provider has no free way to look up a model."""

ADVICE: dict[HealthState, str] = {
    "ok": "",
    "key refused": "Check the key of this provider: it may be mistyped, expired or another's.",
    "unknown model": "Check the name in the model table, and the package of its provider.",
    "unreachable": "Check the network and the provider's status page; other models stand in.",
}


@dataclass(frozen=True, kw_only=True)
class Health:
    """How one model is."""

    model: str
    state: HealthState
    says: str
    """What was found, in one sentence."""
    advice: str
    """How to mend it; empty when all is well."""


def health(model: str, error: ModelError | None) -> Health:
    """Return what an error, or none, says about a model."""
    match error:
        case None:
            state: HealthState = "ok"
        case KeyRefused():
            state = "key refused"
        case UnknownModel():
            state = "unknown model"
        case _:
            state = "unreachable"
    says = str(error) if error else f"{model} answers"
    return Health(model=model, state=state, says=says, advice=ADVICE[state])


async def check(model: BaseChatModel | Embeddings, name: str) -> None:
    """Ask a provider for a model: Gemini for its description, which is free, others for a word.

    Raises:
        ModelError: the model would not answer.
    """
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            if name.startswith("google_genai:"):
                gemini: Any = model
                await gemini.client.aio.models.get(model=name.partition(":")[2])
            elif isinstance(model, BaseChatModel):
                await model.ainvoke(QUESTION)
            else:
                await model.aembed_query(QUESTION)
    except Exception as error:
        raise translate(error, name) from error
