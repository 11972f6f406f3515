"""A relay in front of PostgreSQL that counts round trips."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

SOCKET_NAME = ".s.PGSQL.5432"


class Relay:
    """Counts how often a client speaks after the server has."""

    def __init__(self, target: Path) -> None:
        self.round_trips = 0
        self._target = target
        self._server_spoke = True
        self._writers: list[asyncio.StreamWriter] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server_reader, server_writer = await asyncio.open_unix_connection(self._target)
        self._writers += [writer, server_writer]
        await asyncio.gather(
            self._pump(reader, server_writer, from_client=True),
            self._pump(server_reader, writer, from_client=False),
        )

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, from_client: bool
    ) -> None:
        while data := await reader.read(65536):
            if from_client and self._server_spoke:
                self.round_trips += 1
            self._server_spoke = not from_client
            writer.write(data)
        writer.close()

    def cut(self) -> None:
        """Break every connection, as a failing network does."""
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()


@asynccontextmanager
async def relayed(url: str) -> AsyncIterator[tuple[str, Relay]]:
    """Give the address of a relay in front of a server, and the relay."""
    relay = Relay(Path(str(conninfo_to_dict(url)["host"])) / SOCKET_NAME)
    with tempfile.TemporaryDirectory(prefix="relay-") as folder:
        server = await asyncio.start_unix_server(relay.serve, Path(folder) / SOCKET_NAME)
        async with server:
            yield make_conninfo(url, host=folder), relay
            relay.cut()
