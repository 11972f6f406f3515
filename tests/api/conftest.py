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

from api.app import create_app
from api.services import open_services
from api.settings import Settings
from api.tokens import OwnTokens, signing_secret
from tests.api.factories import make_settings
from tools.clock import MovedClock


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of a local owner without any key."""
    return make_settings(home=tmp_path, database_url=database_url, timezone="Europe/London")


@pytest.fixture
def own_tokens(settings: Settings, clock: MovedClock) -> OwnTokens:
    """Signs what the application believes."""
    return OwnTokens(signing_secret(settings), clock=clock)


@pytest.fixture
async def visitor(
    settings: Settings, clock: MovedClock
) -> AsyncIterator[AsyncTestClient[Litestar]]:
    """A browser in which nobody is signed in."""
    app = create_app(lambda: open_services(settings, clock=clock))
    async with AsyncTestClient(app) as client:
        yield client


@pytest.fixture
async def owner(
    visitor: AsyncTestClient[Litestar], own_tokens: OwnTokens
) -> AsyncTestClient[Litestar]:
    """A browser in which the owner is signed in."""
    answer = await visitor.post("/api/sign-in", json={"key": own_tokens.link_key()})
    assert answer.status_code == 204
    return visitor


@pytest.fixture
def home() -> Iterator[Path]:
    """A data folder of its own, with a short path and open to the user that PostgreSQL runs as."""
    folder = Path(tempfile.mkdtemp(prefix="miolumi-"))
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
