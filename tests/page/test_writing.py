from playwright.async_api import expect

from tests.acceptance.models import LedModels
from tests.page.house import PageHouse
from tests.page.tabs import Tab, Tabs

ENTER_OF_AN_INPUT_METHOD = {
    "type": "rawKeyDown",
    "key": "Enter",
    "code": "Enter",
    "windowsVirtualKeyCode": 229,
}
"""The input method keeps the key for itself; the page sees that it was pressed."""


async def focused(tab: Tab) -> str:
    name: str = await tab.page.evaluate(
        "document.activeElement.id || document.activeElement.tagName"
    )
    return name


async def test_enter_sends_and_shift_enter_begins_a_line(tabs: Tabs, models: LedModels) -> None:
    tab = await tabs.open()
    words = tab.page.locator("#words")
    low = (await tab.box("#words"))["height"]
    await words.press_sequentially("One line")
    await words.press("Shift+Enter")
    await words.press_sequentially("and another")
    await expect(words).to_have_value("One line\nand another")
    assert (await tab.box("#words"))["height"] > low
    await words.press("Enter")
    await expect(words).to_have_value("")
    (await models.next_line()).end("Two lines.")
    await tab.until_talk(("you", "One line\nand another"), ("lumi", "Two lines."))


async def test_the_enter_of_an_input_method_does_not_send(
    tabs: Tabs, house: PageHouse, models: LedModels
) -> None:
    tab = await tabs.open()
    keys = await tab.page.context.new_cdp_session(tab.page)
    await keys.send(
        "Input.imeSetComposition", {"text": "ni hao", "selectionStart": 6, "selectionEnd": 6}
    )
    await keys.send("Input.dispatchKeyEvent", ENTER_OF_AN_INPUT_METHOD)
    await keys.send("Input.insertText", {"text": "你好"})
    await expect(tab.page.locator("#words")).to_have_value("你好")
    assert await house.stored() == []
    await tab.page.keyboard.press("Enter")
    (await models.next_line()).end("你好呀。")
    await tab.until_talk(("you", "你好"), ("lumi", "你好呀。"))
    assert await tab.page.locator(".words[lang=zh-Hans]").count() == 2


async def test_nothing_but_blanks_is_sent_by_nobody(tabs: Tabs, house: PageHouse) -> None:
    tab = await tabs.open()
    await tab.say("  \n ")
    await tab.page.click("#send")
    assert await tab.talk() == []
    assert await house.stored() == []


async def test_what_was_begun_survives_a_reload(tabs: Tabs) -> None:
    tab = await tabs.open()
    await tab.page.fill("#words", "I was just about to")
    await tab.page.reload()
    await expect(tab.page.locator("#words")).to_have_value("I was just about to")


async def test_the_keyboard_alone_is_enough(tabs: Tabs, models: LedModels) -> None:
    tab = await tabs.open()
    press = tab.page.keyboard.press
    places = []
    for key in ("Shift+Tab", "Shift+Tab", "Tab", "Tab", "Tab", "Tab"):
        await press(key)
        places.append(await focused(tab))
    assert places == ["talk", "A", "talk", "words", "send", "BUTTON"]

    await press("Enter")
    sheet = tab.page.get_by_role("dialog", name="The offline voice")
    await expect(sheet).to_be_visible()
    await press("Escape")
    await expect(sheet).to_be_hidden()
    assert await focused(tab) == "BUTTON"

    await press("Shift+Tab")
    await press("Shift+Tab")
    await tab.page.keyboard.type("Hello")
    await press("Enter")
    line = await models.next_line()
    line.say("I am so glad you came, ", "there is a lot to talk about. ", "First ")
    await tab.until_last("there is a lot")
    await press("Tab")
    assert await focused(tab) == "stop"
    await press("Enter")
    await tab.until(tab.marks, lambda marks: marks == ["stopped here"])
    assert await focused(tab) == "words"


async def test_escape_stops_a_reply(tabs: Tabs, models: LedModels) -> None:
    tab = await tabs.open()
    await tab.say("Hello")
    (await models.next_line()).say("I am so glad you came, ", "there is a lot to say. ", "So ")
    await tab.until_last("there is a lot")
    await tab.page.keyboard.press("Escape")
    await tab.until(tab.marks, lambda marks: marks == ["stopped here"])
