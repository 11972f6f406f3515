"""What is open for as long as a block lasts."""

from types import TracebackType
from typing import Self


class OpenForABlock:
    """Opens when an `async with` block begins, and closes when it ends, however it ends."""

    async def open(self) -> None:
        """Make ready what the block needs."""

    async def close(self) -> None:
        """Give back what was taken."""

    async def __aenter__(self) -> Self:
        """Open it."""
        await self.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close it."""
        await self.close()
