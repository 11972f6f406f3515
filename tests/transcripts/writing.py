"""How a recorded document is written anew: on a database of its own."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from storage.database import Database
from storage.embedded import EmbeddedPostgres
from storage.migrate import migrate


def write_anew(path: Path, document: Callable[[Database], Awaitable[str]]) -> None:
    """Record a document and write it where it is kept."""
    path.write_text(asyncio.run(_recorded(document)), "utf-8")


async def _recorded(document: Callable[[Database], Awaitable[str]]) -> str:
    with EmbeddedPostgres(Path(tempfile.mkdtemp(prefix="miolumi-transcripts-"))) as url:
        await migrate(url)
        async with Database(url) as database:
            return await document(database)
