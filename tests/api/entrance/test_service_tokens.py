"""Tokens of a sign-in service: whom they name, and every flaw for which they are refused."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm

from api.entrance.service_tokens import LEEWAY, ServiceTokens
from api.entrance.tokens import OWNER, OwnTokens
from api.errors import SignInError, SignInUnavailable
from api.settings import Settings
from tests.api.entrance.signed import OTHER, SECRET, a_token
from tests.api.factories import make_settings
from tools.clock import MovedClock


@pytest.fixture
def service(clock: MovedClock) -> ServiceTokens:
    settings = make_settings(
        jwt_secret=SECRET, jwt_audience="miolumi", jwt_issuer="https://id.example"
    )
    return ServiceTokens(settings, clock=clock)


async def test_a_services_token_names_a_person(service: ServiceTokens, clock: MovedClock) -> None:
    token = a_token(clock, zoneinfo="Asia/Shanghai", locale="zh-CN")
    identity = await service.read(token)
    assert identity.subject == "https://id.example|robin"
    assert (identity.timezone, identity.language) == ("Asia/Shanghai", "zh-CN")


async def test_no_two_pairs_of_issuer_and_subject_are_one_person(clock: MovedClock) -> None:
    reader = ServiceTokens(make_settings(jwt_secret=SECRET), clock=clock)
    first = await reader.read(a_token(clock, iss="a|b", sub="c", aud=None))
    second = await reader.read(a_token(clock, iss="a", sub="b|c", aud=None))
    assert first.subject != second.subject


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"aud": "another"}, "another program"),
        ({"aud": None}, "."),
        ({"iss": "https://evil.example"}, "another sign-in service"),
        ({"iss": None}, "."),
        ({"sub": None}, "."),
        ({"sub": ""}, "names nobody"),
        ({"sub": "a\0b"}, "names nobody"),
        ({"sub": "x" * 300}, "names nobody"),
        ({"sub": 7}, "."),
        ({"exp": None}, "."),
        ({"exp": "soon"}, "."),
        ({"exp": 1}, "expired"),
        ({"nbf": 10**10}, "not valid yet"),
        ({"key": OTHER}, "not signed"),
        ({"algorithm": "HS512"}, "."),
    ],
)
async def test_a_services_token_with_a_flaw_is_refused(
    service: ServiceTokens, clock: MovedClock, claims: dict[str, Any], words: str
) -> None:
    with pytest.raises(SignInError, match=words):
        await service.read(a_token(clock, **claims))


async def test_a_service_whose_clock_is_a_little_off_is_believed(
    service: ServiceTokens, clock: MovedClock
) -> None:
    token = a_token(clock)
    clock.move(timedelta(hours=1) + LEEWAY - timedelta(seconds=1))
    assert (await service.read(token)).subject.endswith("robin")
    clock.move(timedelta(seconds=1))
    with pytest.raises(SignInError, match="expired"):
        await service.read(token)


async def test_our_own_sessions_are_no_tokens_of_a_service_with_the_same_secret(
    own: OwnTokens, clock: MovedClock
) -> None:
    with pytest.raises(SignInError, match="names nobody"):
        await ServiceTokens(make_settings(jwt_secret=SECRET), clock=clock).read(own.session(OWNER))


async def test_published_keys_are_fetched_and_checked(clock: MovedClock) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    with publishing(key) as url:
        reader = ServiceTokens(_published(url), clock=clock)
        assert (await reader.read(a_token(clock, key=key, algorithm="ES256"))).subject
        stranger = ec.generate_private_key(ec.SECP256R1())
        with pytest.raises(SignInError):
            await reader.read(a_token(clock, key=stranger, algorithm="ES256"))


async def test_a_shared_secret_is_no_published_key(clock: MovedClock) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    with publishing(key) as url:
        reader = ServiceTokens(_published(url), clock=clock)
        with pytest.raises(SignInError):
            await reader.read(a_token(clock, key=SECRET, algorithm="HS256"))


async def test_another_kind_of_key_under_a_known_name_is_refused(clock: MovedClock) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    with publishing(key) as url:
        reader = ServiceTokens(_published(url), clock=clock)
        with pytest.raises(SignInError):
            await reader.read(a_token(clock, key=other, algorithm="RS256"))


async def test_a_service_that_is_down_is_told_from_a_bad_token(clock: MovedClock) -> None:
    reader = ServiceTokens(_published("http://127.0.0.1:9/keys"), clock=clock)
    with pytest.raises(SignInUnavailable):
        await reader.read(a_token(clock))


def _published(url: str) -> Settings:
    return make_settings(jwks_url=url, jwt_issuer="https://id.example", jwt_audience="miolumi")


@contextmanager
def publishing(key: ec.EllipticCurvePrivateKey) -> Iterator[str]:
    """A sign-in service that hands out one public key."""
    public = ECAlgorithm.to_jwk(key.public_key(), as_dict=True) | {"kid": "1", "use": "sig"}
    body = json.dumps({"keys": [public]}).encode()

    class Keys(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Keys)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/keys"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
