"""What tests of the outside may ask for: the whole application on a database of its own."""

import os
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from api.entrance.kept_secrets import signing_secret
from api.entrance.tokens import OwnTokens
from api.services import open_services
from api.settings import Settings
from tests.api.factories import make_settings
from tests.api.one_app import OneApp
from tests.places import quick_folder
from tools.clock import MovedClock

Client = AsyncTestClient[Litestar]
"""A browser."""


@pytest.fixture(scope="session")
def one_app() -> OneApp:
    """Built once: to read what every route takes and answers is most of the work."""
    return OneApp()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of a local owner without any key."""
    return make_settings(home=tmp_path, database_url=database_url, timezone="Europe/London")


@pytest.fixture
def own_tokens(settings: Settings, clock: MovedClock) -> OwnTokens:
    """Signs what the application believes."""
    return OwnTokens(signing_secret(settings), clock=clock)


@pytest.fixture
async def visitor(settings: Settings, clock: MovedClock, one_app: OneApp) -> AsyncIterator[Client]:
    """A browser in which nobody is signed in."""
    one_app.opened = lambda: open_services(settings, clock=clock)
    async with AsyncTestClient(one_app.app) as client:
        yield client


@pytest.fixture
async def owner(visitor: Client, own_tokens: OwnTokens) -> Client:
    """A browser in which the owner is signed in."""
    await come_in(visitor, own_tokens)
    return visitor


async def come_in(visitor: Client, own_tokens: OwnTokens) -> None:
    """Sign the owner in, for the first time or after the clock was moved over the last sign-in."""
    answer = await visitor.post("/api/sign-in", json={"key": own_tokens.link_key()})
    assert answer.status_code == 204


@pytest.fixture
def home() -> Iterator[Path]:
    """A data folder of its own, with a short path and open to the user that PostgreSQL runs as."""
    folder = Path(tempfile.mkdtemp(prefix="miolumi-", dir=quick_folder()))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    """What a process is told: a folder and a port of its own."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {"MIOLUMI_HOME": str(home), "MIOLUMI_PORT": str(port)}
