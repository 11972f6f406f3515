"""The terminal's side of the talk, against a server that plays its part frame by frame."""

import asyncio
import io
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest
from websockets.asyncio.server import Server, ServerConnection, serve

from api.commands.chat_conversation import Conversation
from api.commands.chat_rooms import Room
from api.commands.terminal import Screen, printable
from tests.api.factories import make_settings

LUMI = Room(agent_id=None, name="Lumi")
GEMINI = "google_genai:gemini-3-flash-preview"


class Played:
    """A server that keeps what it is sent and says what it is told."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.connections: asyncio.Queue[ServerConnection] = asyncio.Queue()
        self.server: Server | None = None

    async def take(self, connection: ServerConnection) -> None:
        self.connections.put_nowait(connection)
        async for raw in connection:
            self.heard.put_nowait(msgspec.json.decode(raw))

    async def next(self) -> dict[str, Any]:
        return await asyncio.wait_for(self.heard.get(), 5)

    async def connection(self) -> ServerConnection:
        return await asyncio.wait_for(self.connections.get(), 5)


async def tell(connection: ServerConnection, **frame: Any) -> None:
    await connection.send(msgspec.json.encode(frame).decode())


@pytest.fixture
async def played() -> AsyncIterator[Played]:
    played = Played()
    async with serve(played.take, "127.0.0.1", 0) as server:
        played.server = server
        yield played


@pytest.fixture
def words() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def remarks() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
async def conversation(
    played: Played, words: io.StringIO, remarks: io.StringIO
) -> AsyncIterator[Conversation]:
    assert played.server is not None
    port = played.server.sockets[0].getsockname()[1]
    screen = Screen(words=words, remarks=remarks)
    conversation = Conversation(
        make_settings(port=port), token="a token", room=LUMI, voice=GEMINI, screen=screen
    )
    connected = asyncio.create_task(conversation.stay_connected())
    yield conversation
    connected.cancel()
    await asyncio.gather(connected, return_exceptions=True)


async def test_a_reply_is_shown_as_it_comes(
    conversation: Conversation, played: Played, words: io.StringIO
) -> None:
    connection = await played.connection()
    saying = asyncio.create_task(conversation.say("Hello"))
    said = await played.next()
    assert (said["type"], said["text"]) == ("message", "Hello")
    await tell(connection, type="ack", seq=1, clientId=said["clientId"], text="Hello")
    await tell(connection, type="token", seq=2, text="Good ")
    await tell(connection, type="token", seq=3, text="morning.")
    await tell(connection, type="done", seq=4)
    await asyncio.wait_for(saying, 5)
    assert words.getvalue() == "lumi: Good morning.\n"


async def test_each_message_of_a_reply_has_a_line_of_its_own(
    conversation: Conversation, played: Played, words: io.StringIO
) -> None:
    connection = await played.connection()
    saying = asyncio.create_task(conversation.say("I dropped my cup"))
    said = await played.next()
    await tell(connection, type="ack", seq=1, clientId=said["clientId"], text="I dropped my cup")
    await tell(connection, type="token", seq=2, text="Oh no!")
    await tell(connection, type="token", seq=3, text="\n\nThe blue", part=1, pause=0.9)
    await tell(connection, type="token", seq=4, text=" one?", part=1)
    await tell(connection, type="done", seq=5, parts=2)
    await asyncio.wait_for(saying, 5)
    assert words.getvalue() == "lumi: Oh no!\nlumi: The blue one?\n"


async def test_another_voice_is_named_once_when_it_stands_in_and_when_the_model_is_back(
    conversation: Conversation, played: Played, remarks: io.StringIO
) -> None:
    connection = await played.connection()
    for seq, spoke in enumerate(["miolumi:offline", "miolumi:offline", GEMINI, None, GEMINI]):
        saying = asyncio.create_task(conversation.say("Hello"))
        said = await played.next()
        await tell(connection, type="ack", seq=seq, clientId=said["clientId"], text="Hello")
        await tell(connection, type="done", seq=seq, text="Well.", spokenBy=spoke)
        await asyncio.wait_for(saying, 5)
    told = remarks.getvalue().splitlines()
    assert [("doctor" in line, GEMINI in line) for line in told] == [(True, False), (False, True)]


async def test_a_replaced_reply_is_shown_again_as_it_is_stored(
    conversation: Conversation, played: Played, words: io.StringIO
) -> None:
    connection = await played.connection()
    saying = asyncio.create_task(conversation.say("Hello"))
    said = await played.next()
    await tell(connection, type="ack", seq=1, clientId=said["clientId"], text="Hello")
    await tell(connection, type="token", seq=2, text="I am a")
    await tell(connection, type="done", seq=3, text="I am here.")
    await asyncio.wait_for(saying, 5)
    assert words.getvalue() == "lumi: I am a\nlumi: I am here.\n"


async def test_a_cut_connection_comes_back_and_asks_for_what_it_missed(
    conversation: Conversation, played: Played, words: io.StringIO
) -> None:
    first = await played.connection()
    saying = asyncio.create_task(conversation.say("Hello"))
    said = await played.next()
    await tell(first, type="ack", seq=7, clientId=said["clientId"], text="Hello")
    await tell(first, type="token", seq=8, text="Good ")
    await first.close()
    second = await played.connection()
    assert await played.next() == {"type": "resume", "after": 8}
    await tell(second, type="token", seq=9, text="morning.")
    await tell(second, type="done", seq=10, text="Good morning.")
    await asyncio.wait_for(saying, 5)
    assert words.getvalue().endswith("lumi: morning.\n")


async def test_a_message_that_was_not_heard_is_said_again_under_the_same_id(
    conversation: Conversation, played: Played
) -> None:
    first = await played.connection()
    saying = asyncio.create_task(conversation.say("Hello"))
    said = await played.next()
    await first.close()
    await played.connection()
    assert await played.next() == said
    saying.cancel()


async def test_an_interrupt_is_passed_on_and_its_end_is_told(
    conversation: Conversation, played: Played, remarks: io.StringIO
) -> None:
    connection = await played.connection()
    saying = asyncio.create_task(conversation.say("Tell me a long story"))
    said = await played.next()
    await tell(connection, type="ack", seq=1, clientId=said["clientId"], text="…")
    interrupting = asyncio.create_task(conversation.interrupt())
    assert await played.next() == {"type": "interrupt"}
    await tell(connection, type="done", seq=2, ended="interrupted")
    await asyncio.wait_for(saying, 5)
    assert remarks.getvalue() == "(stopped here)\n"
    interrupting.cancel()


async def test_trouble_is_told_and_ends_the_wait(
    conversation: Conversation, played: Played, remarks: io.StringIO
) -> None:
    connection = await played.connection()
    saying = asyncio.create_task(conversation.say("x" * 10_000))
    said = await played.next()
    await tell(connection, type="error", seq=0, clientId=said["clientId"], message="Too long.")
    await asyncio.wait_for(saying, 5)
    assert "Too long." in remarks.getvalue()


async def test_what_another_companion_says_is_not_shown_here_but_that_there_is_something(
    conversation: Conversation, played: Played, words: io.StringIO, remarks: io.StringIO
) -> None:
    connection = await played.connection()
    conversation.room = Room(agent_id="moss", name="Moss")
    saying = asyncio.create_task(conversation.say("Hello"))
    said = await played.next()
    assert said["agentId"] == "moss"
    await tell(connection, type="ack", seq=1, clientId="phone", text="hi Lumi")
    await tell(connection, type="token", seq=2, text="Lumi here.")
    await tell(connection, type="done", seq=3)
    await tell(connection, type="proactive", seq=4, text="Sail!", agentId="tide")
    await tell(
        connection, type="ack", seq=5, clientId=said["clientId"], text="Hello", agentId="moss"
    )
    await tell(connection, type="token", seq=6, text="Hm.", agentId="moss")
    await tell(connection, type="done", seq=7, agentId="moss")
    await asyncio.wait_for(saying, 5)
    assert words.getvalue() == "moss: Hm.\n"
    assert [line.split(": ")[1] for line in remarks.getvalue().splitlines()] == [
        "/lumi",
        "/with tide",
    ]


async def test_a_companion_that_was_given_a_name_goes_by_it_at_once(
    conversation: Conversation, played: Played, words: io.StringIO
) -> None:
    connection = await played.connection()
    saying = asyncio.create_task(conversation.say("I'll call you Ash"))
    said = await played.next()
    await tell(connection, type="ack", seq=1, clientId=said["clientId"], text="I'll call you Ash")
    await tell(connection, type="notice", seq=2, kind="named", text="", name="Ash")
    await tell(connection, type="token", seq=3, text="I like it.")
    await tell(connection, type="done", seq=4)
    await asyncio.wait_for(saying, 5)
    assert words.getvalue() == "ash: I like it.\n"


async def test_helplines_and_the_words_of_other_devices_are_shown(
    conversation: Conversation, played: Played, words: io.StringIO, remarks: io.StringIO
) -> None:
    connection = await played.connection()
    lines = [{"name": "Samaritans", "phone": "116 123"}]
    await tell(connection, type="notice", seq=1, kind="crisis", text="", helplines=lines)
    await tell(connection, type="ack", seq=2, clientId="phone", text="It is me")
    await tell(connection, type="proactive", seq=3, text="How was the interview?")
    await tell(connection, type="pong", seq=3)
    saying = asyncio.create_task(conversation.say("Fine"))
    said = await played.next()
    await tell(connection, type="ack", seq=4, clientId=said["clientId"], text="Fine")
    await tell(connection, type="done", seq=5)
    await asyncio.wait_for(saying, 5)
    assert "Samaritans · 116 123" in remarks.getvalue()
    assert words.getvalue() == "you, elsewhere: It is me\nlumi: How was the interview?\n"


async def test_a_helpline_that_the_reply_names_is_shown_once(
    conversation: Conversation, played: Played, words: io.StringIO, remarks: io.StringIO
) -> None:
    connection = await played.connection()
    saying = asyncio.create_task(conversation.say("I can't go on"))
    said = await played.next()
    lines = [
        {"name": "Samaritans", "reach": "116 123", "hours": "24/7"},
        {"name": "Shout", "reach": "text SHOUT to 85258", "hours": "24/7"},
    ]
    await tell(connection, type="ack", seq=1, clientId=said["clientId"], text="I can't go on")
    await tell(connection, type="notice", seq=2, kind="crisis", text="", helplines=lines)
    await tell(connection, type="token", seq=3, text="I am here. Samaritans: 116 123 (24/7)")
    await tell(connection, type="done", seq=4)
    await asyncio.wait_for(saying, 5)
    assert "Samaritans: 116 123" in words.getvalue()
    assert "Samaritans" not in remarks.getvalue()
    assert "Shout · text SHOUT to 85258 · 24/7" in remarks.getvalue(), "what it leaves out is shown"


def test_no_text_gives_the_terminal_a_command() -> None:
    assert printable("a\x1b[2Jb\x07\x9b31m\ud800 c\n\t你好") == "a[2Jb31m c\n\t你好"
