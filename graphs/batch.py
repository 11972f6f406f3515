"""Run one graph over many people."""

import asyncio
from collections.abc import AsyncIterable, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

AT_ONCE = 4
"""Runs side by side: they mostly wait for models, and share the database with the talk."""

Item = TypeVar("Item")


@dataclass(frozen=True, kw_only=True)
class Progress(Generic[Item]):
    """How far a batch has come."""

    item: Item
    """What was dealt with last."""
    error: Exception | None
    """Why it failed, or None when it did not."""
    done: int
    failed: int


@dataclass(kw_only=True)
class Tally(Generic[Item]):
    """What a batch has done."""

    done: int = 0
    failed: list[Item] = field(default_factory=list)


async def run_over(
    items: AsyncIterable[Item],
    run: Callable[[Item], Awaitable[object]],
    *,
    at_once: int = AT_ONCE,
    progress: Callable[[Progress[Item]], None] = lambda _: None,
) -> Tally[Item]:
    """Run something for each item, a few at once, and return what became of them.

    A failure is counted and stops nobody else. Our graphs do nothing where nothing is due, so a
    batch that was stopped is resumed by running it again.

    Args:
        items: fetched as they are needed, so that a long list is never held whole.
        run: what is done for one item.
        at_once: how many run side by side.
        progress: told after each item.
    """
    tally = Tally[Item]()
    room = asyncio.Semaphore(at_once)

    async def run_one(item: Item) -> None:
        error = await _failure(run, item)
        if error is None:
            tally.done += 1
        else:
            tally.failed.append(item)
        progress(Progress(item=item, error=error, done=tally.done, failed=len(tally.failed)))
        room.release()

    async with asyncio.TaskGroup() as group:
        async for item in items:
            await room.acquire()
            group.create_task(run_one(item))
    return tally


async def _failure(run: Callable[[Item], Awaitable[object]], item: Item) -> Exception | None:
    try:
        await run(item)
    except Exception as error:  # noqa: BLE001 - whatever went wrong for one must not stop the rest
        return error
    return None
