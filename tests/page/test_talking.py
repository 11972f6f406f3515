from typing import Literal

import pytest
from playwright.async_api import expect

from tests.acceptance.models import LedModels
from tests.page.house import PageHouse
from tests.page.tabs import PHONE, Tabs


async def test_a_reply_streams_after_a_sign_that_it_is_coming(
    tabs: Tabs, models: LedModels
) -> None:
    tab = await tabs.open()
    await tab.say("Tell me more: my sister is moving to Lisbon.")
    line = await models.next_line()
    await expect(tab.page.locator(".typing")).to_be_visible()
    await expect(tab.page.locator("#state")).to_have_text("thinking")
    await expect(tab.page.locator("#room")).to_have_attribute("data-scene", "talking")
    line.say("That is a long way ", "from twenty minutes down the road. ", "Are you all ")
    await tab.until_last("down the road.")
    await expect(tab.page.locator(".typing")).to_have_count(0)
    await expect(tab.page.locator("#state")).to_have_text("writing")
    half = (await tab.talk())[-1][1]
    line.end("right?\n\n", "You can be happy for her and miss her already.")
    whole = (
        "That is a long way from twenty minutes down the road. Are you all right?\n\n"
        "You can be happy for her and miss her already."
    )
    await tab.until_talk(("you", "Tell me more: my sister is moving to Lisbon."), ("lumi", whole))
    assert whole.startswith(half)
    await expect(tab.page.locator("#state")).to_have_text("")
    await expect(tab.page.locator("#stop")).to_be_hidden()


async def test_every_device_sees_the_same_talk_also_one_that_comes_in_the_middle(
    tabs: Tabs, models: LedModels
) -> None:
    desktop, phone = await tabs.open(), await tabs.open(size=PHONE)
    await desktop.say("Hello from the desk, tell me more.")
    line = await models.next_line()
    line.say("Hello, I can see ", "you are at your desk today. ", "And the ")
    for tab in (desktop, phone):
        await tab.until_last("at your desk today.")
    late = await tabs.open(desktop.page.context)
    line.end("phone hears me too.")
    await desktop.until_last("hears me too.")
    await phone.say("Hello from the phone.")
    (await models.next_line()).end("There you are, on the phone.")
    expected = [
        ("you", "Hello from the desk, tell me more."),
        ("lumi", "Hello, I can see you are at your desk today. And the phone hears me too."),
        ("you", "Hello from the phone."),
        ("lumi", "There you are, on the phone."),
    ]
    for tab in (desktop, phone, late):
        await tab.until_talk(*expected)


async def test_stop_ends_a_reply_and_keeps_what_was_said(
    tabs: Tabs, house: PageHouse, models: LedModels
) -> None:
    tab = await tabs.open()
    await tab.say("Tell me everything about the sea.")
    line = await models.next_line()
    line.say("The sea is very old, ", "and it never hurries. ", "Long before ")
    await tab.until_last("never hurries.")
    await tab.page.click("#stop")
    await tab.until(tab.marks, lambda marks: marks == ["stopped here"])
    said = (await tab.talk())[-1][1]
    assert line.closed.is_set()
    assert (await house.stored())[-1].content.strip() == said
    await expect(tab.page.locator("#words")).to_be_focused()
    await tab.page.reload()
    await tab.until_there()
    await tab.until(tab.marks, lambda marks: marks == ["stopped here"])


async def test_a_new_message_stops_the_reply_and_both_stand(tabs: Tabs, models: LedModels) -> None:
    tab = await tabs.open()
    await tab.say("Tell me about the sea.")
    (await models.next_line()).say("The sea is very old, ", "and it never hurries. ", "Long ")
    await tab.until_last("never hurries.")
    await tab.say("Wait, about mountains!")
    (await models.next_line()).end("Mountains hurry even less.")
    talk = await tab.until(
        tab.talk, lambda seen: seen[-1] == ("lumi", "Mountains hurry even less.")
    )
    assert [who for who, _ in talk] == ["you", "lumi", "you", "lumi"]
    assert await tab.marks() == ["stopped here"]


async def test_a_screen_reader_hears_whole_replies_and_no_pieces(
    tabs: Tabs, models: LedModels
) -> None:
    tab = await tabs.open()
    heard = tab.page.locator("#heard[role=log][aria-live=polite]")
    await tab.say("Good evening.")
    line = await models.next_line()
    line.say("Good evening to you, ", "I was hoping you would come by. ", "How ")
    await tab.until_last("come by.")
    await expect(heard).not_to_contain_text("Good evening")
    line.end("was it?")
    await expect(heard).to_contain_text(
        "Lumi: Good evening to you, I was hoping you would come by. How was it?"
    )
    assert await tab.page.locator(".message .unseen").all_text_contents() == ["You: ", "Lumi: "]
    for name in ("Talk", "Send", "Your words"):
        await expect(tab.page.get_by_label(name, exact=True)).to_have_count(1)


async def test_words_are_never_markup(tabs: Tabs, models: LedModels) -> None:
    tab = await tabs.open()
    said = "<img src=x onerror=alert(1)> & <b>bold</b>"
    await tab.say(said)
    (await models.next_line()).end("<i>alert(2)</i> is what you mean, I think.")
    await tab.until_talk(("you", said), ("lumi", "<i>alert(2)</i> is what you mean, I think."))
    assert await tab.page.locator(".messages :is(img, b, i, script)").count() == 0


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
async def test_the_newest_words_stay_in_view_however_many_come_at_once(
    tabs: Tabs, models: LedModels, motion: Literal["no-preference", "reduce"]
) -> None:
    tab = await tabs.open(size=PHONE, motion=motion)
    for number in range(3):
        await tab.say(f"Tell me more, part {number}.")
        (await models.next_line()).end("There is a lot to tell, I think. " * 12, f"End {number}.")
        await tab.until_last(f"End {number}.")
    composer = await tab.box("#composer")
    await tab.until(
        lambda: tab.box(".message .bubble"),
        lambda last: last["y"] + last["height"] <= composer["y"],
    )
    await expect(tab.page.locator("#newest")).to_be_hidden()


async def test_a_reply_of_two_messages_comes_one_after_the_other(
    tabs: Tabs, models: LedModels
) -> None:
    tab = await tabs.open(motion="no-preference")
    await tab.say("I dropped my favourite cup this morning.")
    (await models.next_line()).end("Oh no!\n", "\nThe blue one?")
    await tab.until_talk(("you", "I dropped my favourite cup this morning."), ("lumi", "Oh no!"))
    await expect(tab.page.locator(".typing")).to_be_visible()
    await tab.until_talk(
        ("you", "I dropped my favourite cup this morning."), ("lumi", "Oh no!\n\nThe blue one?")
    )
    await expect(tab.page.locator(".theirs .bubble")).to_have_count(2)
    await expect(tab.page.locator(".typing")).to_have_count(0)
    await expect(tab.page.locator("#state")).to_have_text("")
