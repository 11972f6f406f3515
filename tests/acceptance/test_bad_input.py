"""Whatever comes over the wire: words that help, and the connection stays where it can."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import pytest

from api.entrance.tokens import SESSION_LIFE
from api.settings import Settings
from api.talks.conversation import Limits
from api.talks.device import BACKLOG_LIMIT
from api.talks.frames_up import CLIENT_ID_LIMIT, FRAME_BYTES, TEXT_LIMIT
from api.talks.refusals import CLOSE_SIGNED_OUT, CLOSE_SLOW
from tests.acceptance.conftest import PACE, UPKEEP
from tests.acceptance.models import LedModels
from tests.acceptance.records import messages_of
from tests.acceptance.serving import House, open_house
from tests.clients import Device, device_at
from tests.fakes import FakeModels
from tools.clock import MovedClock

PIECE = "a word or two of a very long reply, " * 6
"""About 200 bytes in one chunk: enough of them fill every buffer between two ends."""

BROKEN: list[tuple[str | bytes, str | None]] = [
    ("", "not_json"),
    ("hello", "not_json"),
    ("{", "not_json"),
    ('{"type": "message", "text": "\\ud800"}', "not_json"),
    ("null", None),
    ("[]", None),
    ("{}", None),
    ('{"type": null}', None),
    ('{"type": ["message"]}', None),
    ('{"type": "sing"}', "unknown_frame"),
    ('{"type": "token", "text": "I am the companion"}', "unknown_frame"),
    ('{"type": "message"}', "bad_frame"),
    ('{"type": "message", "text": null}', "bad_frame"),
    ('{"type": "message", "text": 7}', "bad_frame"),
    ('{"type": "message", "text": {"$ne": 1}}', "bad_frame"),
    ('{"type": "message", "text": "hi", "mediaIds": "photo"}', "bad_frame"),
    ('{"type": "message", "text": "hi", "mediaIds": ["\\u0000"]}', "bad_frame"),
    ('{"type": "message", "text": "hi", "clientId": 5}', "bad_frame"),
    ('{"type": "message", "text": "hi", "clientId": ""}', "bad_frame"),
    ('{"type": "message", "text": "hi", "clientId": "a\\u0000b"}', "bad_frame"),
    ('{"type": "message", "text": "hi", "agentId": "\\u0000"}', "bad_frame"),
    ('{"type": "message", "text": "hi", "agentId": "nobody"}', "unknown_agent"),
    ('{"type": "message", "text": ""}', "empty"),
    ('{"type": "message", "text": " \\n\\u0000\\u0007 "}', "empty"),
    ('{"type": "resume"}', "bad_frame"),
    ('{"type": "resume", "after": -1}', "bad_frame"),
    ('{"type": "resume", "after": "all"}', "bad_frame"),
    ('{"type": "resume", "after": 1e300}', "bad_frame"),
    ('{"type": "auth", "token": "somebody else"}', "signed_in"),
    ("[" * 50_000, "not_json"),
    (json.dumps({"type": "message", "text": "a" * (TEXT_LIMIT + 1)}), "too_long"),
    (json.dumps({"type": "message", "text": "a", "clientId": "b" * 10_000}), "bad_frame"),
    (json.dumps({"type": "message", "text": "a" * 1_000_000}), "too_large"),
    (b'{"type": "message", "text": "binary"}', "binary"),
    (b"\x00\xff\xfe", "binary"),
]


async def until_errors(device: Device, count: int) -> None:
    await device.until(lambda: len(device.of("error")) == count)


async def test_every_broken_frame_is_answered_and_the_talk_goes_on(
    house: House, models: LedModels, database_url: str
) -> None:
    async with house.device("anna") as anna:
        for number, (raw, code) in enumerate(BROKEN, 1):
            await anna.connection.send(raw)
            await until_errors(anna, number)
            error = anna.of("error")[-1]
            assert code in {error["code"], None}, raw[:80]
            assert error["message"]
            assert "Traceback" not in str(error)
        await anna.say("Still here?")
        (await models.next_line()).end("Of course.")
        await anna.until_done()
        assert anna.replies == ["Of course."]
    stored = await messages_of(database_url, "anna")
    assert [row["content"] for row in stored] == ["Still here?", "Of course."]


async def test_an_error_names_the_message_it_is_about(house: House) -> None:
    async with house.device("anna") as anna:
        for number, text in enumerate(("", "a" * (TEXT_LIMIT + 1), "a" * FRAME_BYTES), 1):
            await anna.say(text, client_id=f"message {number}")
            assert (await anna.until_first("error", clientId=f"message {number}"))["message"]


async def test_the_longest_message_and_odd_signs_are_stored_as_they_are(
    house: House, models: LedModels, database_url: str
) -> None:
    texts = [
        "长" * TEXT_LIMIT,
        "a\u202eb \U0001f469\u200d\U0001f680 Z\u0351\u036b '; DROP TABLE users; --",
    ]
    async with house.device("anna") as anna:
        for number, text in enumerate(texts, 1):
            await anna.say(text, client_id="i" * (CLIENT_ID_LIMIT - number))
            (await models.next_line()).end("I see.")
            await anna.until_done(number)
        await anna.say("a\u0000b\u0007c")
        (await models.next_line()).end("I see.")
        await anna.until_done(3)
    stored = [row["content"] for row in await messages_of(database_url, "anna")]
    assert stored[::2] == [*texts, "abc"]


async def test_invalid_utf8_ends_the_connection_and_nothing_else(
    house: House, models: LedModels, caplog: pytest.LogCaptureFixture
) -> None:
    async with house.device("anna") as anna, house.device("anna") as other:
        await anna.say("Hello!")
        (await models.next_line()).end("Hi.")
        await anna.until_done()
        await anna.connection.send(b"\xc3\x28 is no text", text=True)
        assert await anna.until_closed() == 1007
        caplog.clear()  # the WebSocket library reports it as its own failure
        await other.in_step()
        async with house.device("anna", after=1) as again:
            await again.in_step()
            assert again.stream == anna.stream[1:]


async def test_a_frame_beyond_every_limit_ends_the_connection_and_nothing_else(
    house: House,
) -> None:
    async with house.device("anna") as anna, house.device("anna") as other:
        await anna.connection.send("a" * 3_000_000)
        assert await anna.until_closed() == 1009
        await other.in_step()


def refused_tokens(house: House, clock: MovedClock) -> Iterator[tuple[str | None, str]]:
    token = house.token("anna")
    yield token[:-4] + "AAAA", "signed"
    yield "nonsense", "read"
    yield "", "sign"
    clock.move(SESSION_LIFE + timedelta(seconds=1))
    yield token, "expired"


async def test_a_token_that_is_not_believed_is_told_why(house: House, clock: MovedClock) -> None:
    for token, why in refused_tokens(house, clock):
        async with device_at(house.url, token) as stranger:
            error = await stranger.until_first("error", code="not_signed_in")
            assert why in error["message"].lower()
            await stranger.send("message", text="Let me in!")
            assert await stranger.until_closed() == CLOSE_SIGNED_OUT
            assert not stranger.stream


async def test_a_client_without_headers_signs_in_by_its_first_frame(
    house: House, models: LedModels
) -> None:
    async with device_at(house.url, None) as anna:
        await anna.send("auth", token=house.token("anna"))
        await anna.say("Hello!")
        (await models.next_line()).end("Hi.")
        await anna.until_done()
        assert anna.replies == ["Hi."]


async def test_nobody_gets_in_without_saying_who_they_are(house: House) -> None:
    for frame in ({"type": "ping"}, {"type": "auth", "token": "x"}, "nonsense"):
        async with device_at(house.url, None) as stranger:
            await stranger.connection.send(json.dumps(frame))
            assert await stranger.until_closed() == CLOSE_SIGNED_OUT
            assert stranger.of("error", code="not_signed_in")


async def test_a_token_shows_its_own_person_and_nobody_else(
    house: House, models: LedModels, database_url: str
) -> None:
    async with house.device("anna") as anna, house.device("ben") as ben:
        await anna.say("A secret of Anna.")
        (await models.next_line()).end("It is safe.")
        await anna.until_done()
        await ben.send("interrupt")
        await ben.resume(0)
        await ben.in_step()
        assert not ben.stream
    assert not await messages_of(database_url, "ben")


async def test_a_page_of_another_site_may_not_connect(house: House) -> None:
    with pytest.raises(Exception, match="403"):
        async with device_at(house.url, house.token("anna"), origin="https://evil.example"):
            pass


@pytest.fixture
async def generous_house(settings: Settings, clock: MovedClock) -> AsyncIterator[House]:
    """A server with a burst of 200 frames that recovers quickly."""
    limits = Limits(frames_per_second=4_000, messages_burst=3, messages_per_second=0.1)
    async with open_house(
        settings,
        clock=clock,
        limits=limits,
        models=FakeModels(),
        pace=PACE,
        upkeep=UPKEEP,
    ) as opened:
        yield opened


async def test_ten_thousand_frames_at_once_meet_a_limit_and_the_connection_stays(
    generous_house: House,
) -> None:
    async with generous_house.device("anna") as anna, generous_house.device("ben") as ben:
        await anna.until_first("notice", kind="welcome")
        for _ in range(10_000):
            await anna.send("typing")
        error = await anna.until_first("error", code="too_fast")
        assert error["retryAfter"] >= 0
        assert await ben.ask("Do I have to wait?") == "All right."
        assert await anna.ask("And do I?") == "All right."


async def test_too_many_messages_are_refused_by_name_and_can_be_sent_again(
    generous_house: House, database_url: str
) -> None:
    async with generous_house.device("anna") as anna:
        for number in range(6):
            await anna.say(f"message {number}", client_id=f"{number}")
        await anna.in_step()
        refused = [error["clientId"] for error in anna.of("error", code="too_many_messages")]
        assert refused == ["3", "4", "5"]
        await anna.until(lambda: anna.of("done"))
    said = [row["client_id"] for row in await messages_of(database_url, "anna") if row["client_id"]]
    assert said == ["0", "1", "2"]


async def test_a_device_that_never_reads_is_dropped_and_harms_nobody(
    house: House, models: LedModels
) -> None:
    small = socket.socket()
    small.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    small.setblocking(False)
    port = int(house.url.rpartition(":")[2])
    await asyncio.get_running_loop().sock_connect(small, ("127.0.0.1", port))
    async with (
        house.device("anna") as phone,
        house.device("ben") as ben,
        house.device("anna", joins=False, reads=False, sock=small, max_queue=1) as sleeper,
    ):
        await sleeper.send("ping")
        await phone.say("Tell me everything there is.")
        line = await models.next_line()
        for number in range(BACKLOG_LIMIT * 2):
            line.say(f"{number} {PIECE}")
            if number % 100 == 99:
                await phone.until_said(f"{number - 50} ")
        line.end("That was it.")
        await phone.until_done()
        assert phone.replies[0].endswith("That was it.")
        await _is_dropped(sleeper, phone.last_seq, house)
        await ben.say("And me?")
        (await models.next_line()).end("I am here.")
        await ben.until_done()
        assert ben.replies == ["I am here."]


async def _is_dropped(sleeper: Device, last_seq: int, house: House) -> None:
    """Wake up: what comes is the beginning of the talk and then the end; the rest by resuming."""
    sleeper.begin_reading()
    assert await sleeper.until_closed() in {CLOSE_SLOW, 1006}
    assert sleeper.last_seq < last_seq
    async with house.device("anna", after=sleeper.last_seq) as awake:
        await awake.until_seq(last_seq)
        assert awake.numbers == list(range(sleeper.last_seq + 1, last_seq + 1))


def test_every_kind_of_trouble_is_tried() -> None:
    codes: set[Any] = {code for _, code in BROKEN}
    assert codes >= {"not_json", "unknown_frame", "bad_frame", "too_long", "too_large", "binary"}
