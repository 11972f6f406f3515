"""A server that is killed loses nothing, and answers nothing twice."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from random import Random
from typing import Any

from websockets.exceptions import ConnectionClosed

from api.settings import Settings
from tests.acceptance.processes import Killable, killable_house
from tests.acceptance.records import everybody_answered, frames_of, messages_of, replies_of
from tests.acceptance.warm import SLOWLY
from tests.clients import Device, Frame

KILLS = 50
STYLES = ("", SLOWLY)
"""How a message begins: what is answered at once, and what is answered slowly."""

HASTE = 0.25
"""Part of the kills that come again before everybody is answered."""


@dataclass
class Talker:
    """Somebody who goes on talking whatever happens to the server, as a real client would."""

    subject: str
    style: str
    frames: list[Frame] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)
    gaps: int = 0

    @property
    def last_seq(self) -> int:
        return max((frame["seq"] for frame in self.frames), default=0)

    @property
    def broken_off(self) -> int:
        """How many replies a kill has broken off after their first word."""
        begun = {frame["messageId"] for frame in self.frames if frame["type"] == "token"}
        return len(begun - {frame["messageId"] for frame in self.frames if frame["type"] == "done"})

    def keep(self, device: Device) -> None:
        """Take over what a connection has brought."""
        self.frames += device.stream
        self.acknowledged |= {frame["clientId"] for frame in device.of("ack")}
        self.gaps += len(device.of("notice", kind="gap"))

    async def come_back(self, device: Device, chance: Random) -> None:
        """Send again what was not acknowledged, and sometimes what was."""
        for client_id, text in self.said.items():
            if client_id not in self.acknowledged or chance.random() < 0.1:
                await device.say(text, client_id=client_id)

    async def say_next(self, device: Device, number: int) -> None:
        text = f"{self.style}This is message {number}."
        client_id = f"{self.subject}-{number}"
        self.said[client_id] = text
        await device.say(text, client_id=client_id)


async def test_killed_at_fifty_points_of_a_turn_it_answers_everything_once(
    settings: Settings, database_url: str
) -> None:
    chance = Random(50)  # noqa: S311 - what is proven must be the same each time
    talkers = [
        Talker(f"talker-{number}", style) for number, style in enumerate(("", "", SLOWLY, SLOWLY))
    ]
    seconds = await _turn_seconds(settings)
    for number in range(KILLS):
        async with killable_house(settings, holder=f"house-{number}") as house:
            await _until_killed(house, talkers, number, chance, database_url, seconds)
    async with killable_house(settings, holder="the last one") as house:
        await _settle(house, talkers, chance, database_url)
    for talker in talkers:
        await _all_is_well(talker, database_url)
    assert sum(talker.broken_off for talker in talkers) >= KILLS // 5, "hardly a reply was hit"


async def _turn_seconds(settings: Settings) -> dict[str, float]:
    """Measure how long a turn takes here and now: kills are spread over all of it."""
    loop, seconds = asyncio.get_running_loop(), {}
    async with killable_house(settings, holder="the stopwatch") as house:
        for number, style in enumerate(STYLES):
            async with house.device(f"stopwatch-{number}") as device:
                begun = loop.time()
                await device.say(f"{style}How long is this?")
                await device.until_done()
                seconds[style] = loop.time() - begun
    return seconds


async def _until_killed(
    house: Killable,
    talkers: list[Talker],
    number: int,
    chance: Random,
    database_url: str,
    seconds: dict[str, float],
) -> None:
    async with AsyncExitStack() as stack:
        devices = [
            await stack.enter_async_context(house.device(talker.subject, after=talker.last_seq))
            for talker in talkers
        ]
        for talker, device in zip(talkers, devices, strict=True):
            await talker.come_back(device, chance)
        if chance.random() > HASTE:
            await everybody_answered(database_url, [talker.subject for talker in talkers])
        speaking = [
            asyncio.create_task(
                _speak(talker, device, number, chance.random() * seconds[talker.style])
            )
            for talker, device in zip(talkers, devices, strict=True)
        ]
        await asyncio.sleep(chance.random() * max(seconds.values()) * 1.2)
        house.kill()
        await asyncio.gather(*speaking)
        for talker, device in zip(talkers, devices, strict=True):
            await device.until_closed()
            talker.keep(device)


async def _speak(talker: Talker, device: Device, number: int, wait: float) -> None:
    """Speak at some time before the kill; the server may be gone by then."""
    await asyncio.sleep(wait)
    try:
        await talker.say_next(device, number)
    except ConnectionClosed:
        return


async def _settle(
    house: Killable, talkers: list[Talker], chance: Random, database_url: str
) -> None:
    """Come back a last time, and see every device get everything to the end."""
    async with AsyncExitStack() as stack:
        devices = [
            await stack.enter_async_context(house.device(talker.subject, after=talker.last_seq))
            for talker in talkers
        ]
        for talker, device in zip(talkers, devices, strict=True):
            await talker.come_back(device, chance)
            await device.in_step()
        await everybody_answered(database_url, [talker.subject for talker in talkers])
        for talker, device in zip(talkers, devices, strict=True):
            newest, _ = (await frames_of(database_url, talker.subject))[-1]
            await device.until_seq(newest)
            talker.keep(device)


async def _all_is_well(talker: Talker, database_url: str) -> None:
    stored = await messages_of(database_url, talker.subject)
    mine = [row for row in stored if row["role"] == "user"]
    assert sorted(row["client_id"] for row in mine) == sorted(talker.said), "lost, or stored twice"
    assert all(row["content"] == talker.said[row["client_id"]] for row in mine)
    assert all(row["settled"] and row["answered_by"] for row in mine), "left unanswered"
    replies = await replies_of(database_url, talker.subject)
    answers = {row["answered_by"] for row in mine}
    assert {row["id"] for row in replies} == answers, "answered twice"
    _frames_are_right(talker, await frames_of(database_url, talker.subject), replies)


def _frames_are_right(
    talker: Talker, stored: list[tuple[int, dict[str, Any]]], replies: list[dict[str, Any]]
) -> None:
    numbers = [frame["seq"] for frame in talker.frames]
    assert numbers == sorted(set(numbers)), "a frame came twice or out of order"
    seen = {frame["seq"]: frame for frame in talker.frames}
    assert all(seen.get(seq) == body for seq, body in stored), "a stored frame was never seen"
    assert talker.gaps == 0
    done = [frame for frame in talker.frames if frame["type"] == "done"]
    assert [frame["messageId"] for frame in done] == [str(row["id"]) for row in replies]
    for row in replies:
        words = [frame for frame in talker.frames if frame.get("messageId") == str(row["id"])]
        text = "".join(frame["text"] for frame in words if frame["type"] == "token")
        assert text == row["content"]
