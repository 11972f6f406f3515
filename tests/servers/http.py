"""The least of HTTP/1.1 a model provider needs: requests with a length, replies in chunks."""

import asyncio
import json
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

STATUS_TEXTS = {
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
}


@dataclass(frozen=True)
class Request:
    """One request as it came."""

    method: str
    path: str
    """Without the query."""
    query: str
    headers: Mapping[str, str]
    """Names in small letters."""
    body: bytes

    @cached_property
    def json(self) -> Any:
        """The body, read as JSON."""
        return json.loads(self.body)


def response(status: int, body: object, headers: Mapping[str, str] | None = None) -> bytes:
    """Return a whole reply of JSON."""
    data = json.dumps(body).encode()
    more = "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
    head = (
        f"HTTP/1.1 {status} {STATUS_TEXTS.get(status, 'Error')}\r\n"
        f"content-type: application/json\r\ncontent-length: {len(data)}\r\n{more}\r\n"
    )
    return head.encode() + data


STREAM_HEAD = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
)
STREAM_END = b"0\r\n\r\n"


def stream_event(body: object) -> bytes:
    """Return one server-sent event as one HTTP chunk."""
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    data = f"data: {text}\r\n\r\n".encode()
    return b"%x\r\n%b\r\n" % (len(data), data)


class Connection(asyncio.Protocol):
    """One client. Its requests are answered one after the other."""

    def __init__(self, server: "HttpServer") -> None:
        self._server = server
        self._received = bytearray()
        self._answering: asyncio.Task[None] | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._server.connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._server.connections.discard(self)
        self._transport = None
        if self._answering is not None and not self._answering.done():
            self._server.hung_up += 1
            self._answering.cancel()

    def data_received(self, data: bytes) -> None:
        self._received += data
        request = self._take()
        if request is None:
            return
        answer = self._server.answer(request, self)
        if answer is not None:
            self._answering = asyncio.get_running_loop().create_task(answer)

    def write(self, data: bytes) -> None:
        """Send bytes, unless the client has gone."""
        if self._transport is not None:
            self._transport.write(data)

    def cut(self) -> None:
        """Break the connection off, in the middle of whatever it is."""
        if self._transport is not None:
            self._transport.close()

    def _take(self) -> Request | None:
        end = self._received.find(b"\r\n\r\n")
        if end < 0:
            return None
        first, *lines = self._received[:end].decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in lines)
        headers = {name.lower(): value.strip() for name, _, value in pairs}
        whole = end + 4 + int(headers.get("content-length", "0"))
        if len(self._received) < whole:
            return None
        body = bytes(self._received[end + 4 : whole])
        del self._received[:whole]
        method, target, _ = first.split(" ")
        path, _, query = target.partition("?")
        return Request(method, path, query, headers, body)


class HttpServer:
    """A server on a free port of this machine; use it with `async with`."""

    def __init__(
        self, answer: Callable[[Request, Connection], Coroutine[Any, Any, None] | None]
    ) -> None:
        self.answer = answer
        self.connections: set[Connection] = set()
        self.hung_up = 0
        """How many clients went away before their answer was complete."""
        self.url = ""
        self._server: asyncio.Server | None = None

    async def start(self, port: int = 0) -> None:
        """Listen; 0 means any free port."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Connection(self), "127.0.0.1", port)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        """Break off every connection and stop listening. The address stays the same."""
        assert self._server is not None
        self._server.close()
        for connection in tuple(self.connections):
            connection.cut()
        await self._server.wait_closed()
        await asyncio.sleep(0)
