from uuid import uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.talks.device import BACKLOG_LIMIT, Device
from api.talks.frames_down import PongDown
from storage.records import Frame


def frame(seq: int) -> Frame:
    return Frame(seq=seq, body={"seq": seq, "type": "token", "text": str(seq)})


def payload(seq: int) -> bytes:
    return msgspec.json.encode(frame(seq).body)


async def sent(device: Device) -> list[int]:
    return [msgspec.json.decode(await device.next())["seq"] for _ in range(len(device._waiting))]


async def test_frames_wait_until_the_client_resumes_or_speaks() -> None:
    device = Device(uuid4())
    device.offer(1, payload(1))
    assert await sent(device) == []
    device.go_on()
    assert await sent(device) == [1]


async def test_resume_sends_the_missed_frames_before_the_gathered_ones_and_none_twice() -> None:
    device = Device(uuid4())
    device.offer(5, payload(5))
    device.offer(6, payload(6))
    device.go_on([frame(3), frame(4), frame(5)], after=2)
    device.offer(6, payload(6))
    device.offer(7, payload(7))
    assert await sent(device) == [3, 4, 5, 6, 7]


async def test_while_a_device_resumes_nothing_else_makes_it_live() -> None:
    device = Device(uuid4())
    assert not device.is_live
    device.hold()
    assert (device.is_live, device.is_held) == (True, True)


async def test_a_private_frame_repeats_the_newest_number() -> None:
    device = Device(uuid4())
    device.go_on([frame(1), frame(2)], after=0)
    device.tell(PongDown(seq=0))
    assert await sent(device) == [1, 2, 2]


async def test_a_device_far_behind_is_called_slow() -> None:
    device = Device(uuid4())
    device.go_on()
    for seq in range(1, BACKLOG_LIMIT + 1):
        device.offer(seq, payload(seq))
    assert not device.is_slow
    device.offer(BACKLOG_LIMIT + 1, payload(BACKLOG_LIMIT + 1))
    assert device.is_slow


@given(
    stored=st.integers(0, 20),
    live_from=st.integers(1, 20),
    live_to=st.integers(0, 30),
    after=st.integers(0, 20),
)
@pytest.mark.anyio
async def test_whatever_overlaps_each_frame_comes_once_and_in_order(
    stored: int, live_from: int, live_to: int, after: int
) -> None:
    device = Device(uuid4())
    for seq in range(live_from, live_to + 1):
        device.offer(seq, payload(seq))
    device.go_on([frame(seq) for seq in range(after + 1, stored + 1)], after=after)
    numbers = await sent(device)
    assert numbers == sorted(set(numbers))
    expected = set(range(after + 1, stored + 1)) | set(
        range(max(live_from, after + 1), live_to + 1)
    )
    assert set(numbers) == expected
