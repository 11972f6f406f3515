"""Takes the pictures of the README: `python -m tests.page.pictures [NAME]...`.

What the person says is written here. What is answered is what the offline voice answers to it: the
page, the server, the wire, the database and the voice are the real ones.
"""

import asyncio
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

from playwright.async_api import Browser, async_playwright, expect
from psycopg import AsyncConnection, sql
from psycopg.conninfo import make_conninfo

from storage.embedded import EmbeddedPostgres
from tests.api.factories import make_settings
from tests.page.chromium import open_chromium
from tests.page.grown import make_grown
from tests.page.house import PageHouse, free_port
from tests.page.known import MAREN, Life, make_known
from tests.page.lettered import INTERVIEW as ASKED
from tests.page.lettered import (
    MIANSHI,
    Written,
    make_acquainted,
    make_letter,
    make_mind,
    make_reminder,
)
from tests.page.mooded import MONTH, make_days
from tests.page.png import calm, encode
from tests.page.tabs import PATIENCE, Tab, Tabs, pixels_of
from tools.clock import MovedClock

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"

EVENING = datetime(2026, 3, 6, 20, 47, tzinfo=UTC)
"""A Friday in London."""

TOLD_BEFORE = timedelta(hours=27)
"""How long before the evening the companion was told what it asks about."""

READ_AFTER = timedelta(minutes=26)
"""How long its letter lay there."""

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
class Said:
    """What the person said."""

    ago: timedelta
    words: str


Talk = tuple[Said, ...]


def at(days: int, minutes: int, words: str) -> Said:
    """Return words of some time before the evening of the picture."""
    return Said(ago=timedelta(days=days, minutes=minutes), words=words)


INTERVIEW: Talk = (
    at(3, 40, "Hi, I'm Robin. I just moved to Lisbon with my sister."),
    at(3, 38, "I have a job interview on Friday and I'm so nervous"),
    at(0, 3, "It went so well!! They laughed at the lighthouse story"),
    at(0, 1, "What do you remember about me?"),
)

NERVES: Talk = (
    at(2, 61, "Hello, my name is Maren"),
    at(0, 6, "I have a job interview on Monday"),
    at(0, 4, "I keep rehearsing answers at 3am"),
    at(0, 0, "When is my interview again?"),
)

BRUNO: Talk = (
    at(0, 5, "My dog Bruno died in the spring"),
    at(0, 4, "I reached for his leash by the door today and cried"),
    at(0, 2, "He ate my birthday cake once. All of it"),
    at(0, 0, "I miss him so much, it hurts"),
)

HOTPOT: Talk = (
    at(1, 40, "你好，我叫小雨"),
    at(1, 38, "我周五有个面试，好紧张"),
    at(0, 4, "姐姐带我去吃了火锅，她下个月就要搬去成都了，好难过"),
    at(0, 0, "你还记得我叫什么吗？"),
)

