import asyncio
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, expect

from api.settings import Settings
from tests.api.processes import START_SECONDS, Command, line_with
from tests.page.house import PageHouse
from tests.page.tabs import UNREACHABLE, Tabs

LINK = re.compile(r"http://\S+#key=[\w.-]+")


@asynccontextmanager
async def program(settings: Settings) -> AsyncIterator[str]:
    """Run the program as `make run` does, give the link it prints, and kill it in the end."""
    assert settings.database_url is not None
    environment = {
        "PATH": os.environ["PATH"],
        "COLUMNS": "1000",
        "DATABASE_URL": settings.database_url.get_secret_value(),
        "MIOLUMI_HOME": str(settings.home),
        "MIOLUMI_PORT": str(settings.port),
        "MIOLUMI_TIMEZONE": settings.timezone,
    }
    process = Command(environment, "run")
    try:
        link = LINK.search(await asyncio.to_thread(line_with, process, "#key="))
        assert link is not None
        yield link[0]
    finally:
        process.kill()
        await asyncio.to_thread(process.communicate, timeout=START_SECONDS)


async def test_a_talk_goes_on_when_the_program_is_killed_and_started_again(
    browser: Browser, settings: Settings
) -> None:
    house = PageHouse(settings=settings, models=None)
    tabs = Tabs(browser=browser, house=house, forgiven=[*UNREACHABLE])
    try:
        tab = await tabs.blank(signed_in=False, webgl=True)
        async with program(settings) as link:
            await tab.page.goto(link)
            await expect(tab.page.locator("#greeting")).to_have_text("Lumi is here.")
            await tab.say("Hello, my name is Maren.")
            await tab.until(tab.talk, lambda seen: len(seen) == 2)
            await expect(tab.page.locator(".streaming")).to_have_count(0)
            await tab.say("Are you still there?")
        await tab.say("I will wait.")
        async with program(settings):
            await tab.until(tab.talk, lambda seen: seen[-1][0] == "lumi" and len(seen) >= 5)
            await tab.say("What is my name?")
            await tab.until_last("Maren")
            said = [text for who, text in await tab.talk() if who == "you"]
            assert said == [
                "Hello, my name is Maren.",
                "Are you still there?",
                "I will wait.",
                "What is my name?",
            ]
            await expect(tab.page.locator(".pending")).to_have_count(0)
        assert tabs.faults == []
    finally:
        await tabs.close()
