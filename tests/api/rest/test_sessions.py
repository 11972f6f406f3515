from datetime import timedelta
from http.cookies import SimpleCookie

from litestar import Litestar
from litestar.testing import AsyncTestClient
from pydantic import SecretStr

from api.app import create_app
from api.entrance.sign_in import COOKIE
from api.entrance.tokens import (
    OLD_SESSION_GRACE,
    OWNER,
    RENEWED_AFTER,
    SESSION_LIFE,
    SESSION_LONGEST,
    OwnTokens,
)
from api.services import open_services
from api.settings import Settings
from tests.api.entrance.signed import SECRET, a_token
from tools.clock import MovedClock

Client = AsyncTestClient[Litestar]


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def status(client: Client, token: str) -> int:
    """Ask as whoever holds a copy of a session."""
    client.cookies.clear()
    return (await client.get("/api/me", headers=bearer(token))).status_code


def session_of(client: Client) -> str:
    return str(client.cookies[COOKIE])


async def test_a_copy_of_a_session_is_worth_nothing_after_signing_out(owner: Client) -> None:
    copy = session_of(owner)
    assert await status(owner, copy) == 200
    owner.cookies.set(COOKIE, copy)
    assert (await owner.post("/api/sign-out")).status_code == 204
    assert await status(owner, copy) == 401
    assert (await owner.post("/api/sign-out")).status_code == 204


async def test_signing_out_ends_one_session_and_no_other(
    owner: Client, own_tokens: OwnTokens
) -> None:
    other = own_tokens.session(OWNER)
    assert (await owner.post("/api/sign-out")).status_code == 204
    assert await status(owner, other) == 200
    assert (await owner.post("/api/sign-out", headers=bearer(other))).status_code == 204
    assert await status(owner, other) == 401


async def test_signing_out_everywhere_ends_all_that_was_before_and_nobody_elses(
    owner: Client, own_tokens: OwnTokens, clock: MovedClock
) -> None:
    sessions = [session_of(owner), own_tokens.session(OWNER)]
    link, stranger = own_tokens.link_key(), own_tokens.session("somebody else")
    clock.move(timedelta(seconds=1))
    answer = await owner.post("/api/sign-out/everywhere")
    assert answer.status_code == 204
    assert SimpleCookie(answer.headers["set-cookie"])[COOKIE].value in {"", "null"}
    assert [await status(owner, one) for one in sessions] == [401, 401]
    assert (await owner.post("/api/sign-in", json={"key": link})).status_code == 401
    assert await status(owner, stranger) == 200
    fresh = await owner.post("/api/sign-in", json={"key": own_tokens.link_key()})
    assert fresh.status_code == 204
    assert (await owner.get("/api/me")).status_code == 200


async def test_a_session_is_renewed_after_a_day_and_the_old_one_ends_soon(
    owner: Client, clock: MovedClock
) -> None:
    first = session_of(owner)
    assert "set-cookie" not in (await owner.get("/api/me")).headers
    clock.move(RENEWED_AFTER)
    answer = await owner.get("/api/me")
    second = session_of(owner)
    assert second != first
    cookie = answer.headers["set-cookie"].lower()
    assert ("httponly" in cookie, "samesite=strict" in cookie) == (True, True)
    assert [await status(owner, first), await status(owner, second)] == [200, 200]
    clock.move(OLD_SESSION_GRACE)
    assert [await status(owner, first), await status(owner, second)] == [401, 200]
    owner.cookies.set(COOKIE, second)
    await owner.post("/api/sign-out")
    assert await status(owner, second) == 401


async def test_a_session_in_use_goes_on_for_ninety_days_and_no_longer(
    owner: Client, clock: MovedClock
) -> None:
    day = 0
    while (await owner.get("/api/me")).status_code == 200:
        clock.move(timedelta(days=5))
        day += 5
    assert timedelta(days=day) == SESSION_LONGEST
    assert timedelta(days=30) > SESSION_LIFE


async def test_a_services_token_is_ended_too_and_a_newer_one_counts(
    settings: Settings, clock: MovedClock
) -> None:
    served = settings.model_copy(
        update={"jwt_secret": SecretStr(SECRET), "jwt_audience": "miolumi"}
    )
    app = create_app(lambda: open_services(served, clock=clock))
    now = clock.now().timestamp()
    async with AsyncTestClient(app) as client:
        token, undated = a_token(clock, iat=now), a_token(clock)
        other, single = a_token(clock, iat=now, sub="kim"), a_token(clock, iat=now, jti="x")
        assert [await status(client, one) for one in (token, undated, other)] == [200, 200, 200]
        assert (await client.post("/api/sign-out", headers=bearer(single))).status_code == 204
        assert [await status(client, one) for one in (token, single)] == [200, 401]
        clock.move(timedelta(seconds=1))
        answer = await client.post("/api/sign-out/everywhere", headers=bearer(token))
        assert answer.status_code == 204
        assert [await status(client, one) for one in (token, undated, other)] == [401, 401, 200]
        newer = a_token(clock, iat=clock.now().timestamp())
        assert await status(client, newer) == 200


async def test_another_sites_page_signs_nobody_out(owner: Client) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        for path in ("/api/sign-out", "/api/sign-out/everywhere"):
            assert (await owner.post(path, headers=headers)).status_code == 403
    assert (await owner.get("/api/me")).status_code == 200
