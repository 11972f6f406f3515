"""Counts the times a turn waits for the database, by making every answer of the database late."""

import asyncio
from contextlib import suppress
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

LATE = 0.04
"""Seconds by which answers are late: far more than everything else in a turn varies by."""

PIECE = 65_536


class SlowDatabase:
    """Stands on the way to a PostgreSQL that listens on a Unix socket.

    Every answer comes `delay` seconds late, so a turn that becomes n delays longer has waited n
    times. What is sent without waiting for the answer before it costs nothing, as it should.
    """

    def __init__(self, database_url: str) -> None:
        parts = urlsplit(database_url)
        [folder] = parse_qs(parts.query)["host"]
        self._socket = f"{folder}/.s.PGSQL.5432"
        self._user = parts.username or "postgres"
        self._server: asyncio.Server | None = None
        self._connections = set[asyncio.Task[None]]()
        self.delay = 0.0

    def url(self, database_url: str) -> str:
        """Return the address of one of its databases, by way of us."""
        assert self._server is not None
        port = self._server.sockets[0].getsockname()[1]
        name = urlsplit(database_url).path
        return (
            f"postgresql://{self._user}@127.0.0.1:{port}{name}?sslmode=disable&gssencmode=disable"
        )

    async def __aenter__(self) -> Self:
        """Listen."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Break off every connection and stop listening."""
        assert self._server is not None
        self._server.close()
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = asyncio.create_task(self._connect(reader, writer))
        self._connections.add(connection)
        connection.add_done_callback(self._connections.discard)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answers, questions = await asyncio.open_unix_connection(self._socket)
        loop = asyncio.get_running_loop()

        async def ask() -> None:
            while data := await reader.read(PIECE):
                questions.write(data)
            questions.close()

        async def answer() -> None:
            while data := await answers.read(PIECE):
                loop.call_later(self.delay, writer.write, data)
            loop.call_later(self.delay, writer.close)

        with suppress(ConnectionError):
            await asyncio.gather(ask(), answer())
