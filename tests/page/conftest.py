"""A real browser before the real server. One browser serves all tests; each has tabs of its own."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, async_playwright, expect

from api.settings import Settings
from tests.acceptance.models import LedModels
from tests.api.factories import make_settings
from tests.page.chromium import chromium_path, open_chromium
from tests.page.house import PageHouse, free_port
from tests.page.known import make_known
from tests.page.memory_view import open_memory
from tests.page.tabs import PATIENCE, Tabs

expect.set_options(timeout=PATIENCE * 1000)

REQUIRED = "REQUIRE_BROWSER"
"""Set in the environment, a missing browser is an error instead of a reason to skip."""


@pytest.fixture(scope="session")
async def browser(anyio_backend: str) -> AsyncIterator[Browser]:
    """A Chromium without a window."""
    if chromium_path() is None:
        complaint = "no Chromium on this machine; Debian has it as `apt-get install chromium`"
        pytest.fail(complaint) if os.environ.get(REQUIRED) else pytest.skip(complaint)
    async with async_playwright() as playwright:
        opened = await open_chromium(playwright)
        yield opened
        await opened.close()


@pytest.fixture
def settings(browser: Browser, database_url: str, tmp_path: Path) -> Settings:
    """Settings of a local owner without any key, at a port of their own."""
    return make_settings(
        home=tmp_path, database_url=database_url, port=free_port(), timezone="Europe/London"
    )


@pytest.fixture
def models() -> LedModels:
    """A model whose replies the test speaks."""
    return LedModels()


@pytest.fixture
async def house(settings: Settings, models: LedModels) -> AsyncIterator[PageHouse]:
    """A server whose replies the test speaks."""
    opened = PageHouse(settings=settings, models=models)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
async def tabs(browser: Browser, house: PageHouse) -> AsyncIterator[Tabs]:
    """Tabs before the server; a fault in any of them fails the test."""
    opened = Tabs(browser=browser, house=house)
    yield opened
    await opened.close()
    assert opened.faults == []


@pytest.fixture
async def view(tabs: Tabs, house: PageHouse) -> Locator:
    """The view of somebody of whom much is known."""
    await make_known(house)
    return await open_memory(await tabs.open())
