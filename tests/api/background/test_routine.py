import asyncio

import pytest

from api.background import routine
from api.background.routine import ended


async def test_a_task_that_missed_its_cancellation_is_told_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(routine, "CANCEL_AGAIN_SECONDS", 0.01)
    missed = asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            missed.set()
        await asyncio.sleep(60)

    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    async with asyncio.timeout(10):
        await ended(task)

    assert missed.is_set()
    assert task.cancelled()
