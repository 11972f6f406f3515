from datetime import timedelta

from playwright.async_api import expect

from api.entrance.kept_secrets import signing_secret
from api.entrance.tokens import LINK_LIFE, OwnTokens
from tests.page.house import PageHouse
from tests.page.tabs import Tabs
from tools.clock import MovedClock

NOT_SIGNED_IN = "401"
"""What the console says of a question that nobody who is signed in asked."""


async def test_the_owners_link_signs_in_and_leaves_its_key_nowhere(
    tabs: Tabs, house: PageHouse
) -> None:
    tab = await tabs.blank(signed_in=False, webgl=True)
    await tab.page.goto(house.link)
    await tab.until_there()
    assert tab.page.url == f"{house.address}/"
    assert await tab.page.evaluate("history.length") == 2
    assert await tab.page.evaluate("document.cookie") == ""
    [cookie] = await tab.page.context.cookies()
    assert (cookie.get("httpOnly"), cookie.get("sameSite")) == (True, "Strict")
    await tab.page.reload()
    await tab.until_there()
    await expect(tab.page.locator("#greeting")).to_have_text("Lumi is here.")
    await expect(tab.page.locator("#words")).to_be_focused()


async def test_a_stranger_sees_a_calm_room_and_how_to_come_in(tabs: Tabs, house: PageHouse) -> None:
    tabs.forgiven.append(NOT_SIGNED_IN)
    tab = await tabs.blank(signed_in=False)
    await tab.page.goto(house.address)
    await expect(tab.page.locator("#greeting")).to_have_text("This is a private place.")
    await expect(tab.page.locator("#invitation .command")).to_have_text("make link")
    await expect(tab.page.locator("#orb canvas")).to_be_visible()
    await expect(tab.page.locator("#words")).to_be_hidden()


async def test_an_old_link_says_so(tabs: Tabs, house: PageHouse) -> None:
    tabs.forgiven.append(NOT_SIGNED_IN)
    long_ago = MovedClock(house.clock.now() - LINK_LIFE - timedelta(minutes=1))
    key = OwnTokens(signing_secret(house.settings), clock=long_ago).link_key()
    tab = await tabs.blank(signed_in=False)
    await tab.page.goto(f"{house.address}/#key={key}")
    await expect(tab.page.locator("#invitation")).to_contain_text("no longer valid")
    assert tab.page.url == f"{house.address}/"
