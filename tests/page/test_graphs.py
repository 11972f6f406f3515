from typing import Any, Literal

import pytest
from playwright.async_api import expect

from graphs.catalogue import GRAPHS
from tests.page.tabs import DESKTOP, PHONE, Tab, Tabs

FIGURES = """() => [...document.querySelectorAll('figure')].map((figure) => ({
    hidden: figure.scrollWidth - figure.clientWidth,
    hint: figure.querySelector('.hint').offsetWidth,
}))"""

END_OF_FIRST = """() => {
    const figure = document.querySelector('figure');
    figure.scrollLeft = figure.scrollWidth;
    const right = (element) => element.getBoundingClientRect().right;
    return right(figure) - Math.max(...[...figure.querySelectorAll('rect')].map(right));
}"""


async def opened(tabs: Tabs, **device: Any) -> Tab:
    tab = await tabs.blank(**device)
    await tab.page.goto(f"{tab.house.address}/graphs")
    await expect(tab.page.locator("figure")).to_have_count(len(GRAPHS))
    return tab


async def test_a_picture_wider_than_a_phone_scrolls_in_its_box_and_says_so(tabs: Tabs) -> None:
    tab = await opened(tabs, size=PHONE)
    assert await tab.page.evaluate("document.documentElement.scrollWidth") == 390
    figures = await tab.page.evaluate(FIGURES)
    assert figures[0]["hidden"] > 0
    assert all((one["hint"] > 0) == (one["hidden"] > 0) for one in figures)
    assert await tab.page.evaluate(END_OF_FIRST) > 0


async def test_a_desktop_shows_every_picture_whole_and_no_hint(tabs: Tabs) -> None:
    tab = await opened(tabs, size=DESKTOP)
    assert await tab.page.evaluate(FIGURES) == [{"hidden": 0, "hint": 0}] * len(GRAPHS)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_graphs_look_like_the_talk(tabs: Tabs, scheme: Literal["light", "dark"]) -> None:
    tab = await tabs.open(scheme=scheme)
    looks = "[getComputedStyle(document.body).fontFamily, getComputedStyle(document.body).color]"
    of_the_talk = await tab.page.evaluate(looks)
    await tab.page.goto(f"{tab.house.address}/graphs")
    assert await tab.page.evaluate(looks) == of_the_talk


async def test_a_link_leads_from_the_graphs_back_to_the_talk(tabs: Tabs) -> None:
    tab = await opened(tabs, size=PHONE)
    await tab.page.get_by_role("link", name="Back to the talk").click()
    await tab.until_there()
