from datetime import timedelta

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from pydantic import SecretStr

from api.app import create_app
from api.entrance.tokens import OWNER, SESSION_LIFE, OwnTokens
from api.services import open_services
from api.settings import Settings
from tests.api.entrance.signed import SECRET, a_token
from tools.clock import MovedClock

Client = AsyncTestClient[Litestar]


async def test_a_stranger_is_told_how_to_come_in(visitor: Client) -> None:
    answer = await visitor.get("/api/me")
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"
    problem = answer.json()
    assert problem["code"] == "not_signed_in"
    assert "miolumi link" in problem["detail"]


async def test_the_owners_link_starts_a_session_that_scripts_cannot_read(
    visitor: Client, own_tokens: OwnTokens
) -> None:
    answer = await visitor.post("/api/sign-in", json={"key": own_tokens.link_key()})
    assert answer.status_code == 204
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert f"max-age={int(SESSION_LIFE.total_seconds())}" in cookie
    assert (await visitor.get("/api/me")).status_code == 200


async def test_the_cookie_of_an_encrypted_page_stays_encrypted(
    visitor: Client, own_tokens: OwnTokens
) -> None:
    address = "https://testserver.local/api/sign-in"
    answer = await visitor.post(address, json={"key": own_tokens.link_key()})
    assert "secure" in answer.headers["set-cookie"].lower()


async def test_the_owner_is_one_person_however_often_they_come(
    visitor: Client, own_tokens: OwnTokens
) -> None:
    people = set()
    for _ in range(2):
        await visitor.post("/api/sign-in", json={"key": own_tokens.link_key()})
        people.add((await visitor.get("/api/me")).json()["id"])
    headers = {"Authorization": f"Bearer {own_tokens.session(OWNER)}"}
    visitor.cookies.clear()
    people.add((await visitor.get("/api/me", headers=headers)).json()["id"])
    assert len(people) == 1


async def test_signing_out_ends_the_session(owner: Client) -> None:
    assert (await owner.post("/api/sign-out")).status_code == 204
    assert (await owner.get("/api/me")).status_code == 401


async def test_an_old_link_is_refused(
    visitor: Client, own_tokens: OwnTokens, clock: MovedClock
) -> None:
    key = own_tokens.link_key()
    clock.move(timedelta(hours=2))
    answer = await visitor.post("/api/sign-in", json={"key": key})
    assert answer.status_code == 401
    assert "expired" in answer.json()["detail"]


async def test_a_link_key_is_neither_cookie_nor_token(
    visitor: Client, own_tokens: OwnTokens
) -> None:
    key = own_tokens.link_key()
    assert (await visitor.post("/api/sign-in", json={"token": key})).status_code == 401
    headers = {"Authorization": f"Bearer {key}"}
    assert (await visitor.get("/api/me", headers=headers)).status_code == 401
    visitor.cookies.set("miolumi", key)
    assert (await visitor.get("/api/me")).status_code == 401


@pytest.mark.parametrize(
    "body", [{}, {"key": "a", "token": "b"}, {"key": ""}, {"key": 7}, {"other": "x"}, [], "key"]
)
async def test_a_body_that_is_no_sign_in_is_a_problem(visitor: Client, body: object) -> None:
    answer = await visitor.post("/api/sign-in", json=body)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("header", "status"),
    [("Bearer", 401), ("Basic b3duZXI6", 401), ("Bearer a.b.c", 401), ("Bearer \xff", 401)],
)
async def test_a_header_that_signs_nobody_in_is_told(
    visitor: Client, header: str, status: int
) -> None:
    answer = await visitor.get("/api/me", headers={b"Authorization": header.encode("latin-1")})
    assert answer.status_code == status


async def test_the_page_of_another_site_changes_nothing(owner: Client) -> None:
    for origin in ("https://evil.example", "null", "http://testserver.local.evil.example"):
        headers = {"Origin": origin}
        answer = await owner.patch("/api/me", json={"name": "Mallory"}, headers=headers)
        assert answer.status_code == 403
        assert answer.json()["code"] == "origin_refused"
        assert (await owner.post("/api/sign-out", headers=headers)).status_code == 403
        assert (
            await owner.post("/api/sign-in", json={"key": "k"}, headers=headers)
        ).status_code == 403


async def test_the_own_page_and_listed_ones_may_act(
    settings: Settings, clock: MovedClock, own_tokens: OwnTokens
) -> None:
    listed = settings.model_copy(update={"allowed_origins": ("https://talk.example",)})
    app = create_app(lambda: open_services(listed, clock=clock))
    async with AsyncTestClient(app) as client:
        await client.post("/api/sign-in", json={"key": own_tokens.link_key()})
        for origin in ("http://testserver.local", "https://talk.example"):
            headers = {"Origin": origin}
            answer = await client.patch("/api/me", json={"name": "Robin"}, headers=headers)
            assert answer.status_code == 200


async def test_a_services_token_signs_a_person_in(settings: Settings, clock: MovedClock) -> None:
    served = settings.model_copy(
        update={"jwt_secret": SecretStr(SECRET), "jwt_audience": "miolumi"}
    )
    app = create_app(lambda: open_services(served, clock=clock))
    async with AsyncTestClient(app) as client:
        token = a_token(clock, zoneinfo="Europe/Paris", locale="fr")
        headers = {"Authorization": f"Bearer {token}"}
        robin = (await client.get("/api/me", headers=headers)).json()
        assert (robin["timezone"], robin["language"]) == ("Europe/Paris", "fr")
        headers = {"Authorization": f"Bearer {a_token(clock, sub='kim', zoneinfo='Mars')}"}
        kim = (await client.get("/api/me", headers=headers)).json()
        assert kim["id"] != robin["id"]
        assert kim["timezone"] == settings.timezone
        assert (await client.post("/api/sign-in", json={"token": token})).status_code == 204
        assert (await client.get("/api/me")).json() == robin
        clock.move(timedelta(hours=1))
        assert (await client.get("/api/me")).status_code == 401
