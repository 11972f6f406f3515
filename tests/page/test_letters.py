"""Messages that came first: the letter in the talk, why it was written, and what may come."""

import re
from dataclasses import replace
from pathlib import Path

from playwright.async_api import Locator, expect

from storage.records.outreach import OutreachSettings
from tests.acceptance.models import LedModels
from tests.page.house import PageHouse
from tests.page.lettered import (
    INTERVIEW,
    MIANSHI,
    make_letter,
    make_mind,
    make_reminder,
    send_letter,
)
from tests.page.tabs import PHONE, Tab, Tabs

CONTRASTS = Path(__file__).with_name("contrast_of_memory.js").read_text()

CONTRASTS_OF_LETTER = (
    CONTRASTS.replace("() =>", "(view) =>", 1)
    .replace('const view = document.querySelector("#memory");', "")
    .replace('resolved("var(--lit)")', "getComputedStyle(view).backgroundColor")
)
"""The same of a letter, whose paper nothing lights."""

ROOM_LEFT = """(select) => {
    const alone = select.cloneNode();
    alone.append(select.selectedOptions[0].cloneNode(true));
    alone.style.width = "max-content";
    select.after(alone);
    const left = select.offsetWidth - alone.offsetWidth;
    alone.remove();
    return left;
}"""
"""Pixels that a choice has more than its words take."""

ENGLISH = re.compile(r"(?!Lumi)[A-Za-z]{2,}")

