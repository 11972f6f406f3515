"""Thousands of strange frames over the real WebSocket: words come back, and the talk goes on."""

import random
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from api.settings import Settings
from api.talks.conversation import Limits
from api.talks.frames_up import BadFrame, MessageUp, read_up_frame, text_of
from tests.acceptance.conftest import PACE, UPKEEP
from tests.acceptance.serving import House, open_house
from tests.clients import Device
from tests.fakes import FakeModels
from tests.fuzzing import fuzzed
from tools.clock import MovedClock

REPLY = "I am here."

CONNECTIONS, FRAMES, MESSAGES = 8, 500, 4
"""Connections, strange frames of each, and how many of them may be messages that are answered."""

IN_PIECES = 0.05
"""The share of frames that is sent in pieces; as many are sent as bytes."""

CODES = {
    *("binary", "not_json", "unknown_frame", "too_long", "bad_frame", "empty", "signed_in"),
    *("unknown_agent", "not_met", "too_large"),
}
"""With which codes a frame is refused."""

CLOSED = {1000, 1002, 1007, 1009}
"""With which codes a connection ends whose bytes are no WebSocket: those of RFC 6455."""

GARBAGE = 24
"""Connections on which bytes are sent that are no frames at all."""


@pytest.fixture
async def patient_house(settings: Settings, clock: MovedClock) -> AsyncIterator[House]:
    """A server that reads as fast as a test can send."""
    limits = Limits(frames_burst=10**9, messages_burst=10**9)
    models = FakeModels(replies=[REPLY])
    async with open_house(
        settings, clock=clock, models=models, pace=PACE, upkeep=UPKEEP, limits=limits
    ) as opened:
        yield opened


def is_message(raw: str) -> bool:
    try:
        return isinstance(read_up_frame(text_of({"text": raw})), MessageUp)
    except BadFrame:
        return False


def strange_frames(chance: random.Random) -> list[str]:
    frames, messages = list[str](), 0
    while len(frames) < FRAMES:
        frame = fuzzed(chance).encode("utf-8", "replace").decode()
        messages += is_message(frame)
        if messages <= MESSAGES or not is_message(frame):
            frames.append(frame)
    return frames


async def sent(device: Device, frame: str, chance: random.Random) -> None:
    """Send a frame as a text, now and then in pieces or as bytes."""
    kind = chance.random()
    if kind < IN_PIECES:
        await device.connection.send([frame[:5], frame[5:9], frame[9:]])
    else:
        await device.connection.send(frame.encode() if kind < 2 * IN_PIECES else frame)


async def is_answered(device: Device) -> bool:
    """Say something, and return whether it is taken down and a whole reply comes after it."""
    client_id = await device.say("Are you still here?")
    heard = device.frames.index(await device.until_first("ack", clientId=client_id))
    whole = await device.until(
        lambda: [
            frame
            for frame in device.frames[heard:]
            if frame["type"] == "done" and REPLY in device.said(frame["messageId"])
        ]
    )
    return bool(whole)


async def test_thousands_of_strange_frames_are_answered_in_words_and_the_talk_goes_on(
    patient_house: House,
) -> None:
    chance, met = random.Random(20_260_302), Counter[str]()  # noqa: S311 - the same each time
    for number in range(CONNECTIONS):
        async with patient_house.device(f"person {number % 2}") as device:
            for frame in strange_frames(chance):
                await sent(device, frame, chance)
            await device.in_step()
            assert await is_answered(device)
            assert device.closed_with is None
            for error in device.of("error"):
                assert error["message"]
                assert "Traceback" not in str(error)
            met.update(error["code"] for error in device.of("error"))
    print(f"{CONNECTIONS * FRAMES} frames over {CONNECTIONS} connections: {dict(met)}")  # noqa: T201
    assert set(met) <= CODES


async def test_bytes_that_are_no_frames_end_their_connection_and_no_other(
    patient_house: House, caplog: pytest.LogCaptureFixture
) -> None:
    chance, closed = random.Random(7), Counter[int]()  # noqa: S311 - the same each time
    async with patient_house.device("anna") as other:
        for _ in range(GARBAGE):
            async with patient_house.device("anna") as device:
                device.connection.transport.write(chance.randbytes(chance.randint(2, 400)))
                device.connection.transport.write(b"\xff" * 200)
                closed[await device.until_closed()] += 1
        assert await is_answered(other)
    print(f"{GARBAGE} connections of garbage, closed with: {dict(closed)}")  # noqa: T201
    assert set(closed) <= CLOSED
    assert not [
        record for record in caplog.records if record.exc_info and record.levelname == "ERROR"
    ]
    caplog.clear()