EXAM: Talk = (
    at(0, 4, "Good evening, I'm Robin"),
    at(0, 2, "I failed my driving test today"),
    at(0, 0, "I feel so embarrassed"),
)


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One picture of the README: of a talk, or of what is known after many."""

    name: str
    talk: Talk = ()
    known: Life | None = None
    opened: str = ""
    """The memory that is open, when the picture is of what is known."""
    room: str = ""
    """The persona that is talked with, instead of Lumi."""
    gallery: bool = False
    """Whether it shows the cast."""
    grown: bool = False
    """Whether it shows who Lumi has become."""
    days: str = ""
    """How the days went whose mood it shows."""
    letter: Written | None = None
    """What the companion wrote first; `opened` is "why", "settings" or "mind" then."""
    size: dict[str, Any]
    scheme: Literal["light", "dark"]
    locale: str = "en-GB"


PICTURES = (
    Picture(name="desktop-dark", talk=INTERVIEW, size=DESKTOP, scheme="dark"),
    Picture(name="desktop-light", talk=NERVES, size=DESKTOP, scheme="light"),
    Picture(name="phone-dark", talk=BRUNO, size=PHONE, scheme="dark"),
    Picture(name="phone-light", talk=INTERVIEW, size=PHONE, scheme="light"),
    Picture(name="phone-chinese", talk=HOTPOT, size=PHONE, scheme="light", locale="zh-CN"),
    Picture(name="memory-desktop", known=MAREN, size=DESKTOP, scheme="light"),
    Picture(name="memory-phone", known=MAREN, size=PHONE, scheme="dark", opened="Lives in Lisbon"),
    Picture(name="mood-desktop", days=MONTH, size=DESKTOP, scheme="light"),
    Picture(name="mood-phone", days=MONTH, size=PHONE, scheme="dark", locale="zh-CN"),
    Picture(name="letter-desktop", letter=ASKED, opened="why", size=DESKTOP, scheme="light"),
    Picture(name="letter-phone", letter=MIANSHI, size=PHONE, scheme="dark", locale="zh-CN"),
    Picture(name="letter-settings", letter=ASKED, opened="settings", size=PHONE, scheme="light"),
    Picture(name="letter-mind", letter=ASKED, opened="mind", size=DESKTOP, scheme="dark"),
    Picture(name="becoming-desktop", grown=True, size=DESKTOP, scheme="light"),
    Picture(name="cast-desktop", gallery=True, size=DESKTOP, scheme="dark"),
    Picture(name="cast-phone", talk=EXAM, room="ember", size=PHONE, scheme="light"),
)


async def take(picture: Picture, *, browser: Browser, database_url: str, home: Path) -> None:
    """Let the talk happen in the page, or all that is known be told, and take its picture."""
    clock = MovedClock(EVENING - picture.talk[0].ago if picture.talk else EVENING)
    settings = make_settings(
        home=home, database_url=database_url, port=free_port(), timezone="Europe/London"
    )
    house = PageHouse(settings=settings, models=None, clock=clock)
    await house.open()
    tabs = Tabs(browser=browser, house=house)
    try:
        context = await tabs.device(
            size=picture.size, scheme=picture.scheme, locale=picture.locale, webgl=True
        )
        await context.clock.set_fixed_time(EVENING)
        if picture.known:
            await make_known(house, picture.known)
        if picture.letter:
            await _write(picture.letter, house, clock, has_plans=picture.opened == "mind")
        tab = await tabs.open(context)
        if picture.room:
            await tab.page.goto(f"{house.address}/?with={picture.room}")
            await expect(tab.page.locator(".message")).to_have_count(1)
        await _hold(picture.talk, tab, clock, greeted=bool(picture.room))
        await _show(picture, tab, house)
        await asyncio.sleep(SETTLED)
        await tab.page.evaluate("document.activeElement.blur()")
        pixels = await pixels_of(tab.page, await tab.page.screenshot())
        (FOLDER / f"{picture.name}.png").write_bytes(encode(calm(pixels)))
        assert tabs.faults == []
    finally:
        await tabs.close()
        await house.close()


async def _show(picture: Picture, tab: Tab, house: PageHouse) -> None:
    if picture.known:
        await _show_known(tab, opened=picture.opened)
    if picture.letter:
        await _show_letter(tab, opened=picture.opened)
    if picture.days:
        await make_days(house, picture.days)
        await tab.page.click("#mood-open")
        await expect(tab.page.locator(".mood-picture")).to_be_visible()
    if picture.grown:
        await make_grown(house)
        await tab.page.click("#becoming-open")
        states = tab.page.get_by_role("region", name="How I came to be")
        await expect(states.get_by_role("listitem").first).to_be_visible()
        await states.evaluate("(states) => states.scrollIntoView()")
    if picture.gallery:
        await tab.page.click("#cast-open")
        await expect(tab.page.locator(".persona").first).to_be_visible()


async def _hold(talk: Talk, tab: Tab, clock: MovedClock, *, greeted: bool) -> None:
    for number, said in enumerate(talk, 1):
        clock.move(EVENING - said.ago - clock.now())
        if not said.ago.days and not greeted:
            await tab.page.reload()
            await tab.until_there()
        await tab.say(said.words)
        await _until_answered(tab, 2 * number + int(greeted))


async def _show_known(tab: Tab, *, opened: str) -> None:
    await tab.page.click("#memory-open")
    await expect(tab.page.locator(".place").first).to_be_visible()
    if opened:
        line = tab.page.locator(".entry", has_text=opened).first
        await line.get_by_role("button", name="More about").first.click()
        await line.locator("summary").first.click()
        await line.evaluate("(line) => line.closest('.part').scrollIntoView()")


async def _write(letter: Written, house: PageHouse, clock: MovedClock, *, has_plans: bool) -> None:
    clock.move(-TOLD_BEFORE)
    if has_plans:
        await make_acquainted(house)
    await make_letter(house, letter, pause=lambda: clock.move(TOLD_BEFORE - READ_AFTER))
    clock.move(READ_AFTER)
    await make_mind(house)
    if has_plans:
        await make_reminder(house, "call Mum")


async def _show_letter(tab: Tab, *, opened: str) -> None:
    why = tab.page.locator(".letter-ask")
    await expect(why).to_be_visible()
    if opened == "why":
        await why.click()
        await expect(tab.page.locator(".letter-wishes")).to_be_visible()
    if opened in {"settings", "mind"}:
        await tab.page.click("#outreach-open")
        await expect(tab.page.locator(".letters-standing")).to_be_visible()
    if opened == "mind":
        coming = tab.page.get_by_role("region", name="The coming week")
        await coming.evaluate("(coming) => coming.scrollIntoView()")


async def _until_answered(tab: Tab, messages: int) -> None:
    await tab.until(tab.talk, lambda seen: len(seen) == messages)
    await expect(tab.page.locator(".streaming")).to_have_count(0)


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
    """Take the pictures that are named on the command line, or all of them."""
    wanted = set(sys.argv[1:])
    expect.set_options(timeout=2 * PATIENCE * 1000)
    FOLDER.mkdir(parents=True, exist_ok=True)
    async with _databases() as url, async_playwright() as playwright:
        browser = await open_chromium(playwright)
        for picture in PICTURES:
            if wanted and picture.name not in wanted:
                continue
            home = Path(tempfile.mkdtemp(prefix="miolumi-pictures-"))
            database_url = await _new_database(url)
            await take(picture, browser=browser, database_url=database_url, home=home)
            shutil.rmtree(home)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
