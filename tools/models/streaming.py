"""Stream one reply of one model, within its time limits."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import suppress
from typing import Any, cast

from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.runnables import Runnable

from tools.models.cleaning import clean_value, is_clean
from tools.models.costs import Meter
from tools.models.errors import CutShort, ModelRefused
from tools.models.failures import translate
from tools.models.patience import Patience
from tools.models.table import Limits

SAYS_WHEN_DONE = ("google_genai:", "openai:")
"""Providers whose every whole stream names a reason for its end; without one it was cut."""

CUT_REASONS = frozenset(
    {
        "max_tokens", "length", "safety", "content_filter", "recitation", "blocklist", "spii",
        "language", "prohibited_content", "malformed_function_call", "unexpected_tool_call",
        "other", "refusal",
    }
)  # fmt: skip
"""Reasons for an early end, as Gemini, OpenAI and Anthropic name them, in small letters."""


async def stream_reply(
    model: Runnable[LanguageModelInput, Any],
    messages: Sequence[BaseMessage],
    *,
    limits: Limits,
    meter: Meter,
) -> AsyncGenerator[AIMessageChunk]:
    """Yield the chunks of a reply; nothing is yielded before the first that says something.

    Raises:
        ModelUnavailable: the model failed or was silent for too long, and nothing was yielded.
        ModelRefused: the stream ended and nothing was yielded.
        CutShort: the stream failed, fell silent or ended early after something was yielded.
    """
    meter.billed = True
    chunks = cast("AsyncGenerator[AIMessageChunk]", model.astream(list(messages)))
    held: list[AIMessageChunk] = []
    speaking, ended = False, None
    try:
        with Patience(limits.first_token_seconds) as patience:
            while (chunk := await patience.wait(anext(chunks, None))) is not None:
                said = _weigh(chunk, meter)
                ended = _reason(chunk) or ended
                held.append(chunk)
                if said or speaking:
                    speaking = True
                    for heard in held:
                        yield heard
                    held.clear()
                    patience.renew(limits.idle_seconds)
    except GeneratorExit:
        await _hang_up(chunks)
        raise
    except Exception as error:
        failure = translate(error, meter.model)
        if speaking:
            raise CutShort(f"{failure}, in the middle of a reply") from error
        meter.billed = isinstance(error, TimeoutError)
        raise failure from error
    meter.finished = True
    _judge_end(meter.model, speaking=speaking, ended=ended)


async def _hang_up(chunks: AsyncGenerator[AIMessageChunk]) -> None:
    """Cancel a stream while it waits for more.

    Closing it would do for one generator, but libraries stack several, and an inner one then keeps
    its connection, and the provider talking, until garbage is collected.
    """
    with suppress(Exception):
        async with asyncio.timeout(0):
            async for _ in chunks:
                pass


def _weigh(chunk: AIMessageChunk, meter: Meter) -> bool:
    """Count a chunk, and say whether there is anything in it for the person or for a tool."""
    if chunk.usage_metadata:
        meter.count(chunk.usage_metadata)
    text = chunk.text
    if not text:
        return bool(chunk.tool_call_chunks)
    if not is_clean(text):
        chunk.content = clean_value(chunk.content)
    meter.said.append(text)
    return True


def _reason(chunk: AIMessageChunk) -> str | None:
    said = chunk.response_metadata
    reason = said.get("finish_reason") or said.get("stop_reason") if said else None
    return str(reason).lower() if reason else None


def _judge_end(model: str, *, speaking: bool, ended: str | None) -> None:
    if not speaking:
        raise ModelRefused(f"{model} said nothing ({ended or 'no reason given'})")
    if ended in CUT_REASONS or (ended is None and model.startswith(SAYS_WHEN_DONE)):
        raise CutShort(f"{model} stopped early ({ended or 'no reason given'})")
