"""Whichever process dies, and when: nothing is lost, and nothing is done twice."""

from api.settings import Settings
from tests.acceptance.killing import DUE_AT_ONCE, ruin

KILLS = 24
"""Kills in the suite; `make bench-kill` has hundreds."""


async def test_whichever_process_is_killed_nothing_is_lost_or_done_twice(
    settings: Settings, database_url: str
) -> None:
    async with ruin(settings, database_url, seed=24, silent=KILLS * DUE_AT_ONCE) as installation:
        for _ in range(KILLS):
            await installation.live_on()
        await installation.settle()
        await installation.all_is_well()
    assert {"serve", "work"} <= set(installation.kills)
