"""A server that speaks Gemini's REST surface, for tests of the real langchain-google-genai.

    async with GeminiServer() as gemini:
        gemini.replies.queue(Fail(status=500), Say(text="Hello!"))
        ...  # call a model with base_url=gemini.url and any key
        assert gemini.chats[0].last_text == "Hi"

`python -m tests.servers.gemini --port 8701` runs it by itself.
"""

import argparse
import asyncio
import json
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Self

from tests.servers.behaviour import Behaviour, Block, Call, Fail, Hang, Say, Script, Usage
from tests.servers.http import (
    STREAM_END,
    STREAM_HEAD,
    Connection,
    HttpServer,
    Request,
    response,
    stream_event,
)
from tests.servers.samples import sample_of
from tools.models.lexical import LexicalEmbeddings

GOOGLE_STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}

RAW_LENGTH = 0.7
"""The length of the vectors; Gemini's are not of length one when shortened to 768 numbers."""


@dataclass(frozen=True)
class GeminiRequest:
    """What a client asked, in words."""

    request: Request

    @property
    def model(self) -> str:
        """The model's name, without `models/`."""
        return self.request.path.rpartition("/")[2].partition(":")[0]

    @property
    def action(self) -> str:
        """generateContent, streamGenerateContent, batchEmbedContents, or nothing for a look-up."""
        return self.request.path.rpartition(":")[2] if ":" in self.request.path else ""

    @property
    def key(self) -> str:
        """The key the client came with."""
        return self.request.headers.get("x-goog-api-key", "")

    @cached_property
    def body(self) -> Any:
        """The body, read as JSON; empty for a look-up."""
        return self.request.json if self.request.body else {}

    @property
    def system(self) -> str:
        """The system instruction."""
        return _text(self.body.get("systemInstruction", {}))

    @property
    def messages(self) -> list[tuple[str, str]]:
        """The talk as pairs of role (user, model) and text."""
        return [(turn.get("role", "user"), _text(turn)) for turn in self.body.get("contents", [])]

    @property
    def last_text(self) -> str:
        """The last message's text."""
        return self.messages[-1][1] if self.messages else ""

    @property
    def config(self) -> dict[str, Any]:
        """The generation config: temperature, thinkingConfig, responseJsonSchema and so on."""
        config: dict[str, Any] = self.body.get("generationConfig", {})
        return config

    @property
    def schema(self) -> dict[str, Any] | None:
        """The form the answer must have, when one is asked for."""
        schema: dict[str, Any] | None = self.config.get("responseJsonSchema")
        return schema or self.config.get("responseSchema")

    @property
    def texts(self) -> list[str]:
        """The texts to embed."""
        return [_text(one["content"]) for one in self.body.get("requests", [])]


def _text(content: dict[str, Any]) -> str:
    return "".join(part.get("text", "") for part in content.get("parts", []))


def _unscripted(request: GeminiRequest) -> Behaviour:
    if request.schema is None:
        return Say()
    return Say(text=json.dumps(sample_of(request.schema)), pieces=1)


class GeminiServer:
    """Gemini on a free port. Everything it was asked is kept; what it does is scripted."""

    def __init__(self) -> None:
        self.replies: Script[GeminiRequest] = Script(_unscripted)
        """What to do with generateContent and streamGenerateContent."""
        self.embeddings: Script[GeminiRequest] = Script(lambda _: Say())
        """What to do with batchEmbedContents: `Say` means honest vectors."""
        self.requests: list[GeminiRequest] = []
        self.keys: frozenset[str] | None = None
        """When set, any other key is refused."""
        self.models: frozenset[str] | None = None
        """When set, any other model is unknown."""
        self.embedder = LexicalEmbeddings()
        self.http = HttpServer(self._answer)

    @property
    def url(self) -> str:
        """Hand this to a client as base_url."""
        return self.http.url

    @property
    def chats(self) -> list[GeminiRequest]:
        """The requests for words."""
        return [one for one in self.requests if one.action.lower().endswith("generatecontent")]

    @property
    def hung_up(self) -> int:
        """How many clients went away before their answer was complete."""
        return self.http.hung_up

    async def __aenter__(self) -> Self:
        await self.http.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.http.stop()

    def _answer(self, raw: Request, client: Connection) -> Coroutine[Any, Any, None] | None:
        request = GeminiRequest(raw)
        self.requests.append(request)
        refusal = self._refusal(request)
        if refusal is not None:
            client.write(_failure(refusal))
            return None
        match request.action:
            case "streamGenerateContent":
                return _stream(self.replies.next(request), request.model, client)
            case "generateContent":
                return _whole(self.replies.next(request), request.model, client)
            case "batchEmbedContents":
                return self._embed(self.embeddings.next(request), request, client)
            case "":
                client.write(response(200, _description(request.model)))
                return None
            case _:
                client.write(_failure(Fail(status=404, message="no such method")))
                return None

    def _refusal(self, request: GeminiRequest) -> Fail | None:
        if self.keys is not None and request.key not in self.keys:
            message = "API key not valid. Please pass a valid API key."
            return Fail(status=400, message=message, reason="API_KEY_INVALID")
        if self.models is not None and request.model not in self.models:
            return Fail(status=404, message=f"models/{request.model} is not found.")
        return None

    async def _embed(
        self, behaviour: Behaviour, request: GeminiRequest, client: Connection
    ) -> None:
        if await _went_wrong(behaviour, client):
            return
        if isinstance(behaviour, Say):
            await asyncio.sleep(behaviour.pause)
        vectors = self.embedder.embed_documents(request.texts)
        rows = [{"values": [RAW_LENGTH * number for number in vector]} for vector in vectors]
        client.write(response(200, {"embeddings": rows}))


