"""One timer for a whole stream."""

import asyncio

import pytest

from tools.models.patience import Patience

SHORT = 0.05


async def after(seconds: float, result: int = 1) -> int:
    await asyncio.sleep(seconds)
    return result


async def test_what_comes_in_time_is_returned() -> None:
    with Patience(SHORT) as patience:
        assert await patience.wait(after(0, 7)) == 7


async def test_what_is_late_is_cancelled_and_the_task_goes_on() -> None:
    late = asyncio.ensure_future(after(10))
    with Patience(SHORT) as patience, pytest.raises(TimeoutError):
        await patience.wait(late)
    assert late.cancelled()
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0
    await asyncio.sleep(0)


async def test_a_renewed_deadline_outlives_the_first() -> None:
    with Patience(SHORT) as patience:
        for _ in range(4):
            patience.renew(2 * SHORT)
            assert await patience.wait(after(0.75 * SHORT))
        patience.renew(SHORT)
        with pytest.raises(TimeoutError):
            await patience.wait(after(10))


async def test_time_that_nobody_waits_is_not_counted() -> None:
    with Patience(SHORT) as patience:
        await asyncio.sleep(2 * SHORT)
        patience.renew(SHORT)
        assert await patience.wait(after(0))


async def test_somebody_elses_cancelling_stays_one() -> None:
    async def wait() -> None:
        with Patience(10) as patience:
            await patience.wait(after(10))

    task = asyncio.create_task(wait())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
