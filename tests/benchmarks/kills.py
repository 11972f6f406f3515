"""Kill processes of a living installation, again and again, and see whether anything is lost.

`make bench-kill KILLS=100 SEED=7` kills so many over NOTIFY and as many over a real Redis, which is
killed, too.
"""

import argparse
import asyncio
import os
import time
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from storage.embedded import EmbeddedPostgres
from storage.migrate import migrate
from tests.acceptance.killing import DUE_AT_ONCE, ruin
from tests.acceptance.redis import redis_server
from tests.api.factories import make_settings
from tests.places import quick_folder

WIRES = ("postgres", "redis")


async def kill(kills: int, *, seed: int, wire: str, console: Console) -> None:
    """Kill so many processes and print what became of everything.

    Raises:
        AssertionError: something was lost, or done twice.
    """
    with TemporaryDirectory(dir=quick_folder()) as name:
        os.chmod(name, 0o755)  # noqa: PTH101, S103 - PostgreSQL runs as another user
        folder = Path(name)
        with EmbeddedPostgres(folder) as url:
            await migrate(url)
            async with AsyncExitStack() as stack:
                redis = None
                if wire == "redis":
                    redis = await stack.enter_async_context(redis_server(folder))
                settings = make_settings(
                    home=folder, database_url=url, redis_url=redis.url if redis else None
                )
                began = time.perf_counter()
                due = kills * DUE_AT_ONCE
                installation = await stack.enter_async_context(
                    ruin(settings, url, seed=seed, silent=due, redis=redis)
                )
                await installation.suffer(kills)
                said = sum(len(talker.said) for talker in installation.talkers)
                console.print(
                    f"{wire}, seed {seed}: {sum(installation.kills.values())} kills "
                    f"{dict(installation.kills)}, {said} messages answered once, {due} letters "
                    f"written once, 6 devices in step; {time.perf_counter() - began:.0f} s"
                )


def main() -> None:
    """Read the command line and kill."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--wire", choices=WIRES, action="append")
    asked = parser.parse_args()
    for wire in asked.wire or WIRES:
        asyncio.run(kill(asked.kills, seed=asked.seed, wire=wire, console=Console()))


if __name__ == "__main__":
    main()
