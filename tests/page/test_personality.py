"""The view "Who I am becoming"."""

import re

from playwright.async_api import expect

from storage.records.personality import Personality, Snapshot
from tests.acceptance.models import LedModels
from tests.page.house import PageHouse
from tests.page.tabs import PHONE, Tabs


async def become(house: PageHouse, personality: Personality) -> None:
    """Let Lumi have become somebody."""
    owner, now = await house.owner(), house.clock.now()
    await house.running.personalities.change(
        owner.id,
        None,
        lambda before: Snapshot(
            number=1, reason="emerged", name=before.name, personality=personality, created_at=now,
            changed="A first manner.", why="They asked for plain words.",
        ),
    )  # fmt: skip


async def test_who_it_is_can_be_read_written_and_brought_back(tabs: Tabs, house: PageHouse) -> None:
    await become(house, Personality(essence="You are plain and honest.", tone="dry"))
    tab = await tabs.open()
    opener = tab.page.locator("#becoming-open")
    await expect(opener).to_have_accessible_name("Who I am becoming, something is new")
    await opener.click()
    view = tab.page.get_by_role("dialog", name="Who I am becoming")
    now = view.get_by_role("region", name="Who I am now")
    await expect(now).to_contain_text("You are plain and honest.")

    await now.get_by_role("button", name="Change").click()
    await now.get_by_label("Tone").fill("x" * 31)
    await expect(now.locator("#becoming-tone-count")).to_have_text("1 too many")
    await now.get_by_role("button", name="Save").click()
    await expect(now.get_by_role("alert")).to_contain_text("“Tone” is too long by 1.")
    await now.get_by_label("Tone").fill("warm")
    await now.get_by_label("Name").fill("Nova")
    await now.get_by_label("Voice").select_option("calm")
    await now.get_by_role("button", name="Save").click()
    await expect(now).to_contain_text("I am called Nova")
    await expect(now).to_contain_text("a calm voice")
    assert await tab.page.title() == "Nova"

    states = view.get_by_role("region", name="How I came to be").get_by_role("listitem")
    await expect(states).to_have_count(2)
    await expect(states.nth(0)).to_contain_text("Different: Name, Voice, Tone")
    await expect(states.nth(1)).to_contain_text("Why: They asked for plain words.")
    await states.nth(1).get_by_role("button", name="Look at it").click()
    await states.nth(1).get_by_role("button", name="Bring this back").click()
    await expect(states).to_have_count(3)
    await expect(now).to_contain_text("I am called Lumi")
    await tab.page.keyboard.press("Escape")
    await expect(view).to_be_hidden()
    await expect(tab.page).not_to_have_url(re.compile("#becoming$"))
    await expect(opener).to_have_accessible_name("Who I am becoming")


async def test_before_the_first_talk_it_says_what_will_come_in_chinese_on_a_phone(
    tabs: Tabs, models: LedModels
) -> None:
    tab = await tabs.open(locale="zh-CN", size=PHONE)
    await tab.page.get_by_role("button", name="我正在成为谁").click()
    view = tab.page.get_by_role("dialog", name="我正在成为谁")
    await expect(view).to_contain_text("你什么都不用填")
    await expect(view).to_contain_text("还没有过变化")
    assert await tab.page.evaluate("document.documentElement.scrollWidth") <= 390
    await tab.page.keyboard.press("Escape")
    await tab.say("以后你就叫小光")
    (await models.next_line()).end("好呀。")
    await expect(tab.page).to_have_title("小光")
    await expect(tab.page.locator("#honest")).to_have_text("小光是 AI。")
    await tab.page.get_by_role("button", name="我正在成为谁").click()
    await expect(view).to_contain_text("我用自己的声音说话")
    await view.get_by_role("button", name="修改").click()
    await expect(view.locator("#becoming-name-count")).to_have_text("2 / 6")
    voice = view.get_by_label("声音").locator("option")
    assert not any(name.isascii() for name in await voice.all_text_contents())
