"""What is told beside the talk is told once: on any device, by any process, over a restart."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from api.settings import Settings
from storage.records.use import PAUSE
from tests.acceptance.conftest import PACE, UPKEEP
from tests.acceptance.serving import House, open_houses
from tools.clock import MovedClock

BESIDE = ("disclosure", "break", "use")

STEP = PAUSE - timedelta(minutes=1)
"""Between two messages of somebody who makes no pause."""


@pytest.fixture
async def two_houses(settings: Settings, clock: MovedClock) -> AsyncIterator[list[House]]:
    async with open_houses(settings, clock=clock, count=2, pace=PACE, upkeep=UPKEEP) as opened:
        yield opened


async def told(house: House, text: str, *, subject: str = "anna") -> list[str]:
    """Return the notices beside the answer to a message, on a device of its own."""
    async with house.device(subject) as device:
        await device.ask(text)
        seen = [one for one in device.of("notice") if one["kind"] in BESIDE]
        assert all(one["text"] for one in seen)
        return [one["kind"] for one in seen]


async def test_notices_come_once_and_on_time_whatever_device_and_process(
    two_houses: list[House], clock: MovedClock
) -> None:
    here, there = two_houses
    assert await told(here, "hello") == ["disclosure"]
    assert await told(there, "hello again") == []
    for _ in range(6):
        clock.move(STEP)
        assert await told(here, "and so on") == []
    clock.move(STEP)
    assert await told(there, "still here") == ["break"]
    assert await told(here, "and now") == []


async def test_a_minor_is_told_every_hour_and_a_pause_begins_anew(
    two_houses: list[House], clock: MovedClock
) -> None:
    here, there = two_houses
    persons = here.running.persons
    anna = await persons.find_or_create(
        "anna", timezone="Europe/London", companion_name="Lumi", now=clock.now()
    )
    await persons.update_settings(replace(anna, age_group="minor"), now=clock.now())
    assert await told(here, "hello") == ["disclosure"]
    for expected in ([], [], ["break"]):
        clock.move(STEP)
        assert await told(here, "and so on") == expected
    clock.move(PAUSE)
    for expected in ([], [], [], ["break"]):
        assert await told(there, "back again") == expected
        clock.move(STEP)
