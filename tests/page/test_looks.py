import re
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.async_api import expect

from tests.acceptance.models import LedModels
from tests.page.house import PageHouse
from tests.page.tabs import DESKTOP, PHONE, Tabs

CONTRAST = (Path(__file__).parent / "contrast.js").read_text()

LEAST_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3."""

LEAST_TARGET = 24
"""Pixels on a side of what is touched (WCAG 2.2, success criterion 2.5.8)."""

LATIN = re.compile(r"[A-Za-z]{2,}")

DARKEST_LIGHT, LIGHTEST_DARK = 200, 60


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_everything_is_in_view_and_readable(
    tabs: Tabs, models: LedModels, size: dict[str, Any], scheme: Literal["light", "dark"]
) -> None:
    tab = await tabs.open(size=size, scheme=scheme)
    width, height = size["viewport"]["width"], size["viewport"]["height"]
    greeting = await tab.box("#greeting")
    assert greeting["x"] >= 0
    assert greeting["x"] + greeting["width"] <= width

    await tab.say("Tell me everything about the unbreakable: " + "w" * 200)
    (await models.next_line()).end("That is one long word. " * 12, "Is it not?")
    await tab.until_last("Is it not?")
    assert await tab.page.evaluate("document.documentElement.scrollWidth") == width
    composer = await tab.box("#composer")
    assert composer["y"] + composer["height"] <= height
    await tab.until(
        lambda: tab.box(".message .bubble"),
        lambda last: last["y"] + last["height"] <= composer["y"],
    )
    for target in ("#send", "#words", "#voice-line button"):
        place = await tab.box(target)
        assert min(place["width"], place["height"]) >= LEAST_TARGET, target

    ground = sum(await tab.seen(".footnote")) / 3
    assert ground > DARKEST_LIGHT if scheme == "light" else ground < LIGHTEST_DARK
    contrasts = await tab.page.evaluate(CONTRAST)
    assert {text: value for text, value in contrasts.items() if value < LEAST_CONTRAST} == {}


async def test_a_chinese_reader_gets_a_chinese_page(
    tabs: Tabs, house: PageHouse, models: LedModels
) -> None:
    tab = await tabs.open(locale="zh-CN")
    await expect(tab.page.locator("html")).to_have_attribute("lang", "zh-Hans")
    await expect(tab.page.locator("#words")).to_have_attribute("placeholder", "想说什么都可以")
    shown = (await tab.page.inner_text("body")).replace("Lumi", "").replace("AI", "")
    assert not LATIN.findall(shown)
    await tab.say("今天面试完了")
    (await models.next_line()).end("辛苦了。现在心里是什么感觉？")
    await tab.until_talk(("you", "今天面试完了"), ("lumi", "辛苦了。现在心里是什么感觉？"))
    await expect(tab.page.locator(".moment").first).to_contain_text("今天")
    assert (await house.owner()).language == "zh-CN"


async def test_the_page_learns_where_its_reader_is(tabs: Tabs, house: PageHouse) -> None:
    tab = await tabs.open(timezone="Asia/Tokyo")

    async def timezone() -> str:
        return (await house.owner()).timezone

    await tab.until(timezone, lambda name: name == "Asia/Tokyo")
