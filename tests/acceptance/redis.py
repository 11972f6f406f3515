"""A real Redis, started for as long as it is needed."""

import asyncio
import os
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as NotThere

PROGRAM = "redis-server"

REQUIRED = "REQUIRE_REDIS"
"""Set in the environment, a missing Redis is an error instead of a reason to skip."""

START_SECONDS = 10.0
"""How long it may take to answer."""


@dataclass
class RedisServer:
    """A Redis on a port of its own, which keeps nothing on disk."""

    folder: Path
    port: int
    process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    async def start(self) -> None:
        """Start it, and wait until it answers."""
        self.process = await asyncio.create_subprocess_exec(
            PROGRAM, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "",
            "--appendonly", "no", cwd=self.folder, stdout=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        async with asyncio.timeout(START_SECONDS), Redis.from_url(self.url) as redis:
            while True:
                try:
                    await redis.ping()
                except NotThere:
                    await asyncio.sleep(0.02)
                else:
                    return

    async def kill(self) -> None:
        """Kill -9."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()


@asynccontextmanager
async def redis_server(folder: Path) -> AsyncIterator[RedisServer]:
    """Run a Redis beside the block; where none is installed the test is skipped with a reason."""
    if shutil.which(PROGRAM) is None:
        complaint = "no Redis on this machine; Debian has it as `apt-get install redis-server`"
        pytest.fail(complaint) if os.environ.get(REQUIRED) else pytest.skip(complaint)
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = int(found.getsockname()[1])
    server = RedisServer(folder, port)
    try:
        await server.start()
        yield server
    finally:
        await server.kill()
