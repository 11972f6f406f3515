"""The view of moods over time."""

import re

from playwright.async_api import expect

from tests.page.house import PageHouse
from tests.page.mooded import make_days
from tests.page.tabs import Tabs


async def test_moods_over_time_are_a_picture_a_sentence_and_a_table(
    tabs: Tabs, house: PageHouse
) -> None:
    await make_days(house, "b.clm")
    tab = await tabs.open()
    await tab.page.get_by_role("button", name="How it has been").click()
    view = tab.page.get_by_role("dialog", name="How it has been")
    picture = view.get_by_role("img")
    await expect(picture).to_have_accessible_name(
        "Mood by day. You: bright on 1 day, calm on 1 day, low on 1 day and up and down on 1 day."
        " Lumi: bright on 1 day and calm on 3 days. On 26 days nothing was said."
    )
    assert await view.locator(".mood-line.yours").count() == 2
    assert await view.locator(".mood-dot").count() == 4
    await expect(view.locator(".mood-told")).to_contain_text("You: bright on 1 day")
    assert not await view.get_by_text("Said aloud").count()

    await view.get_by_text("The same as a table").click()
    await expect(view.get_by_role("row")).to_have_count(5)
    await expect(view.get_by_role("row").nth(1)).to_contain_text("up and down")

    await view.get_by_role("button", name="Three months").click()
    await expect(view.locator(".mood-told")).to_contain_text("On 86 days nothing was said.")
    await tab.page.keyboard.press("Escape")
    await expect(view).to_be_hidden()
    await expect(tab.page).not_to_have_url(re.compile("#mood$"))
    await expect(tab.page.get_by_role("button", name="How it has been")).to_be_focused()


async def test_without_talk_the_view_says_what_will_appear(tabs: Tabs) -> None:
    tab = await tabs.open(locale="zh-CN", size={"viewport": {"width": 360, "height": 740}})
    await tab.page.get_by_role("button", name="这些日子的心情").click()
    view = tab.page.get_by_role("dialog", name="这些日子的心情")
    await expect(view.locator(".mood-nothing")).to_contain_text("这段时间没有聊过")
    wide = await tab.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 360
