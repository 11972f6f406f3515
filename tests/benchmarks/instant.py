"""A model that answers at once, in a process of its own, by OpenAI's and by Gemini's interface."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Coroutine
from typing import Any

from tests.servers.behaviour import FORTY_TOKENS, Say, answer
from tests.servers.gemini import GeminiServer
from tests.servers.gemini_request import GeminiRequest
from tests.servers.http import Connection, HttpServer, Request, response
from tests.servers.openai import OpenAIServer
from tests.servers.samples import sample_of

KEPT = 256
"""So many of the last requests of each caller are kept."""

REPLY = Say(text=FORTY_TOKENS, pieces=20)
"""About forty tokens in twenty chunks."""

Asked = defaultdict[str, deque[Request]]


class Instant:
    """Both interfaces; the first part of every path is the caller's name."""

    def __init__(self) -> None:
        self._asked: Asked = defaultdict(lambda: deque(maxlen=KEPT))
        self._openai = OpenAIServer()
        self._openai.keeps_requests = False
        self._openai.replies.respond(_as_openai)
        self._gemini = GeminiServer()
        self._gemini.replies.respond(self._as_gemini)
        self._telling = HttpServer(self._tell)

    async def start(self) -> dict[str, str]:
        """Listen, and return the addresses of the interfaces and of what they were asked."""
        servers = {
            "openai": self._openai.http, "gemini": self._gemini.http, "asked": self._telling
        }  # fmt: skip
        for server in servers.values():
            await server.start()
        self._watch(self._openai.http)
        self._watch(self._gemini.http)
        return {name: server.url for name, server in servers.items()}

    def _watch(self, server: HttpServer) -> None:
        answer_it = server.answer

        def watched(request: Request, client: Connection) -> Coroutine[Any, Any, None] | None:
            self._asked[request.path.split("/", 2)[1]].append(request)
            return answer_it(request, client)

        server.answer = watched

    def _tell(self, request: Request, client: Connection) -> None:
        """Tell once what the caller named by the path has asked."""
        calls = self._asked.pop(request.path.strip("/"), ())
        client.write(
            response(200, [{"path": call.path, "body": call.body.decode()} for call in calls])
        )

    def _as_gemini(self, request: GeminiRequest) -> Say:
        self._gemini.requests.clear()
        return REPLY if request.schema is None else answer(_filled(sample_of(request.schema)))


def _as_openai(request: Request) -> Say:
    if b'"response_format"' not in request.body:
        return REPLY
    schema = request.json["response_format"]["json_schema"]["schema"]
    return answer(_filled(sample_of(schema)))


def _filled(sample: Any) -> Any:
    """Return an answer whose empty texts are as long as a model's."""
    if isinstance(sample, dict):
        return {name: _filled(value) for name, value in sample.items()}
    return FORTY_TOKENS if sample == "" else sample


async def _serve() -> None:
    print(json.dumps(await Instant().start()), flush=True)  # noqa: T201 - the parent reads it
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve())
