"""Deal with what lacks a vector, some at a time."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from storage.records import Memory, Message

Item = TypeVar("Item", Message, Memory)

INDEX_AT_ONCE = 64
"""Texts embedded in one call; providers take 100 and more."""


async def in_batches(
    lacking: Callable[[int], Awaitable[list[Item]]],
    embed: Callable[[Sequence[Item]], Awaitable[None]],
) -> int:
    """Embed batch after batch of what is lacking, and return how many there were.

    Nothing is dealt with twice, so this ends even beside a process with another embedder, which
    takes back what was done here.
    """
    done: set[tuple[object, int]] = set()
    while True:
        batch = await lacking(INDEX_AT_ONCE)
        fresh = [item for item in batch if (item.id, hash(item.content)) not in done]
        if fresh:
            await embed(fresh)
        done |= {(item.id, hash(item.content)) for item in fresh}
        if len(fresh) < INDEX_AT_ONCE:
            return len(done)
