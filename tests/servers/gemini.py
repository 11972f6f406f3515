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
from collections.abc import Coroutine
from typing import Any, Self

from tests.servers.behaviour import Behaviour, Block, Fail, Hang, Say, Script
from tests.servers.gemini_answers import (
    at_once,
    blocked,
    chunks,
    description,
    event_of,
    events,
    failure,
    parts_of,
)
from tests.servers.gemini_request import GeminiRequest
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

RAW_LENGTH = 0.7
"""The length of the vectors; Gemini's are not of length one when shortened to 768 numbers."""


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
            client.write(failure(refusal))
            return None
        match request.action:
            case "streamGenerateContent":
                return _stream(self.replies.next(request), request.model, client)
            case "generateContent":
                return _whole(self.replies.next(request), request.model, client)
            case "batchEmbedContents":
                return self._embed(self.embeddings.next(request), request, client)
            case "":
                client.write(response(200, description(request.model)))
                return None
            case _:
                client.write(failure(Fail(status=404, message="no such method")))
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


async def _went_wrong(behaviour: Behaviour, client: Connection) -> bool:
    if isinstance(behaviour, Fail):
        client.write(failure(behaviour))
    elif isinstance(behaviour, Hang):
        await asyncio.Event().wait()
    return isinstance(behaviour, Fail | Hang)


async def _stream(behaviour: Behaviour, model: str, client: Connection) -> None:
    if await _went_wrong(behaviour, client):
        return
    client.write(STREAM_HEAD)
    if isinstance(behaviour, Block):
        client.write(stream_event(blocked(behaviour)) + STREAM_END)
        return
    assert isinstance(behaviour, Say)
    if not behaviour.pause and behaviour.cut_after is None and behaviour.stall_after is None:
        client.write(at_once(behaviour, model) if not behaviour.calls else events(behaviour, model))
        return
    for count, event in enumerate(chunks(behaviour, model)):
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
        client.write(response(200, blocked(behaviour)))
        return
    assert isinstance(behaviour, Say)
    await asyncio.sleep(behaviour.pause)
    parts = parts_of(behaviour.text, behaviour.calls)
    client.write(response(200, event_of(parts, model, behaviour.usage, behaviour.finish)))


async def _serve(port: int) -> None:
    server = GeminiServer()
    await server.http.start(port)
    await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--port", type=int, default=8701)
    asyncio.run(_serve(parser.parse_args().port))
