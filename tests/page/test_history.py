from playwright.async_api import expect

from tests.factories import exchange
from tests.page.house import PageHouse
from tests.page.tabs import Tabs

EXCHANGES = 65
"""More than two pages of fifty messages."""

PLACE = """() => {
    const seen = [...document.querySelectorAll('.message')]
        .find((message) => message.getBoundingClientRect().top > 250);
    return [seen.querySelector('.bubble').textContent, seen.getBoundingClientRect().top];
}"""

TOP_OF = """(text) => [...document.querySelectorAll('.message')]
    .find((message) => message.querySelector('.bubble').textContent === text)
    .getBoundingClientRect().top"""

BELOW = "talk.scrollHeight - talk.scrollTop - talk.clientHeight"
"""Pixels between what is seen and the end."""

STANDS = """async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    for (let height = 0, times = 0; times < 3; height = talk.clientHeight) {
        await frame();
        times = talk.clientHeight > 0 && talk.clientHeight === height ? times + 1 : 0;
    }
}"""
"""Waits until the room has taken its shape: no reader is as quick as a test."""


async def tell_much(house: PageHouse) -> None:
    person = await house.owner()
    for number in range(EXCHANGES):
        await exchange(
            house.running.talks,
            person,
            f"This is message {number}.",
            clock=house.clock,
            answer=f"And this is answer {number}.",
        )


async def test_earlier_words_come_as_the_reader_goes_up_and_nothing_jumps(
    tabs: Tabs, house: PageHouse
) -> None:
    await tell_much(house)
    tab = await tabs.open()
    page = tab.page
    messages = page.locator(".message")
    await tab.until_last(f"answer {EXCHANGES - 1}.")
    await tab.page.evaluate(STANDS)
    assert await messages.count() == 50
    assert await page.evaluate(BELOW) < 2

    async with page.expect_response("**/api/messages?*before=*"):
        await page.evaluate("talk.scrollTop = 700")
        text, before = await page.evaluate(PLACE)
    await expect(messages).to_have_count(100)
    assert abs(await page.evaluate(TOP_OF, text) - before) < 2

    await page.evaluate("talk.scrollTop = 0")
    await expect(messages).to_have_count(2 * EXCHANGES)
    talk = await tab.talk()
    assert talk[0] == ("you", "This is message 0.")
    assert len(set(talk)) == 2 * EXCHANGES


async def test_a_reader_of_old_words_is_not_pulled_down(tabs: Tabs, house: PageHouse) -> None:
    await tell_much(house)
    tab = await tabs.open()
    await tab.until_last(f"answer {EXCHANGES - 1}.")
    await tab.page.evaluate(STANDS)
    await tab.page.evaluate("talk.scrollTop = 900")
    await expect(tab.page.locator("#newest")).to_be_visible()
    other = await tabs.open()
    await other.say("Something new from another device.")
    await tab.until_last("Something new")
    assert await tab.page.evaluate(BELOW) > 500
    await tab.page.click("#newest")
    await tab.until(lambda: tab.page.evaluate(BELOW), lambda below: below < 2)
    await expect(tab.page.locator("#newest")).to_be_hidden()
