"""Whichever process dies, and when: nothing is lost, and nothing is done twice."""

from pathlib import Path

from pydantic import SecretStr

from api.settings import Settings
from tests.acceptance.killing import DUE_AT_ONCE, ruin
from tests.acceptance.redis import redis_server

KILLS = 8
"""Kills over each wire in the suite; `make bench-kill` has hundreds."""


async def test_whichever_process_is_killed_nothing_is_lost_or_done_twice(
    settings: Settings, database_url: str
) -> None:
    async with ruin(settings, database_url, seed=8, silent=KILLS * DUE_AT_ONCE) as installation:
        await installation.suffer(KILLS)
    assert {"serve", "work"} <= set(installation.kills)


async def test_over_redis_it_is_the_same_and_redis_dies_too(
    settings: Settings, database_url: str, tmp_path: Path
) -> None:
    async with (
        redis_server(tmp_path) as redis,
        ruin(
            settings.model_copy(update={"redis_url": SecretStr(redis.url)}),
            database_url,
            seed=11,
            silent=KILLS * DUE_AT_ONCE,
            redis=redis,
        ) as installation,
    ):
        await installation.suffer(KILLS)
    assert "redis" in installation.kills
