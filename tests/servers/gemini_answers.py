"""What Gemini answers, in its own form."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from tests.servers.behaviour import Block, Call, Fail, Say, Usage
from tests.servers.http import STREAM_END, response, stream_event

GOOGLE_STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}


def description(model: str) -> dict[str, Any]:
    return {
        "name": f"models/{model}",
        "version": "001",
        "displayName": model,
        "inputTokenLimit": 1_048_576,
        "outputTokenLimit": 65_536,
        "supportedGenerationMethods": ["generateContent", "countTokens"],
    }


def failure(fail: Fail) -> bytes:
    details: list[dict[str, str]] = []
    if fail.retry_delay is not None:
        kind = "type.googleapis.com/google.rpc.RetryInfo"
        details.append({"@type": kind, "retryDelay": f"{fail.retry_delay:g}s"})
    if fail.reason is not None:
        kind = "type.googleapis.com/google.rpc.ErrorInfo"
        details.append({"@type": kind, "reason": fail.reason, "domain": "googleapis.com"})
    status = GOOGLE_STATUS.get(fail.status, "UNKNOWN")
    error = {"code": fail.status, "message": fail.message, "status": status, "details": details}
    return response(fail.status, {"error": error})


def blocked(block: Block) -> dict[str, Any]:
    usage = {"promptTokenCount": 100, "totalTokenCount": 100}
    return {"promptFeedback": {"blockReason": block.reason}, "usageMetadata": usage}


@lru_cache(64)
def at_once(say: Say, model: str) -> bytes:
    return events(say, model)


def events(say: Say, model: str) -> bytes:
    return b"".join(map(stream_event, chunks(say, model))) + STREAM_END


def chunks(say: Say, model: str) -> Iterator[dict[str, Any]]:
    """Yield the events of a stream; each tells the usage so far, and the last why it ended."""
    texts = say.chunks or ("",)
    for count, text in enumerate(texts, 1):
        last = count == len(texts)
        share = say.usage and Usage(
            prompt=say.usage.prompt,
            cached=say.usage.cached,
            output=say.usage.output * count // len(texts),
            thoughts=say.usage.thoughts,
        )
        parts = parts_of(text, say.calls if last else ())
        yield event_of(parts, model, share, say.finish if last else None)


def parts_of(text: str, calls: tuple[Call, ...]) -> list[dict[str, Any]]:
    parts: list[dict[str, Any]] = [{"text": text}] if text else []
    for call in calls:
        function = {"name": call.name, "args": call.arguments}
        parts.append({"functionCall": function, "thoughtSignature": "c2lnbmVk"})
    return parts


def event_of(
    parts: list[dict[str, Any]], model: str, usage: Usage | None, finish: str | None
) -> dict[str, Any]:
    candidate: dict[str, Any] = {"content": {"parts": parts, "role": "model"}, "index": 0}
    if finish is not None:
        candidate["finishReason"] = finish
    event: dict[str, Any] = {"candidates": [candidate], "modelVersion": model}
    if usage is not None:
        event["usageMetadata"] = {
            "promptTokenCount": usage.prompt,
            "candidatesTokenCount": usage.output,
            "totalTokenCount": usage.prompt + usage.output + usage.thoughts,
            **({"cachedContentTokenCount": usage.cached} if usage.cached else {}),
            **({"thoughtsTokenCount": usage.thoughts} if usage.thoughts else {}),
        }
    return event
