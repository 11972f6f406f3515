import pytest
from playwright.async_api import Browser, expect

from api.settings import Settings
from tests.api.factories import make_settings
from tests.page.house import PageHouse, free_port
from tests.page.tabs import Tabs
from tests.servers.gemini import GeminiServer


@pytest.fixture
def models() -> None:
    """The offline voice."""


async def test_the_page_says_that_no_model_speaks_and_the_talk_works_all_the_same(
    tabs: Tabs,
) -> None:
    tab = await tabs.open()
    await tab.page.click("text=Offline voice")
    sheet = tab.page.get_by_role("dialog", name="The offline voice")
    await expect(sheet).to_contain_text("No language model is connected")
    await expect(sheet.locator(".command")).to_contain_text("GOOGLE_API_KEY=")
    await sheet.get_by_role("button", name="Close").click()
    await expect(sheet).to_be_hidden()
    await tab.say("Hello, my name is Maren.")
    await tab.until(tab.talk, lambda seen: len(seen) == 2)
    await tab.say("What is my name?")
    await tab.until_last("Maren")


async def test_the_page_says_so_when_the_offline_voice_stands_in_for_a_model(
    browser: Browser, settings: Settings
) -> None:
    async with GeminiServer() as gemini:
        gemini.keys = frozenset({"the right key"})
        key = make_settings(google_api_key="another key").google_api_key
        keyed = settings.model_copy(
            update={"google_api_key": key, "google_base_url": gemini.url, "port": free_port()}
        )
        house = PageHouse(settings=keyed, models=None)
        await house.open()
        tabs = Tabs(browser=browser, house=house)
        tab = await tabs.open()
        await expect(tab.page.locator("#voice-line")).to_contain_text("gemini")
        await tab.say("Hello, my name is Maren.")
        await tab.page.click("text=Offline voice")
        sheet = tab.page.get_by_role("dialog", name="The offline voice")
        await expect(sheet).to_contain_text("does not answer right now")
        await expect(sheet.locator(".command")).to_have_text("make doctor")
        await tabs.close()
        await house.close()
    assert tabs.faults == []
