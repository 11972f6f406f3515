"""The processes: a server of every contender, and what they share."""

import asyncio
import os
import secrets
import socket
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import psutil
from psycopg import AsyncConnection, sql
from psycopg.errors import DuplicateDatabase
from websockets.exceptions import InvalidHandshake

from api.entrance.tokens import OwnTokens
from tests.benchmarks.contenders import Contender
from tests.benchmarks.load import Address, talker
from tools.clock import SystemClock

OPENAI_MODELS = """
[roles.chat]
model = "openai:instant"
[roles.background]
model = "openai:instant"
"""
"""Laid over the table of the program: the instant model speaks and thinks."""

OPENAI_VECTORS = """
[roles.embed]
model = "openai:text-embedding-3-small"
"""

POSTMASTER = "postgres/postmaster.pid"
"""The file in which the embedded PostgreSQL says its process id first."""

SETTINGS = ("MIOLUMI_", "GOOGLE_", "OPENAI_", "LANGSMITH_", "LANGCHAIN_", "DATABASE_", "REDIS_")

ROOT = Path(__file__).parents[2]

START_PATIENCE = 60.0
"""Seconds a server may take to come up."""

KNOCK_PAUSE = 0.1

STOP_PATIENCE = 10.0


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What all contenders share."""

    folder: Path
    database_url: str
    models: Mapping[str, str]
    """The addresses of the instant model, by interface."""
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    """Signs the sessions of the people who talk to ours."""

    def database_cpu_seconds(self) -> float:
        """Return the processor time that all of PostgreSQL's processes have used so far."""
        times = [process.cpu_times() for process in self._postmaster.children()]
        return float(sum(time.user + time.system for time in times))

    @cached_property
    def _postmaster(self) -> psutil.Process:
        return psutil.Process(int((self.folder / POSTMASTER).read_text("utf-8").split()[0]))

    def model_url(self, contender: Contender) -> str:
        """Return where a contender finds the model; the path tells it from the others."""
        base = f"{self.models[contender.provider]}/{contender.key}"
        return f"{base}/v1" if contender.provider == "openai" else base


class Running:
    """A contender's server process."""

    def __init__(
        self,
        contender: Contender,
        process: asyncio.subprocess.Process,
        *,
        port: int,
        around: Surroundings,
        database_url: str,
    ) -> None:
        self.contender = contender
        self.database_url = database_url
        self._process = process
        self._port = port
        self._log = around.folder / f"{contender.key}.log"
        self._tokens = OwnTokens(around.secret, clock=SystemClock())
        self._times = psutil.Process(process.pid)

    def address(self, talk: str) -> Address:
        """Return where the talk of a name is held."""
        if self.contender.kind == "ours":
            headers = {"Authorization": f"Bearer {self._tokens.session(talk)}"}
            return Address(url=f"ws://127.0.0.1:{self._port}/ws", headers=headers)
        return Address(url=f"ws://127.0.0.1:{self._port}/ws?talk={talk}", headers={})

    def cpu_seconds(self) -> float:
        """Return the processor time this process has used so far."""
        times = self._times.cpu_times()
        return float(times.user + times.system)

    async def ready(self) -> None:
        """Wait until it takes connections."""
        async with asyncio.timeout(START_PATIENCE):
            while not await _lets_in(self.address("nobody")):
                if self._process.returncode is not None:
                    said = self._log.read_text("utf-8", "replace")
                    raise RuntimeError(f"{self.contender.name} did not start:\n{said}")
                await asyncio.sleep(KNOCK_PAUSE)

    async def stop(self) -> None:
        """End the process, if it has not ended by itself."""
        if self._process.returncode is not None:
            return
        self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), STOP_PATIENCE)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()


async def start(
    contender: Contender, around: Surroundings, *, database_url: str | None = None
) -> Running:
    """Start the server of a contender; it has a database of its own unless one is given."""
    port = _free_port()
    if database_url is None:
        database_url = await own_database(contender, around)
    command, environment = _command(contender, around, database_url=database_url, port=port)
    with (around.folder / f"{contender.key}.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *command,
            env=_bare_environment() | environment,
            cwd=around.folder if contender.kind == "ours" else ROOT,
            stdout=log,
            stderr=log,
            stdin=asyncio.subprocess.DEVNULL,
        )
    return Running(contender, process, port=port, around=around, database_url=database_url)


async def own_database(contender: Contender, around: Surroundings) -> str:
    """Return the address of a contender's own database, made when it is not there yet."""
    if contender.needs_database:
        create = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(contender.key))
        async with await AsyncConnection.connect(
            around.database_url, autocommit=True
        ) as connection:
            with suppress(DuplicateDatabase):
                await connection.execute(create)
    return urlsplit(around.database_url)._replace(path=f"/{contender.key}").geturl()


def _command(
    contender: Contender, around: Surroundings, *, database_url: str, port: int
) -> tuple[list[str], dict[str, str]]:
    """Return the command line and what is added to the environment."""
    if contender.kind == "ours":
        return _our_command(contender, around, database_url=database_url, port=port)
    command = [
        sys.executable, "-m", "tests.benchmarks.rivals.server", contender.kind,
        "--provider", contender.provider, "--model-url", around.model_url(contender),
        "--database-url", database_url, "--port", str(port),
    ]  # fmt: skip
    if contender.durability:
        command += ["--durability", contender.durability]
    return command, {}


def _our_command(
    contender: Contender, around: Surroundings, *, database_url: str, port: int
) -> tuple[list[str], dict[str, str]]:
    """Serve with everything on; nothing is set but addresses, keys and the models' names."""
    home = around.folder / contender.key
    home.mkdir(exist_ok=True)
    environment = {
        "MIOLUMI_HOME": str(home),
        "MIOLUMI_PORT": str(port),
        "MIOLUMI_SESSION_SECRET": around.secret,
        "DATABASE_URL": database_url,
    }
    if contender.provider == "gemini":
        environment["GOOGLE_API_KEY"] = "unused"
        environment["GOOGLE_GEMINI_BASE_URL"] = around.model_url(contender)
    else:
        models = home / "models.toml"
        models.write_text(OPENAI_MODELS + (OPENAI_VECTORS if contender.embeds else ""), "utf-8")
        environment["MIOLUMI_MODELS"] = str(models)
        environment["OPENAI_API_KEY"] = "unused"
        environment["OPENAI_BASE_URL"] = around.model_url(contender)
    miolumi = str(Path(sys.executable).with_name("miolumi"))
    return [miolumi, "run" if contender.follows_up else "serve"], environment


def _bare_environment() -> dict[str, str]:
    """Return the environment without keys and settings that would change what is measured."""
    return {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


async def _lets_in(address: Address) -> bool:
    try:
        async with talker(address, "en"):
            return True
    except (OSError, InvalidHandshake):
        return False