def _description(model: str) -> dict[str, Any]:
    return {
        "name": f"models/{model}",
        "version": "001",
        "displayName": model,
        "inputTokenLimit": 1_048_576,
        "outputTokenLimit": 65_536,
        "supportedGenerationMethods": ["generateContent", "countTokens"],
    }


def _failure(fail: Fail) -> bytes:
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


async def _went_wrong(behaviour: Behaviour, client: Connection) -> bool:
    if isinstance(behaviour, Fail):
        client.write(_failure(behaviour))
    elif isinstance(behaviour, Hang):
        await asyncio.Event().wait()
    return isinstance(behaviour, Fail | Hang)


async def _stream(behaviour: Behaviour, model: str, client: Connection) -> None:
    if await _went_wrong(behaviour, client):
        return
    client.write(STREAM_HEAD)
    if isinstance(behaviour, Block):
        client.write(stream_event(_blocked(behaviour)) + STREAM_END)
        return
    assert isinstance(behaviour, Say)
    if not behaviour.pause and behaviour.cut_after is None and behaviour.stall_after is None:
        client.write(
            _at_once(behaviour, model) if not behaviour.calls else _events(behaviour, model)
        )
        return
    for count, event in enumerate(_chunks(behaviour, model)):
        if count == behaviour.cut_after:
            client.cut()
            return
        if count == behaviour.stall_after:
            await asyncio.Event().wait()
        await asyncio.sleep(behaviour.pause)
        client.write(stream_event(event))
    client.write(STREAM_END)


async def _whole(behaviour: Behaviour, model: str, client: Connection) -> None:
    if await _went_wrong(behaviour, client):
        return
    if isinstance(behaviour, Block):
        client.write(response(200, _blocked(behaviour)))
        return
    assert isinstance(behaviour, Say)
    await asyncio.sleep(behaviour.pause)
    parts = _parts(behaviour.text, behaviour.calls)
    client.write(response(200, _event(parts, model, behaviour.usage, behaviour.finish)))


def _blocked(block: Block) -> dict[str, Any]:
    usage = {"promptTokenCount": 100, "totalTokenCount": 100}
    return {"promptFeedback": {"blockReason": block.reason}, "usageMetadata": usage}


@lru_cache(64)
def _at_once(say: Say, model: str) -> bytes:
    return _events(say, model)


def _events(say: Say, model: str) -> bytes:
    return b"".join(map(stream_event, _chunks(say, model))) + STREAM_END


def _chunks(say: Say, model: str) -> Iterator[dict[str, Any]]:
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
        parts = _parts(text, say.calls if last else ())
        yield _event(parts, model, share, say.finish if last else None)


def _parts(text: str, calls: tuple[Call, ...]) -> list[dict[str, Any]]:
    parts: list[dict[str, Any]] = [{"text": text}] if text else []
    for call in calls:
        function = {"name": call.name, "args": call.arguments}
        parts.append({"functionCall": function, "thoughtSignature": "c2lnbmVk"})
    return parts


def _event(
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


async def _serve(port: int) -> None:
    server = GeminiServer()
    await server.http.start(port)
    await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--port", type=int, default=8701)
    asyncio.run(_serve(parser.parse_args().port))
