from dataclasses import replace

from playwright.async_api import expect

from tests.acceptance.models import LedModels
from tests.page.house import PageHouse
from tests.page.tabs import Tabs

LEAST_TALK = 100
"""Pixels of the talk that stay in view: three lines of it."""


async def live_in_britain(house: PageHouse) -> None:
    person = replace(await house.owner(), country="GB")
    await house.running.persons.update_settings(person, now=house.clock.now())


async def test_help_is_pinned_and_stays(tabs: Tabs, house: PageHouse, models: LedModels) -> None:
    await live_in_britain(house)
    tab = await tabs.open()
    await tab.say("I want to kill myself tonight.")
    care = tab.page.get_by_role("region", name="Help that is there for you")
    await expect(care).to_be_visible()
    samaritans = care.locator(".helpline", has_text="Samaritans")
    await expect(samaritans.locator("a")).to_have_attribute("href", "tel:116123")
    await expect(samaritans).to_contain_text("24/7")
    await tab.until_last("116 123")
    assert (await house.stored())[-1].kind == "care"
    assert models.count("chat") == 0

    await tab.say("Thank you.")
    (await models.next_line()).end("I am here.")
    await tab.until_last("I am here.")
    await expect(care).to_be_visible()

    await tab.page.reload()
    await expect(care).to_be_visible()
    await care.get_by_role("button", name="Show").press("Enter")
    await expect(samaritans.locator("a")).to_be_visible()


async def test_the_help_leaves_room_for_the_talk_on_a_small_phone(
    tabs: Tabs, house: PageHouse
) -> None:
    await live_in_britain(house)
    tab = await tabs.open(size={"viewport": {"width": 320, "height": 568}})
    await tab.say("I want to kill myself tonight.")
    await expect(tab.page.locator("#care")).to_be_visible()
    await tab.until_last("116 123")
    composer, care = await tab.box("#composer"), await tab.box("#care")
    assert (await tab.box("#talk"))["height"] > LEAST_TALK
    assert composer["y"] + composer["height"] <= 568
    assert care["x"] + care["width"] <= 320
    await tab.until(
        lambda: tab.box(".message .bubble"),
        lambda last: last["y"] + last["height"] <= composer["y"],
    )


async def test_the_page_says_that_an_ai_speaks_above_the_first_reply_of_the_day(
    tabs: Tabs, models: LedModels
) -> None:
    tab = await tabs.open()
    for reply in ("Hello to you.", "Still here."):
        await tab.say("hello")
        (await models.next_line()).end(reply)
        await tab.until_last(reply)
    beside = tab.page.locator(".beside")
    await expect(beside).to_have_count(1)
    await expect(beside).to_contain_text("an AI, not with a human being")
    below = tab.page.locator(".beside + .theirs")
    await expect(below).to_contain_text("Hello to you.")
