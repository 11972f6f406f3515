import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from api.talks.bus import Bus, Event, open_bus
from tests.acceptance.redis import redis_server


class Ear:
    """Keeps what it hears."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, Event]] = []
        self._arrived = asyncio.Event()

    async def __call__(self, channel: str, event: Event) -> None:
        self.heard.append((channel, event))
        self._arrived.set()

    async def wait_for(self, count: int) -> list[Event]:
        async with asyncio.timeout(5):
            while len(self.heard) < count:
                self._arrived.clear()
                await self._arrived.wait()
        return [event for _, event in self.heard]


@pytest.fixture
async def pair(database_url: str) -> AsyncIterator[tuple[Bus, Ear, Bus, Ear]]:
    one_ear, other_ear = Ear(), Ear()
    async with AsyncExitStack() as stack:
        one = await stack.enter_async_context(
            open_bus(database_url=database_url, redis_url=None, name="one")
        )
        other = await stack.enter_async_context(
            open_bus(database_url=database_url, redis_url=None, name="other")
        )
        await one.start(one_ear)
        await other.start(other_ear)
        async with asyncio.timeout(5):
            while not (one.has_peers and other.has_peers):  # noqa: ASYNC110 - no event tells
                await asyncio.sleep(0.01)
        yield one, one_ear, other, other_ear
        await one.stop()
        await other.stop()


async def test_events_reach_the_other_process_in_order(pair: tuple[Bus, Ear, Bus, Ear]) -> None:
    one, one_ear, other, other_ear = pair
    await other.subscribe("ann")
    for number in range(200):
        one.publish("ann", {"kind": "frame", "seq": number})
    events = await other_ear.wait_for(200)
    assert [event["seq"] for event in events] == list(range(200))
    assert one_ear.heard == []


async def test_an_event_too_large_for_one_notification_arrives_whole(
    pair: tuple[Bus, Ear, Bus, Ear],
) -> None:
    one, _, other, other_ear = pair
    await other.subscribe("ann")
    text = "很长的信 " * 5_000
    one.publish("ann", {"kind": "frame", "text": text})
    one.publish("ann", {"kind": "frame", "text": "short"})
    events = await other_ear.wait_for(2)
    assert [event["text"] for event in events] == [text, "short"]


async def test_only_subscribed_channels_are_heard(pair: tuple[Bus, Ear, Bus, Ear]) -> None:
    one, _, other, other_ear = pair
    await other.subscribe("ann")
    one.publish("bob", {"kind": "said"})
    one.publish("ann", {"kind": "said"})
    await other_ear.wait_for(1)
    await other.unsubscribe("ann")
    one.publish("ann", {"kind": "interrupt"})
    await other.subscribe("cleo")
    one.publish("cleo", {"kind": "typing"})
    await other_ear.wait_for(2)
    assert other_ear.heard == [("ann", {"kind": "said"}), ("cleo", {"kind": "typing"})]


async def test_a_process_alone_has_no_peers(database_url: str) -> None:
    async with open_bus(database_url=database_url, redis_url=None, name="one") as bus:
        await bus.start(Ear())
        await asyncio.sleep(0.1)
        assert not bus.has_peers
        await bus.stop()


async def test_after_redis_was_away_it_is_heard_again_and_what_was_missed_is_told(
    tmp_path: Path, database_url: str
) -> None:
    missed = asyncio.Event()
    ear = Ear()
    async with redis_server(tmp_path) as redis, AsyncExitStack() as stack:
        one, other = [
            await stack.enter_async_context(
                open_bus(database_url=database_url, redis_url=redis.url, name=name)
            )
            for name in ("one", "other")
        ]
        await one.start(Ear())
        await other.start(ear, missed=missed.set)
        await other.subscribe("ann")
        await redis.kill()
        await other.subscribe("ben")
        await redis.start()
        async with asyncio.timeout(10):
            await missed.wait()
        one.publish("ann", {"kind": "frame", "seq": 1})
        one.publish("ben", {"kind": "frame", "seq": 2})
        assert {event["seq"] for event in await ear.wait_for(2)} == {1, 2}
        await one.stop()
        await other.stop()
