import pytest
from playwright.async_api import expect

from tests.page.tabs import Tabs


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
