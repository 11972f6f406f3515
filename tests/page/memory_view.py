"""The view of what is known, as a test handles it."""

from typing import Any

from playwright.async_api import Locator, expect

from tests.page.house import PageHouse
from tests.page.tabs import Tab
from tests.remembering import held


async def open_memory(tab: Tab) -> Locator:
    """Open the view and wait until it has been read."""
    await tab.page.get_by_role("button", name="What I know about you").click()
    view = tab.page.get_by_role("dialog", name="What I know about you")
    await expect(view.locator(".place").first).to_be_visible()
    return view


def line(view: Locator, words: str) -> Locator:
    """The innermost line of the lists of memories that says so."""
    return view.locator("li.entry", has=view.page.locator(".entry-title", has_text=words)).last


async def unfold(view: Locator, words: str) -> Locator:
    """Open a line."""
    found = line(view, words)
    await found.get_by_role("button", name="More about").first.click()
    return found


async def kept(house: PageHouse, **question: Any) -> list[str]:
    """What the database holds."""
    return await held(house.running.database, (await house.owner()).id, limit=100, **question)
