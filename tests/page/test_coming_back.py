from playwright.async_api import Locator, WebSocket, WebSocketRoute, expect

from tests.acceptance.models import LedModels
from tests.page.house import PageHouse
from tests.page.tabs import UNREACHABLE, Tab, Tabs

KEPT = "Object.keys(localStorage).filter((key) => key.includes('outbox')).length"


LOOK = """(hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event('visibilitychange'));
}"""
"""Look away from the page, or at it again."""

RESTS_AFTER = 120_000
"""As in wire.js, in milliseconds."""


def state(tab: Tab) -> Locator:
    return tab.page.locator("#state")


async def test_a_server_that_stops_and_starts_mid_talk_loses_and_doubles_nothing(
    tabs: Tabs, house: PageHouse, models: LedModels
) -> None:
    tabs.forgiven += UNREACHABLE
    tab, other = await tabs.open(), await tabs.open()
    await tab.say("Tell me a long story.")
    (await models.next_line()).say("Once upon a time, ", "there was a lighthouse. ", "It ")
    await tab.until_last("a lighthouse.")
    await house.close()

    await expect(state(tab)).to_have_text("connection lost, coming back")
    await tab.say("Said while you were away.")
    await tab.until(tab.marks, lambda marks: marks[-1:] == ["will be sent when we are back"])
    await tab.page.goto("about:blank")

    await house.open()
    await tab.page.goto(house.address)
    (await models.next_line()).end("I am back, and I heard you.")
    await tab.until_last("I heard you.")
    for one in (tab, other):
        talk = await one.until(one.talk, lambda seen: len(seen) == 4)
        assert talk[0] == ("you", "Tell me a long story.")
        assert talk[1][1].startswith("Once upon a time, there was a lighthouse.")
        assert talk[2:] == [
            ("you", "Said while you were away."),
            ("lumi", "I am back, and I heard you."),
        ]
    await expect(state(other)).to_have_text("")
    assert [message.content for message in await house.stored()][2:] == [
        "Said while you were away.",
        "I am back, and I heard you.",
    ]
    assert await tab.page.evaluate(KEPT) == 0


async def test_a_connection_cut_in_mid_reply_gets_the_missing_words_once(
    tabs: Tabs, models: LedModels
) -> None:
    tabs.forgiven += UNREACHABLE
    connections: list[WebSocketRoute] = []

    def pass_on(socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        connections.append(socket)

    tab = await tabs.blank()
    await tab.page.route_web_socket("**/ws", pass_on)
    await tab.page.goto(tab.house.address)
    await tab.until_there()
    await tab.say("Tell me a story.")
    line = await models.next_line()
    line.say("Once upon a time, ", "there was a lighthouse. ", "It had ")
    await tab.until_last("a lighthouse.")
    await connections[0].close(code=1011)
    line.say("a keeper who could not sleep. ", "Every ")
    line.end("night he counted ships.")
    story = (
        "Once upon a time, there was a lighthouse. It had a keeper who could not sleep. "
        "Every night he counted ships."
    )
    await tab.until_talk(("you", "Tell me a story."), ("lumi", story))
    assert len(connections) == 2


async def test_a_message_whose_receipt_was_lost_stands_and_is_answered_once(
    tabs: Tabs, house: PageHouse, models: LedModels
) -> None:
    tabs.forgiven += UNREACHABLE
    connections: list[WebSocketRoute] = []

    def swallow_first_receipt(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        is_first = not connections
        connections.append(socket)

        async def down(message: str | bytes) -> None:
            if is_first and '"ack"' in str(message):
                await socket.close(code=1011)
            else:
                socket.send(message)

        server.on_message(down)

    tab = await tabs.blank()
    await tab.page.route_web_socket("**/ws", swallow_first_receipt)
    await tab.page.goto(tab.house.address)
    await tab.until_there()
    await tab.say("Did you get this?")
    (await models.next_line()).end("Yes, and only once.")
    await tab.until_talk(("you", "Did you get this?"), ("lumi", "Yes, and only once."))
    await expect(tab.page.locator(".pending")).to_have_count(0)
    assert len(connections) == 2
    assert len(await house.stored()) == 2
    assert await tab.page.evaluate(KEPT) == 0


async def test_what_the_server_refuses_can_be_discarded(tabs: Tabs, house: PageHouse) -> None:
    tab = await tabs.open()
    await tab.say("word " * 1_700)
    await expect(tab.page.locator(".failed .mark")).to_contain_text("too long")
    await tab.page.click("text=Discard")
    await expect(tab.page.locator("#room")).to_have_attribute("data-scene", "empty")
    assert await house.stored() == []
    assert await tab.page.evaluate(KEPT) == 0


async def test_a_page_that_nobody_looks_at_is_not_there_until_somebody_looks_again(
    tabs: Tabs, models: LedModels
) -> None:
    tab, seen = await tabs.blank(), await tabs.open()
    sockets: list[WebSocket] = []
    tab.page.on("websocket", lambda socket: sockets.append(socket))
    await tab.page.clock.install()
    await tab.page.goto(tab.house.address)
    await tab.until_there()
    await tab.page.evaluate(LOOK, arg=True)
    await tab.page.clock.fast_forward(RESTS_AFTER)
    await seen.say("Are you there?")
    (await models.next_line()).end("I am.")
    await seen.until_last("I am.")
    assert [socket.is_closed() for socket in sockets] == [True]
    assert await tab.talk() == []

    await tab.page.evaluate(LOOK, arg=False)
    await tab.until_talk(("you", "Are you there?"), ("lumi", "I am."))
    assert [socket.is_closed() for socket in sockets] == [True, False]
    await expect(state(tab)).to_have_text("")
