"""A server that speaks OpenAI's chat completions and embeddings, as many others do. Made for speed.

    async with OpenAIServer() as server:
        ...  # call a model with base_url=server.base_url

`python -m tests.servers.openai --port 8702` runs it by itself: a model that answers at once.
"""

import argparse
import asyncio
import json
from collections.abc import Coroutine
from functools import lru_cache
from typing import Any, Self

from tests.servers.behaviour import Behaviour, Block, Fail, Hang, Say, Script, Usage
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

FINISH = {"STOP": "stop", "MAX_TOKENS": "length", "SAFETY": "content_filter"}

INSTANT = Say(pieces=40)
"""A reply of about forty tokens, one chunk each."""


def _unscripted(request: Request) -> Behaviour:
    if b'"response_format"' not in request.body:
        return INSTANT
    schema = request.json["response_format"].get("json_schema", {}).get("schema", {})
    return Say(text=json.dumps(sample_of(schema)), pieces=1)


class OpenAIServer:
    """OpenAI on a free port."""

    def __init__(self) -> None:
        self.replies: Script[Request] = Script(_unscripted)
        """What to do with chat completions; without a script it streams `INSTANT`."""
        self.embeddings: Script[Request] = Script(lambda _: Say())
        """What to do with embeddings: `Say` means honest vectors."""
        self.requests: list[Request] = []
        """Kept while `keeps_requests`; a benchmark of hours turns it off."""
        self.keeps_requests = True
        self.embedder = LexicalEmbeddings()
        self.http = HttpServer(self._answer)

    @property
    def base_url(self) -> str:
        """Hand this to a client."""
        return f"{self.http.url}/v1"

    async def __aenter__(self) -> Self:
        await self.http.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.http.stop()

    def _answer(self, request: Request, client: Connection) -> Coroutine[Any, Any, None] | None:
        if self.keeps_requests:
            self.requests.append(request)
        if request.path.endswith("/embeddings"):
            return self._embed(self.embeddings.next(request), request, client)
        if not request.path.endswith("/chat/completions"):
            client.write(_failure(Fail(status=404, message="no such path")))
            return None
        behaviour = self.replies.next(request)
        streams = b'"stream":true' in request.body or b'"stream": true' in request.body
        if isinstance(behaviour, Say) and not behaviour.calls and not _is_slow(behaviour):
            client.write(_streamed(behaviour) if streams else _whole(behaviour))
            return None
        return _misbehave(behaviour, client)

    async def _embed(self, behaviour: Behaviour, request: Request, client: Connection) -> None:
        if not isinstance(behaviour, Say):
            await _misbehave(behaviour, client)
            return
        texts = request.json["input"]
        rows = self.embedder.embed_documents([texts] if isinstance(texts, str) else texts)
        data = [
            {"object": "embedding", "index": at, "embedding": row} for at, row in enumerate(rows)
        ]
        usage = {"prompt_tokens": 10, "total_tokens": 10}
        client.write(
            response(200, {"object": "list", "data": data, "usage": usage, "model": "any"})
        )


def _finish(say: Say) -> str | None:
    return FINISH.get(say.finish, say.finish) if say.finish else None


def _is_slow(say: Say) -> bool:
    return bool(say.pause) or say.cut_after is not None or say.stall_after is not None


async def _misbehave(behaviour: Behaviour, client: Connection) -> None:
    match behaviour:
        case Fail():
            client.write(_failure(behaviour))
        case Block():
            client.write(_failure(Fail(status=400, message="The prompt was filtered.")))
        case Hang():
            await asyncio.Event().wait()
        case Say():
            await _slowly(behaviour, client)


async def _slowly(say: Say, client: Connection) -> None:
    client.write(STREAM_HEAD)
    for count, event in enumerate(_chunks(say)):
        if count == say.cut_after:
            client.cut()
            return
        if count == say.stall_after:
            await asyncio.Event().wait()
        await asyncio.sleep(say.pause)
        client.write(stream_event(event))
    client.write(STREAM_END)


def _failure(fail: Fail) -> bytes:
    headers = {} if fail.retry_delay is None else {"retry-after": f"{fail.retry_delay:g}"}
    error = {"message": fail.message, "type": "error", "code": fail.reason}
    return response(fail.status, {"error": error}, headers)


def _usage(usage: Usage) -> dict[str, Any]:
    return {
        "prompt_tokens": usage.prompt,
        "completion_tokens": usage.output,
        "total_tokens": usage.prompt + usage.output,
        "prompt_tokens_details": {"cached_tokens": usage.cached},
    }


def _message(kind: str, choices: list[dict[str, Any]]) -> dict[str, Any]:
    return {"id": "x", "object": kind, "created": 1, "model": "instant", "choices": choices}


@lru_cache(64)
def _whole(say: Say) -> bytes:
    message = {"role": "assistant", "content": say.text}
    finish = _finish(say)
    body = _message("chat.completion", [{"index": 0, "message": message, "finish_reason": finish}])
    return response(200, body | ({"usage": _usage(say.usage)} if say.usage else {}))


@lru_cache(64)
def _streamed(say: Say) -> bytes:
    return STREAM_HEAD + b"".join(map(stream_event, _chunks(say))) + STREAM_END


def _chunks(say: Say) -> list[dict[str, Any] | str]:
    kind = "chat.completion.chunk"

    def event(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
        return _message(kind, [{"index": 0, "delta": delta, "finish_reason": finish}])

    calls = [
        {
            "index": at, "id": f"call_{at}", "type": "function",
            "function": {"name": call.name, "arguments": json.dumps(call.arguments)},
        }
        for at, call in enumerate(say.calls)
    ]  # fmt: skip
    finish = "tool_calls" if calls else _finish(say)
    return [
        event({"role": "assistant", "content": ""}),
        *(event({"content": text}) for text in say.chunks),
        *([event({"tool_calls": calls})] if calls else []),
        event({}, finish),
        *([_message(kind, []) | {"usage": _usage(say.usage)}] if say.usage else []),
        "[DONE]",
    ]


async def _serve(port: int) -> None:
    server = OpenAIServer()
    server.keeps_requests = False
    await server.http.start(port)
    await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--port", type=int, default=8702)
    asyncio.run(_serve(parser.parse_args().port))
