"""A server with models that speak when the test lets them, and others."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from api.settings import Settings
from api.talks.live import Upkeep
from api.talks.pace import Pace
from tests.acceptance.models import LedModels
from tests.acceptance.serving import House, open_house, open_houses
from tests.api.factories import make_settings
from tests.fakes import FakeModels
from tests.servers.fixtures import gemini
from tools.clock import MovedClock

__all__ = ["gemini"]

PACE = Pace(typing_pause=0.2, typing_limit=2.0, rest_first=0.05, rest_longest=0.2)
"""A hasty companion: tests do not wait for seconds."""

UPKEEP = Upkeep(sweep=0.05, renew=0.1, replay=1.0, patience=0.5)

LEASE = timedelta(seconds=6)


@pytest.fixture(autouse=True)
def _no_traces(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Nothing is logged as an error; a test that wants one clears the log."""
    yield
    assert not [one.getMessage() for one in caplog.get_records("call") if one.levelname == "ERROR"]


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings without any key, on a database of this test's own."""
    return make_settings(home=tmp_path, database_url=database_url, timezone="Europe/London")


@pytest.fixture
def models() -> LedModels:
    """A model whose replies the test speaks."""
    return LedModels()


@pytest.fixture
async def house(settings: Settings, clock: MovedClock, models: LedModels) -> AsyncIterator[House]:
    """A server whose replies the test speaks."""
    async with open_house(
        settings, clock=clock, models=models, pace=PACE, upkeep=UPKEEP, lease=LEASE
    ) as opened:
        yield opened


@pytest.fixture
async def houses(
    settings: Settings, clock: MovedClock, models: LedModels
) -> AsyncIterator[list[House]]:
    """Two servers of the same people, with one model whose replies the test speaks."""
    async with open_houses(
        settings, clock=clock, count=2, models=models, pace=PACE, upkeep=UPKEEP, lease=LEASE
    ) as opened:
        yield opened


@pytest.fixture
async def quick_house(settings: Settings, clock: MovedClock) -> AsyncIterator[House]:
    """A server whose model answers at once."""
    async with open_house(
        settings,
        clock=clock,
        models=FakeModels(replies=["I hear you, and I am glad that you told me."]),
        pace=PACE,
        upkeep=UPKEEP,
    ) as opened:
        yield opened
