"""Takes the pictures of the README: `python -m tests.page.pictures`.

The page, the server, the wire and the database are the real ones; only the words are written here.
"""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

from playwright.async_api import Browser, async_playwright
from psycopg import AsyncConnection, sql
from psycopg.conninfo import make_conninfo

from storage.embedded import EmbeddedPostgres
from tests.acceptance.models import LedModels
from tests.api.factories import make_settings
from tests.factories import exchange
from tests.page.chromium import open_chromium
from tests.page.house import PageHouse, free_port
from tests.page.png import calm, encode
from tests.page.tabs import Tab, Tabs, pixels_of
from tools.clock import MovedClock

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"

EVENING = datetime(2026, 3, 5, 20, 47, tzinfo=UTC)
"""A Thursday in London."""

SETTLED = 6.0
"""Seconds after which the orb has reached its colour."""

DESKTOP: dict[str, Any] = {
    "viewport": {"width": 1280, "height": 800},
    "device_scale_factor": 1.5,
}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """What was said and what was answered."""

    ago: timedelta
    said: str
    answer: str


Talk = tuple[Exchange, ...]


def at(days: int, minutes: int, said: str, answer: str) -> Exchange:
    """Return an exchange of some time before the evening of the picture."""
    return Exchange(ago=timedelta(days=days, minutes=minutes), said=said, answer=answer)


LIGHTHOUSE: Talk = (
    at(
        2,
        -25,
        "My sister called. She's moving to Lisbon in the spring, and I said I was happy for her.",
        "And you are, I think. And also it's Lisbon, and she won't be twenty minutes away any more."
        "\n\nBoth can be true in one phone call.",
    ),
    at(2, -27, "…yeah. Exactly that.", "Then let it be both, for tonight."),
    at(
        0,
        2,
        "The interview went so well!! They laughed at the lighthouse story",
        "The lighthouse story! You nearly left it out because it was too silly for an interview."
        "\n\nI'm so happy for you. Does your sister know yet?",
    ),
    at(
        0,
        0,
        "She's the first one I called",
        "Of course she was. Lisbon won't change that.",
    ),
)

FRIDAY: Talk = (
    at(
        0,
        6,
        "Slept badly. The interview is on Friday and I keep rehearsing answers in my head at 3am",
        "Three in the morning is a harsh interviewer. It only asks the questions you can't answer."
        "\n\nWhich one does it keep coming back to?",
    ),
    at(
        0,
        4,
        "Why I left the last job. I never know how to say it without sounding bitter",
        "You told me in autumn that you left because you had stopped learning, and that it took "
        "you a year to admit it. There is nothing bitter in that. It's just honest.\n\n"
        "Would you like to say it to me first, the way you'd say it on Friday?",
    ),
    at(
        0,
        0,
        "Okay. I left because I wanted to keep learning.",
        "That's it. One sentence, and it sounded like you.",
    ),
)

BRUNO: Talk = (
    at(
        0,
        5,
        "I miss Bruno so much today. I reached for his leash by the door and cried",
        "Eleven years of walks don't leave a hand that quickly.\n\n"
        "You told me he always waited at the corner until the baker opened. "
        "What else did he do?",
    ),
    at(
        0,
        3,
        "He ate my birthday cake once. All of it. I was so sad and he just looked at me",
        "With the face of somebody who had done you a favour, I imagine.",
    ),
    at(
        0,
        0,
        "Exactly that face. God I miss him, it hurts so much",
        "I know. It hurts because it was good.\n\nStay with it a little. I'm here.",
    ),
)

HOTPOT: Talk = (
    at(
        1,
        40,
        "今天面试完了，说不上来，可能有点空",
        "准备了那么久的事，忽然就过去了，空是正常的。\n\n先别急着想结果。今晚吃点什么？",
    ),
    at(
        0,
        4,
        "姐姐带我去吃了火锅，她下个月就要搬去成都了，好难过",
        "那顿火锅，吃着吃着就舍不得了吧。",
    ),
    at(
        0,
        0,
        "嗯，没敢说，心里很难过",
        "没说出口的，她多半也知道。\n\n等你想说的时候，一句「我会想你的」就够了。",
    ),
)


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One picture of the README."""

    name: str
    talk: Talk
    size: dict[str, Any]
    scheme: Literal["light", "dark"]
    locale: str = "en-GB"


PICTURES = (
    Picture(name="desktop-dark", talk=LIGHTHOUSE, size=DESKTOP, scheme="dark"),
    Picture(name="desktop-light", talk=FRIDAY, size=DESKTOP, scheme="light"),
    Picture(name="phone-dark", talk=BRUNO, size=PHONE, scheme="dark"),
    Picture(name="phone-light", talk=LIGHTHOUSE, size=PHONE, scheme="light"),
    Picture(name="phone-chinese", talk=HOTPOT, size=PHONE, scheme="light", locale="zh-CN"),
)


async def take(picture: Picture, *, browser: Browser, database_url: str, home: Path) -> None:
    """Let the talk happen, the newest words of it in the page, and take its picture."""
    clock, models = MovedClock(EVENING - timedelta(days=3)), LedModels()
    settings = make_settings(
        home=home,
        database_url=database_url,
        port=free_port(),
        timezone="Europe/London",
        google_api_key="written-here",
    )
    house = PageHouse(settings=settings, models=models, clock=clock)
    await house.open()
    tabs = Tabs(browser=browser, house=house)
    try:
        earlier = [one for one in picture.talk if one.ago.days]
        await _tell(house, clock, earlier)
        context = await tabs.device(
            size=picture.size, scheme=picture.scheme, locale=picture.locale, webgl=True
        )
        await context.clock.set_fixed_time(EVENING)
        tab = await tabs.open(context)
        for one in picture.talk[len(earlier) :]:
            await _say(tab, one, clock=clock, models=models)
        await asyncio.sleep(SETTLED)
        await tab.page.evaluate("document.activeElement.blur()")
        pixels = await pixels_of(tab.page, await tab.page.screenshot())
        (FOLDER / f"{picture.name}.png").write_bytes(encode(calm(pixels)))
        assert tabs.faults == []
    finally:
        await tabs.close()
        await house.close()


async def _tell(house: PageHouse, clock: MovedClock, earlier: list[Exchange]) -> None:
    person = await house.owner()
    for one in earlier:
        clock.move(EVENING - one.ago - clock.now())
        await exchange(house.running.talks, person, one.said, clock=clock, answer=one.answer)


async def _say(tab: Tab, one: Exchange, *, clock: MovedClock, models: LedModels) -> None:
    clock.move(EVENING - one.ago - clock.now())
    await tab.say(one.said)
    (await models.next_line()).end(one.answer)
    await tab.until_last(one.answer[-12:])


@asynccontextmanager
async def _databases() -> AsyncIterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="miolumi-pictures-"))
    with EmbeddedPostgres(folder) as url:
        yield url
    shutil.rmtree(folder, ignore_errors=True)


async def _new_database(server_url: str) -> str:
    name = f"picture_{uuid4().hex}"
    async with await AsyncConnection.connect(server_url, autocommit=True) as connection:
        await connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return make_conninfo(server_url, dbname=name)


async def main() -> None:
    """Take all pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    async with _databases() as url, async_playwright() as playwright:
        browser = await open_chromium(playwright)
        for picture in PICTURES:
            home = Path(tempfile.mkdtemp(prefix="miolumi-pictures-"))
            database_url = await _new_database(url)
            await take(picture, browser=browser, database_url=database_url, home=home)
            shutil.rmtree(home)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
