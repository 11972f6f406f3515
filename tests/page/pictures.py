"""Takes the pictures of the README: `python -m tests.page.pictures [NAME]...`.

What the person says is written in `picture_list`. What is answered is what the offline voice
answers to it: the page, the server, the wire, the database and the voice are the real ones.
"""

import asyncio
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from playwright.async_api import Browser, async_playwright, expect
from psycopg import AsyncConnection, sql
from psycopg.conninfo import make_conninfo

from storage.embedded import EmbeddedPostgres
from tests.api.factories import make_settings
from tests.page.chromium import open_chromium
from tests.page.grown import make_grown
from tests.page.house import PageHouse, free_port
from tests.page.known import make_known
from tests.page.lettered import Written, make_acquainted, make_letter, make_mind, make_reminder
from tests.page.mooded import make_days
from tests.page.picture_list import EVENING, PICTURES, Picture, Talk
from tests.page.png import calm, encode
from tests.page.tabs import PATIENCE, Tab, Tabs, pixels_of
from tools.clock import MovedClock

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"

TOLD_BEFORE = timedelta(hours=27)
"""How long before the evening the companion was told what it asks about."""

READ_AFTER = timedelta(minutes=26)
"""How long its letter lay there."""

SETTLED = 6.0
"""Seconds after which the orb has reached its colour."""


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
