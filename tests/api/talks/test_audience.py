"""Who listens here: frames in order, a gap filled before what comes after it."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID, uuid4

import msgspec
import pytest

from api.talks.audience import Audience
from api.talks.device import Device
from storage.errors import DatabaseUnavailable
from storage.records import Frame, FramesTail
from storage.records.session import SignedOut

PERSON = uuid4()
STORED = tuple(Frame(seq=seq, body={"seq": seq}) for seq in range(1, 6))


async def stored(person_id: UUID, after: int) -> FramesTail:
    """What is kept of the first five frames, of which the first one is forgotten."""
    frames = tuple(frame for frame in STORED if frame.seq > max(after, 1))
    return FramesTail(frames=frames, last_seq=5, holder=None, complete=after >= 1)


async def away(person_id: UUID, after: int) -> FramesTail:
    raise DatabaseUnavailable


def seated(audience: Audience) -> Device:
    device = Device(PERSON)
    audience.add(device)
    return device


async def heard(device: Device, frames: int) -> list[int]:
    async with asyncio.timeout(5):
        return [msgspec.json.decode(await device.next())["seq"] for _ in range(frames)]


async def test_a_gap_is_filled_before_what_comes_after_it() -> None:
    audience = Audience(stored)
    device = seated(audience)
    device.go_on(after=2)

    audience.offer(PERSON, Frame(seq=6, body={"seq": 6}))

    assert await heard(device, 4) == [3, 4, 5, 6]


async def test_a_gap_is_passed_over_when_the_database_is_away() -> None:
    audience = Audience(away)
    device = seated(audience)
    device.go_on(after=2)

    audience.offer(PERSON, Frame(seq=6, body={"seq": 6}))

    assert await heard(device, 1) == [6]


async def test_what_is_no_longer_kept_is_told_as_a_gap() -> None:
    audience = Audience(stored)
    device = seated(audience)

    await audience.resume(device, 0)

    notice = msgspec.json.decode(await device.next())
    assert (notice["type"], notice["kind"]) == ("notice", "gap")
    assert await heard(device, 4) == [2, 3, 4, 5]


async def test_a_device_that_could_not_resume_may_try_again() -> None:
    audience = Audience(away)
    device = seated(audience)

    with pytest.raises(DatabaseUnavailable):
        await audience.resume(device, 2)

    assert not device.is_live


async def test_after_a_break_of_the_wire_everybody_gets_what_they_missed() -> None:
    audience = Audience(stored)
    devices = [seated(audience), seated(audience)]
    for device in devices:
        device.go_on(after=3)

    audience.catch_up_all()

    assert [await heard(device, 2) for device in devices] == [[4, 5], [4, 5]]


async def test_a_person_without_a_device_is_not_in_the_audience() -> None:
    audience = Audience(stored)
    device = seated(audience)
    assert PERSON in audience
    assert audience.devices_of(PERSON) == 1

    audience.remove(device)

    assert PERSON not in audience


async def test_a_sign_out_ends_the_devices_that_came_with_it_and_no_others() -> None:
    audience = Audience(stored)
    one, other = seated(audience), seated(audience)
    one.session_id, other.session_id = uuid4(), uuid4()

    now = datetime(2026, 3, 2, tzinfo=UTC)
    audience.sign_out(SignedOut(person_id=PERSON, session_id=one.session_id, ended_at=now))

    assert (one.is_signed_out, other.is_signed_out) == (True, False)
