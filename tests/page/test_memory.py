import re
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.async_api import Locator, expect

from tests.page.house import PageHouse
from tests.page.known import XIAOYU, make_known
from tests.page.memory_view import line, open_memory, unfold
from tests.page.tabs import DESKTOP, PHONE, Tabs
from tests.remembering import memory, read

LEAST_TARGET = 24
"""Pixels on a side of what is touched (WCAG 2.2, success criterion 2.5.8)."""

LEAST_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3."""

CONTRASTS = (Path(__file__).parent / "contrast_of_memory.js").read_text()

LATIN = re.compile(r"[A-Za-z]{2,}")


async def test_what_is_remembered_stands_by_kind_and_in_short(view: Locator) -> None:
    headings = await view.get_by_role("heading", level=2).all_text_contents()
    assert headings == [
        "In short",
        "Who you are",
        "What you like",
        "What happened",
        "How you felt",
        "You and others",
        "Between us",
        "Milestones",
        "Your days",
        "People in your life",
        "What I go by",
        "What changed",
        "It is yours",
    ]
    who = view.get_by_role("region", name="Who you are")
    await expect(who.locator(".part-count")).to_have_text("2")
    await expect(who.locator("> .entries > .entry > .entry-main .entry-title")).to_have_text(
        ["Lives in Lisbon", "Is called Maren"]
    )
    await expect(view.get_by_role("region", name="In short")).to_contain_text("Lives in Lisbon")
    await expect(line(view, "Lives in Lisbon")).to_contain_text("“I live in Lisbon now”")


async def test_a_memory_says_where_it_comes_from_and_how_sure_it_is(view: Locator) -> None:
    lisbon = await unfold(view, "Lives in Lisbon")
    await expect(lisbon).to_contain_text("Fairly sure: you said it once (75 %)")
    await expect(lisbon.locator("blockquote")).to_have_text(
        "So. I live in Lisbon now. The boxes are still everywhere"
    )
    await expect(lisbon.locator("mark")).to_have_text("I live in Lisbon now")
    await lisbon.get_by_role("button", name="See it in our talk").click()
    talk = lisbon.get_by_role("list", name="Our talk around it")
    await expect(talk.locator(".this")).to_contain_text("I live in Lisbon now")
    await expect(talk).to_contain_text("How does the first evening there feel?")
    await lisbon.get_by_role("button", name="Hide the talk").click()
    await expect(talk).to_be_hidden()


async def test_what_used_to_be_so_is_folded_below_what_took_its_place(view: Locator) -> None:
    lisbon = view.locator(".entry", has_text="Lives in Lisbon").first
    london = lisbon.locator(".entry", has_text="Lives in London")
    await expect(london).to_be_hidden()
    await lisbon.get_by_text("Used to be (1)").click()
    await expect(london).to_be_visible()
    await expect(london).to_contain_text("no longer since")
    await london.get_by_role("button", name="More about").click()
    await expect(london.get_by_role("button", name="Forget")).to_be_visible()
    await expect(london.get_by_role("button", name="Correct")).to_have_count(0)


async def test_the_past_is_shown_as_it_was_known_and_only_to_look_at(
    view: Locator, house: PageHouse
) -> None:
    day = house.clock.now().date().fromordinal(house.clock.now().date().toordinal() - 100)
    await view.get_by_label("As I knew you on").last.fill(f"{day:%Y-%m-%d}")
    found = view.get_by_role("region", name="As I knew you on")
    await expect(found.locator(".entry-title")).to_have_text(["Is called Maren", "Lives in London"])
    await unfold(found, "Lives in London")
    await expect(found.locator("blockquote")).to_be_visible()
    assert await found.get_by_role("button", name=re.compile("Correct|Forget|Pin")).count() == 0
    await expect(view.get_by_role("region", name="Who you are")).to_be_hidden()
    await found.get_by_role("button", name="Back to today").click()
    await expect(view.get_by_role("region", name="Who you are")).to_be_visible()


async def test_what_was_learned_today_and_what_is_searched_for_is_found(view: Locator) -> None:
    today = view.get_by_role("button", name="Learned today · 2")
    await today.click()
    found = view.locator("[aria-labelledby=memory-found]")
    await expect(found.locator(".entry-title")).to_have_count(2)
    await expect(view.locator("[role=status]")).to_have_text("2 found")
    await today.click()
    await expect(found).to_be_hidden()
    search = view.get_by_role("searchbox", name="Search what I know")
    await search.fill("coffee")
    await expect(found.get_by_role("heading")).to_have_text("Found for “coffee”")
    await expect(found.locator(".entry-title")).to_have_text(["Drinks her coffee black"])
    await search.fill("zebra")
    await expect(found).to_contain_text("I find nothing of that kind.")


async def test_much_is_shown_a_piece_at_a_time(tabs: Tabs, house: PageHouse) -> None:
    person, now = await house.owner(), house.clock.now()
    many = [memory(f"Has the lucky number {number}", now=now) for number in range(45)]
    await read(house.running.database, person.id, *many, now=now)
    view = await open_memory(await tabs.open())
    part = view.get_by_role("region", name="What happened")
    lines = part.locator(".entry")
    await expect(lines).to_have_count(6)
    await part.get_by_role("button", name="Show 30 more").click()
    await expect(lines).to_have_count(36)
    await expect(lines.nth(6).get_by_role("button")).to_be_focused()
    await part.get_by_role("button", name="Show 9 more").click()
    await expect(lines).to_have_count(45)
    assert len(set(await lines.locator(".entry-title").all_text_contents())) == 45


async def test_the_keyboard_opens_closes_and_comes_back(tabs: Tabs, house: PageHouse) -> None:
    await make_known(house)
    tab = await tabs.open()
    opener = tab.page.get_by_role("button", name="What I know about you")
    await opener.focus()
    await tab.page.keyboard.press("Enter")
    view = tab.page.get_by_role("dialog", name="What I know about you")
    await expect(view.get_by_role("heading", level=1)).to_be_focused()
    assert tab.page.url.endswith("/#memory")
    await expect(view.locator(".place").first).to_be_visible()
    await view.get_by_role("button", name="Milestones").focus()
    await tab.page.keyboard.press("Enter")
    await expect(view.get_by_role("heading", name="Milestones")).to_be_focused()
    await tab.page.keyboard.press("Escape")
    await expect(view).to_be_hidden()
    await expect(opener).to_be_focused()
    await expect(tab.page).to_have_url(f"{house.address}/")


async def test_the_address_leads_to_the_view_and_back_leaves_it(
    tabs: Tabs, house: PageHouse
) -> None:
    await make_known(house)
    tab = await tabs.blank()
    await tab.page.goto(f"{house.address}/#memory")
    view = tab.page.get_by_role("dialog", name="What I know about you")
    await expect(view.get_by_text("Lives in Lisbon").first).to_be_visible()
    await view.get_by_role("button", name="Back to our talk").click()
    await expect(view).to_be_hidden()
    await expect(tab.page).to_have_url(f"{house.address}/")
    await open_memory(tab)
    await tab.page.go_back()
    await expect(view).to_be_hidden()
    await tab.page.go_forward()
    await expect(view).to_be_visible()


async def test_to_somebody_new_it_is_honest_and_warm(tabs: Tabs) -> None:
    tab = await tabs.open()
    await tab.page.click("#memory-open")
    view = tab.page.get_by_role("dialog")
    await expect(view.get_by_role("heading", level=1)).to_have_text(
        "I don’t know anything about you yet."
    )
    assert await view.get_by_role("heading", level=2).all_text_contents() == ["It is yours"]


async def test_without_a_server_it_says_so_and_reads_again_when_there_is_one(
    tabs: Tabs, house: PageHouse
) -> None:
    tabs.forgiven += ["Failed to load resource", "WebSocket", "ERR_"]
    await make_known(house)
    tab = await tabs.open()
    view = await open_memory(tab)
    runs = await unfold(view, "Runs along the river")
    await house.close()
    await runs.get_by_role("button", name="Pin", exact=True).click()
    await expect(runs.locator(".entry-note")).to_contain_text("I cannot be reached right now.")
    await tab.page.keyboard.press("Escape")
    await tab.page.click("#memory-open")
    await expect(view.locator(".part-trouble").first).to_contain_text("I cannot be reached")
    await house.open()
    await expect(view.locator(".part-trouble")).to_have_count(0, timeout=30_000)
    await runs.get_by_role("button", name="Pin", exact=True).click()
    await expect(runs.locator(".entry-pin")).to_be_visible()


async def test_what_somebody_said_is_never_markup(tabs: Tabs, house: PageHouse) -> None:
    person, now = await house.owner(), house.clock.now()
    evil = "<img src=x onerror=alert(1)> <b>bold</b>"
    await read(house.running.database, person.id, memory(evil, now=now), now=now)
    view = await open_memory(await tabs.open())
    await expect(line(view, "onerror").locator(".entry-title")).to_have_text(evil)
    assert await view.locator("img, b, script").count() == 0


async def test_a_chinese_reader_gets_it_in_chinese(tabs: Tabs, house: PageHouse) -> None:
    await make_known(house, XIAOYU)
    tab = await tabs.open(locale="zh-CN")
    await tab.page.get_by_role("button", name="我记得的你").click()
    view = tab.page.get_by_role("dialog", name="我记得的你")
    await expect(view.get_by_role("heading", name="你是谁")).to_be_visible()
    chengdu = line(view.get_by_role("region", name="你是谁"), "住在成都")
    await chengdu.get_by_role("button", name="详情").first.click()
    await expect(chengdu).to_contain_text("比较确定：你说过一次")
    shown = re.sub("Markdown|JSON|MEMORY.md|MB", "", await view.inner_text())
    shown = re.sub(r"I am listening.", "", shown)
    assert not LATIN.findall(shown)
    search = view.get_by_role("searchbox")
    await search.fill("火锅")
    found = view.locator("[aria-labelledby=memory-found]")
    await expect(found.locator(".entry-title")).to_have_text(["喜欢吃微辣的火锅"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_all_of_it_is_readable_and_large_enough_to_touch(
    tabs: Tabs, house: PageHouse, size: dict[str, Any], scheme: Literal["light", "dark"]
) -> None:
    await make_known(house)
    person, now = await house.owner(), house.clock.now()
    long = memory("Unbreakable: " + "w" * 300, now=now, type="identity")
    await read(house.running.database, person.id, long, now=now)
    tab = await tabs.open(size=size, scheme=scheme)
    view = await open_memory(tab)
    await view.get_by_text("Used to be (1)").click()
    lisbon = view.locator(".entry", has_text="Lives in Lisbon").first
    await lisbon.get_by_role("button", name="More about").first.click()
    await lisbon.get_by_role("button", name="Forget").last.click()
    await expect(lisbon.locator("mark")).to_be_visible()
    assert await view.evaluate("(view) => view.scrollWidth <= view.clientWidth")
    for target in await view.locator("button:visible, summary:visible, input:visible").all():
        place = await target.bounding_box()
        if place and await target.get_attribute("type") != "file":
            assert min(place["width"], place["height"]) >= LEAST_TARGET, await target.inner_text()
    found = await tab.page.evaluate(CONTRASTS)
    assert {text: value for text, value in found.items() if value < LEAST_CONTRAST} == {}


async def test_both_languages_have_a_word_for_everything(tabs: Tabs) -> None:
    tab = await tabs.open()
    shapes = await tab.page.evaluate("""async () => {
        const { english } = await import('/page/memory/english.js');
        const { chinese } = await import('/page/memory/chinese.js');
        const shape = (words, above) => Object.entries(words).flatMap(([key, value]) =>
            typeof value === 'string'
                ? [`${above}${key} ${[...value.matchAll(/\\{\\w+\\}/g)].sort().join()}`]
                : shape(value, `${above}${key}.`));
        return [shape(english, ''), shape(chinese, ''), Object.keys(english.keys)];
    }""")
    english, chinese, keys = shapes
    assert sorted(english) == sorted(chinese)
    table = Path(__file__).parents[2] / "tools" / "memory" / "preferences.toml"
    assert re.findall(r'^name = "(.*)"', table.read_text(), re.MULTILINE) == keys


async def test_whose_sign_in_ended_is_led_to_the_door(tabs: Tabs, house: PageHouse) -> None:
    tabs.forgiven += ["Failed to load resource"]
    await make_known(house)
    tab = await tabs.open()
    await open_memory(tab)
    await tab.page.keyboard.press("Escape")
    await tab.page.context.clear_cookies()
    await tab.page.click("#memory-open")
    await expect(tab.page.locator("#room")).to_have_attribute("data-scene", "door")
    await expect(tab.page.locator("#memory")).to_be_hidden()
