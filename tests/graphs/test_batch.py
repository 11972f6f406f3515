import asyncio
from collections.abc import AsyncIterator

from graphs.batch import Progress, run_over


async def numbers(count: int) -> AsyncIterator[int]:
    for number in range(count):
        yield number


async def test_everybody_has_their_turn_a_few_at_once() -> None:
    running = most = 0

    async def run(_: int) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1

    tally = await run_over(numbers(20), run, at_once=3)

    assert (tally.done, tally.failed) == (20, [])
    assert most == 3


async def test_a_failure_is_counted_and_stops_nobody() -> None:
    told: list[Progress[int]] = []

    async def run(number: int) -> None:
        if number == 1:
            raise ValueError(number)

    tally = await run_over(numbers(4), run, at_once=1, progress=told.append)

    assert (tally.done, tally.failed) == (3, [1])
    assert [(one.item, one.done, one.failed) for one in told] == [
        (0, 1, 0),
        (1, 1, 1),
        (2, 2, 1),
        (3, 3, 1),
    ]
    assert isinstance(told[1].error, ValueError)