LEAST_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3."""

LEAST_TARGET = 24
"""Pixels on a side of what is touched (WCAG 2.2, success criterion 2.5.8)."""


async def test_a_letter_says_why_it_was_written_and_takes_a_wish(
    tabs: Tabs, house: PageHouse
) -> None:
    await make_letter(house)
    tab = await tabs.open()
    letter = tab.page.locator(".message[data-kind=proactive]")
    await _says_why(tab, letter)
    wishes = letter.get_by_role("group", name="What you can ask for")
    await _takes_wishes(wishes, letter.get_by_role("status"), house)

    await wishes.get_by_role("button", name="All settings").click()
    view = tab.page.get_by_role("dialog", name="When I write first")
    await expect(view.locator(".letters-standing")).to_contain_text("Nothing comes before")
    await expect(view.locator(".tick-less")).to_contain_text("Comes half as often.")
    await view.get_by_role("button", name="As often again").click()
    await expect(view.locator(".tick-less")).to_have_count(0)
    await view.get_by_role("button", name="Let it come again").click()
    await expect(view.locator(".letters-standing")).not_to_contain_text("Nothing comes before")


async def _says_why(tab: Tab, letter: Locator) -> None:
    """By keyboard, with what it rests on and what was made sure of before."""
    await expect(letter.locator(".letter-head")).to_have_text("Lumi wrote first")
    await expect(letter.locator(".bubble").first).to_have_text(
        "It must be over by now. How did it go?"
    )

    why = letter.get_by_role("button", name="Why did you write?")
    await why.focus()
    await tab.page.keyboard.press("Enter")
    await expect(why).to_have_attribute("aria-expanded", "true")
    await expect(letter.locator(".letter-list").first).to_contain_text(INTERVIEW.known)
    await letter.get_by_text("What I made sure of before I wrote").click()
    assert await letter.locator(".letter-gates li").count() > 5


async def _takes_wishes(wishes: Locator, told: Locator, house: PageHouse) -> None:
    """Never about this, and taken back; less like this; nothing for a week."""
    await wishes.get_by_role("button", name="Never about this").click()
    await expect(told).to_contain_text("I will not bring this up again")
    assert len((await _agreed(house)).forbidden) == 1
    await told.get_by_role("button", name="Take back").click()
    await expect(told).to_have_text("Taken back.")
    assert (await _agreed(house)).forbidden == ()

    await wishes.get_by_role("button", name="Less like this").click()
    await expect(told).to_contain_text("half as often")
    assert (await _agreed(house)).slower == {"follow_up": 2.0}
    await wishes.get_by_role("button", name="Nothing for a week").click()
    await expect(told).to_contain_text("Nothing will come before")
    snoozed = (await _agreed(house)).snoozed_until
    assert snoozed is not None
    assert (snoozed - house.clock.now()).days in {6, 7}


async def test_nothing_comes_until_somebody_agrees_and_every_choice_is_kept(
    tabs: Tabs, house: PageHouse
) -> None:
    tab = await tabs.open()
    view = await _settings(tab, opener="Letters", title="When I write first")
    standing = view.locator(".letters-standing")
    await expect(standing).to_have_text("Lumi writes only when you write.")
    await expect(view.get_by_text("Nothing, since nothing is agreed to.")).to_be_visible()

    choice = view.get_by_role("checkbox", name="Following up")
    await choice.focus()
    await tab.page.keyboard.press("Space")
    await expect(standing).to_have_text("Lumi may write first: Following up.")
    await expect(choice).to_be_focused()
    await _week_ahead_says_what_stays_unsaid(view)
    await _limits_are_kept(tab, view, house)
    await _country_and_age_are_kept(tab, view, house)

    await view.get_by_role("button", name="Write nothing any more").click()
    await expect(standing).to_have_text("Lumi writes only when you write.")
    assert (await _agreed(house)).kinds == frozenset()
    await tab.page.keyboard.press("Escape")
    await expect(tab.page.get_by_role("button", name="Letters")).to_be_focused()


async def _week_ahead_says_what_stays_unsaid(view: Locator) -> None:
    ahead = view.get_by_role("region", name="The coming week")
    await expect(ahead.get_by_role("heading", name="What would stay unsaid")).to_be_visible()
    await expect(ahead.get_by_role("listitem")).to_have_count(1)
    await expect(ahead.get_by_role("listitem")).to_contain_text(
        "The morningGreetingsyou have not agreed to messages of this kind"
    )


async def _limits_are_kept(tab: Tab, view: Locator, house: PageHouse) -> None:
    """Quiet hours, the most a day, and what is never brought up."""
    await view.get_by_label("from", exact=True).fill("21:15")
    await view.get_by_label("from", exact=True).blur()
    await expect(view.get_by_role("status")).to_have_text("Saved.")
    await view.get_by_label("At most", exact=True).select_option("2")
    await view.get_by_label("Something that is never brought up").fill("my father")
    await tab.page.keyboard.press("Enter")
    await expect(view.locator(".letters-line")).to_contain_text("my father")
    agreed = await _agreed(house)
    assert agreed.kinds == frozenset({"follow_up"})
    assert agreed.daily_ceiling == 2
    assert agreed.quiet is not None
    assert f"{agreed.quiet.start:%H:%M}-{agreed.quiet.end:%H:%M}" == "21:15-08:00"
    assert agreed.forbidden == ("my father",)


async def _country_and_age_are_kept(tab: Tab, view: Locator, house: PageHouse) -> None:
    await view.get_by_label("Country", exact=True).select_option(label="United States")
    await view.get_by_label("State", exact=True).fill("ny")
    await view.get_by_label("State", exact=True).blur()
    await expect(view.get_by_label("State", exact=True)).to_have_value("NY")
    await view.get_by_label("Age", exact=True).select_option("adult")
    await expect(view.get_by_label("Age", exact=True)).to_have_value("adult")

    async def said() -> tuple[str | None, ...]:
        me = await house.owner()
        return me.country, me.region, me.age_group

    await tab.until(said, lambda known: known == ("US", "US-NY", "adult"))


async def test_a_chinese_letter_and_its_settings_fit_a_phone_in_the_dark(
    tabs: Tabs, house: PageHouse
) -> None:
    await make_letter(house, MIANSHI)
    await make_reminder(house, "open the window")
    english = replace(await house.owner(), language="en")
    await house.running.persons.update_settings(english, now=house.clock.now())
    tab = await tabs.open(locale="zh-CN", size=PHONE, scheme="dark")
    letter = tab.page.locator(".message[data-kind=proactive]").nth(1)
    await send_letter(house, "还醒着吗？")
    await expect(letter.locator(".bubble")).to_have_text("还醒着吗？")
    await letter.get_by_role("button", name="你为什么写来？").click()
    await expect(letter.get_by_role("group", name="你可以这样要求")).to_be_visible()
    assert ENGLISH.findall(await letter.locator(".letter-why").inner_text()) == []
    width = await tab.page.evaluate("document.documentElement.scrollWidth")
    assert width == PHONE["viewport"]["width"]
    for target in await letter.get_by_role("button").all():
        place = await target.bounding_box()
        assert place is not None
        assert min(place["width"], place["height"]) >= LEAST_TARGET
    await _readable(letter, CONTRASTS_OF_LETTER)
    view = await _settings(tab, opener="来信", title="我什么时候会先写给你")
    standing = view.locator(".letters-standing")
    await expect(standing).to_have_text("Lumi 可以先写：提醒和问问后来。")
    for part, told in (
        ("kinds", ".tick"),
        ("ahead", ".entry-from"),
        ("reminders", ".entry-from"),
    ):
        words = view.locator(f"[aria-labelledby=memory-letters-{part}] {told}")
        await expect(words.first).to_be_visible()
        assert ENGLISH.findall("".join(await words.all_inner_texts())) == []
    assert await view.evaluate("(view) => view.scrollWidth <= view.clientWidth")
    await _readable(view, CONTRASTS.replace("#memory", "#outreach"))


async def test_on_a_phone_every_choice_is_read_to_its_end(tabs: Tabs) -> None:
    tab = await tabs.open(size=PHONE)
    view = await _settings(tab, opener="Letters", title="When I write first")
    for name in ("At most", "Country", "Age"):
        chosen = view.get_by_label(name, exact=True)
        assert await chosen.evaluate(ROOM_LEFT) >= 0, name


async def test_what_is_in_mind_and_what_to_remind_of_is_seen_settled_and_deleted(
    tabs: Tabs, house: PageHouse, models: LedModels
) -> None:
    tab = await tabs.open()
    await tab.say("Remind me tomorrow at nine to call my mother")
    (await models.next_line()).end("I will.")
    await tab.until_last("I will.")
    await make_mind(house)
    view = await _settings(tab, opener="Letters", title="When I write first")
    kept = view.get_by_role("region", name="Reminders")
    await expect(kept.get_by_role("listitem")).to_contain_text("call my mother")
    await expect(kept.get_by_role("listitem")).to_contain_text(re.compile("9:00|09:00|nine|9 am"))
    await kept.get_by_role("button", name="Delete").click()
    await expect(kept).to_contain_text("You can set one in the talk")

    mind = view.get_by_role("region", name="What I have in mind")
    await expect(mind.get_by_role("listitem")).to_have_count(2)
    await expect(mind.get_by_role("listitem").first).to_contain_text("once, from")
    loop = mind.get_by_role("group", name="the interview at the aquarium")
    await loop.get_by_role("button", name="Do not ask").click()
    await expect(mind.get_by_role("listitem").first).to_contain_text("I do not ask about it.")
    await _readable(view, CONTRASTS.replace("#memory", "#outreach"))
    await loop.get_by_role("button", name="You may ask").click()
    await loop.get_by_role("button", name="Settled").click()
    await expect(loop).to_have_count(0)
    thought = mind.get_by_role("group", name="Did your sister like the lighthouse?")
    await thought.get_by_role("button", name="Delete").click()
    await expect(mind).to_contain_text("Nothing right now.")
    await expect(view.get_by_role("status")).to_contain_text("Deleted: Did your sister")


async def _readable(element: Locator, measure: str) -> None:
    contrasts = await element.evaluate(measure)
    assert {text: value for text, value in contrasts.items() if value < LEAST_CONTRAST} == {}


async def _settings(tab: Tab, *, opener: str, title: str) -> Locator:
    await tab.page.get_by_role("button", name=opener, exact=True).click()
    view = tab.page.get_by_role("dialog", name=title)
    await expect(view.locator(".letters-standing")).to_be_visible()
    return view


async def _agreed(house: PageHouse) -> OutreachSettings:
    return await house.running.outreach.settings((await house.owner()).id, None)
