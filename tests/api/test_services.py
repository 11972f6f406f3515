"""What a process is built of."""

import pytest
from pydantic import SecretStr

from api.services import open_services
from api.settings import Settings
from tools.clock import MovedClock


@pytest.mark.parametrize("by_token", [False, True])
async def test_where_the_server_stands_says_where_its_owner_lives_and_nobody_else(
    settings: Settings, clock: MovedClock, by_token: bool
) -> None:
    token = {"jwt_secret": SecretStr("x" * 32), "jwt_audience": "miolumi"} if by_token else {}
    async with open_services(settings.model_copy(update=token), clock=clock) as running:
        assumed = running.services.assumed_timezone
        assert assumed == (settings.timezone if by_token else None)
