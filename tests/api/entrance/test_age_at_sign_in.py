"""A sign-in service's word on an age is kept, also against the person's own."""

from typing import Any

import pytest
from litestar.testing import AsyncTestClient
from pydantic import SecretStr

from api.app import create_app
from api.services import open_services
from api.settings import Settings
from tests.api.entrance.signed import SECRET, a_token
from tools.clock import MovedClock


@pytest.fixture
def served(settings: Settings) -> Settings:
    changed = {"jwt_secret": SecretStr(SECRET), "jwt_audience": "miolumi", "age_group": "adult"}
    return settings.model_copy(update=changed)


async def test_an_age_comes_from_the_service_then_the_setting_then_the_person(
    served: Settings, clock: MovedClock
) -> None:
    app = create_app(lambda: open_services(served, clock=clock))
    async with AsyncTestClient(app) as client:

        async def age(subject: str, *, says: str | None = None, **claims: Any) -> Any:
            token = a_token(clock, sub=subject, **claims)
            headers = {"Authorization": f"Bearer {token}"}
            if says is not None:
                body = {"ageGroup": says}
                me = (await client.patch("/api/me", json=body, headers=headers)).json()
            else:
                me = (await client.get("/api/me", headers=headers)).json()
            return me["ageGroup"], me["ageVouched"]

        assert await age("kim") == ("adult", False)
        assert await age("kim", says="minor") == ("minor", False)
        assert await age("kim") == ("minor", False)
        assert await age("robin", birthdate="2012-05-01") == ("minor", True)
        assert await age("robin", says="adult") == ("minor", True)
        assert await age("robin", age_group="adult") == ("adult", True)
        assert await age("kim", age_group="adult") == ("adult", True)
