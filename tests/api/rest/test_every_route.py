"""Every route of the application's own table: who is let in, and who is not.

What is asked for with another person's ids is walked in `tests/firewall`, over every operation of
the published description; here it is proven that there is no route beside those.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import jwt
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute, WebSocketRoute
from litestar.testing import AsyncTestClient

from api.entrance.sign_in import COOKIE
from api.entrance.tokens import OWNER, SESSION_LIFE, OwnTokens
from api.settings import Settings
from tests.api.one_app import OneApp
from tools.clock import MovedClock

Client = AsyncTestClient[Litestar]

FOR_ANYBODY = {
    "GET /": "the page, which signs in",
    "GET /page/{path}": "files of the page",
    "GET /sw.js": "what shows a push, in a browser",
    "GET /health": "whether the program is up",
    "GET /ready": "whether it can answer",
    "GET /frames.json": "the form of frames",
    "GET /graphs": "drawings of the code",
    "GET /graphs.css": "how they look",
    "GET /safety": "what is done for people in danger",
    "GET /safety/report": "counts of a year, of nobody",
    "GET /schema": "the description of REST",
    "GET /schema/openapi.json": "the same",
    "GET /schema/{path}": "the same",
    "POST /api/sign-in": "asks for a key or a token",
    "POST /api/sign-out": "ends what there is, and there may be nothing",
}
"""Routes that answer without a sign-in, each with what it gives away."""

NOT_DESCRIBED = {
    "GET /": "the page",
    "GET /page/{path}": "files of the page",
    "GET /sw.js": "the page",
    "GET /metrics": "figures, which name nobody",
    "GET /schema": "the description itself",
    "GET /schema/openapi.json": "the description itself",
    "GET /schema/{path}": "the description itself",
    "GET /graphs": "drawings of the code",
    "GET /graphs.css": "how they look",
    "GET /safety": "a page",
}
"""Routes that the published description leaves out, each with what they are."""


@dataclass(frozen=True, kw_only=True)
class Route:
    """One thing that can be asked."""

    method: str
    path: str

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def address(self) -> str:
        """The path with some id in each gap."""
        parts = [str(uuid4()) if part.startswith("{") else part for part in self.path.split("/")]
        return "/".join(parts)


def routes(app: Litestar) -> Iterator[Route]:
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            parts = [
                f"{{{part.name}}}" if not isinstance(part, str) else part
                for part in route.path_components
            ]
            for method in sorted(route.methods - {"OPTIONS", "HEAD"}):
                yield Route(method=method, path="/" + "/".join(parts))


@pytest.fixture
def flawed(
    own_tokens: OwnTokens, clock: MovedClock, settings: Settings, visitor: Client
) -> dict[str, str]:
    """Tokens that sign nobody in."""
    claims = {"iss": "miolumi", "sub": OWNER, "purpose": "session", "exp": 10**10}
    old = own_tokens.session(OWNER)
    clock.move(SESSION_LIFE + timedelta(seconds=1))
    return {
        "none at all": "",
        "too old": old,
        "for a link": own_tokens.link_key(),
        "of another secret": OwnTokens("x" * 40, clock=clock).session(OWNER),
        "unsigned": jwt.encode(claims, "", algorithm="none"),
        "changed": own_tokens.session(OWNER)[:-6] + "AAAAAA",
    }


async def test_no_route_lets_anybody_in_who_is_not_signed_in(
    visitor: Client, flawed: dict[str, str]
) -> None:
    every = list(routes(visitor.app))
    assert {one.name for one in every} >= set(FOR_ANYBODY), "no longer there: take it off the list"
    guarded = [one for one in every if one.name not in FOR_ANYBODY]
    assert len(guarded) > 45
    let_in = []
    for flaw, token in flawed.items():
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        for one in guarded:
            answer = await visitor.request(one.method, one.address, headers=headers, json={})
            if answer.status_code != (403 if one.path == "/metrics" else 401):
                let_in.append(f"{one.name} with a token {flaw}: {answer.status_code}")
    assert let_in == [], "sign in on it, or say on the list why not"


async def test_no_route_believes_a_flawed_cookie_or_one_of_a_foreign_page(
    visitor: Client, own_tokens: OwnTokens
) -> None:
    guarded = [one for one in routes(visitor.app) if one.name not in FOR_ANYBODY]
    visitor.cookies.set(COOKIE, own_tokens.link_key())
    for one in guarded:
        answer = await visitor.request(one.method, one.address, json={})
        assert answer.status_code in {401, 403}, one.name
    visitor.cookies.set(COOKIE, own_tokens.session(OWNER))
    headers = {"Origin": "https://evil.example"}
    for one in guarded:
        if one.method != "GET":
            answer = await visitor.request(one.method, one.address, headers=headers, json={})
            assert (answer.status_code, answer.json()["code"]) == (403, "origin_refused"), one.name


async def test_every_route_is_described_and_so_walked_with_foreign_ids(visitor: Client) -> None:
    described = (await visitor.get("/schema/openapi.json")).json()["paths"]
    known = {
        f"{method.upper()} {path}"
        for path, methods in described.items()
        for method in methods
        if method != "parameters"
    }
    every = {one.name for one in routes(visitor.app)}
    assert every - known == set(NOT_DESCRIBED)


def test_there_is_one_websocket(one_app: OneApp) -> None:
    found = [route.path for route in one_app.app.routes if isinstance(route, WebSocketRoute)]
    assert found == ["/ws"]
