import json
import stat
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm

from api.entrance.kept_secrets import push_key, signing_secret
from api.entrance.service_tokens import LEEWAY, ServiceTokens
from api.entrance.tokens import LINK_LIFE, OWNER, SESSION_LIFE, OwnTokens, owner_link
from api.errors import SignInError, SignInUnavailable
from api.settings import Settings
from tests.api.factories import make_settings
from tools.clock import MovedClock

SECRET = "a shared secret, long enough for every algorithm that signs with one: 80 letters"
OTHER = SECRET[::-1]


@pytest.fixture
def own(clock: MovedClock) -> OwnTokens:
    return OwnTokens(SECRET, clock=clock)


@pytest.fixture
def service(clock: MovedClock) -> ServiceTokens:
    settings = make_settings(
        jwt_secret=SECRET, jwt_audience="miolumi", jwt_issuer="https://id.example"
    )
    return ServiceTokens(settings, clock=clock)


def a_token(clock: MovedClock, *, key: Any = SECRET, algorithm: str = "HS256", **other: Any) -> str:
    claims = {
        "iss": "https://id.example",
        "aud": "miolumi",
        "sub": "robin",
        "exp": int((clock.now() + timedelta(hours=1)).timestamp()),
    } | other
    kept = {name: value for name, value in claims.items() if value is not None}
    # below `jwt.encode`, which would not make some of the flawed ones
    return jwt.api_jws.encode(json.dumps(kept).encode(), key, algorithm, headers={"kid": "1"})


def test_the_owners_link_signs_in_for_an_hour(own: OwnTokens, clock: MovedClock) -> None:
    key = own.link_key()
    clock.move(LINK_LIFE - timedelta(seconds=1))
    assert own.read(key, "link").subject == OWNER
    clock.move(timedelta(seconds=1))
    with pytest.raises(SignInError, match="expired"):
        own.read(key, "link")


def test_a_session_that_nobody_uses_lasts_a_week(own: OwnTokens, clock: MovedClock) -> None:
    session = own.session("somebody")
    clock.move(SESSION_LIFE - timedelta(seconds=1))
    assert own.read(session, "session").subject == "somebody"
    clock.move(timedelta(seconds=1))
    with pytest.raises(SignInError, match="expired"):
        own.read(session, "session")


def test_a_session_ends_with_the_token_it_was_given_for(own: OwnTokens, clock: MovedClock) -> None:
    session = own.session("somebody", until=clock.now() + timedelta(minutes=5))
    clock.move(timedelta(minutes=5))
    with pytest.raises(SignInError):
        own.read(session, "session")


def test_a_link_key_is_no_session_and_a_session_no_link_key(own: OwnTokens) -> None:
    with pytest.raises(SignInError, match="something else"):
        own.read(own.link_key(), "session")
    with pytest.raises(SignInError, match="something else"):
        own.read(own.session(OWNER), "link")


@pytest.mark.parametrize("token", ["", "no token", "a.b.c", "\ud800", "é.é.é"])
def test_what_is_no_token_signs_nobody_in(own: OwnTokens, token: str) -> None:
    with pytest.raises(SignInError):
        own.read(token, "session")


def test_a_session_under_another_secret_is_refused(own: OwnTokens, clock: MovedClock) -> None:
    with pytest.raises(SignInError):
        own.read(OwnTokens(OTHER, clock=clock).session(OWNER), "session")


def test_an_unsigned_token_is_refused(own: OwnTokens, clock: MovedClock) -> None:
    claims = {"iss": "miolumi", "sub": OWNER, "purpose": "session", "exp": 10**10}
    unsigned = jwt.encode(claims, "", algorithm="none")
    with pytest.raises(SignInError):
        own.read(unsigned, "session")


def test_the_link_carries_its_key_where_no_server_sees_it(
    clock: MovedClock, tmp_path: Path
) -> None:
    settings = make_settings(home=tmp_path, port=9000)
    address, _, key = owner_link(settings, clock=clock).partition("#key=")
    assert address == "http://127.0.0.1:9000/"
    assert OwnTokens(signing_secret(settings), clock=clock).read(key, "link").subject == OWNER


def test_the_secret_is_made_once_and_for_our_eyes_only(tmp_path: Path) -> None:
    settings = make_settings(home=tmp_path / "new" / "folder")
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: signing_secret(settings), range(8)))
    assert len(secrets) == 1
    assert len(secrets.pop()) >= 32
    [file] = settings.home.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_secret_that_is_set_is_written_nowhere(tmp_path: Path) -> None:
    settings = make_settings(home=tmp_path / "none", session_secret=SECRET)
    assert signing_secret(settings) == SECRET
    assert not settings.home.exists()


def test_machines_of_one_secret_wake_devices_with_one_key_and_others_keep_their_own(
    tmp_path: Path,
) -> None:
    one, other = (make_settings(home=tmp_path / name, session_secret=SECRET) for name in "ab")
    assert push_key(one).public == push_key(other).public
    assert not (tmp_path / "a").exists()
    alone = make_settings(home=tmp_path / "c")
    assert push_key(alone).public == push_key(alone).public != push_key(one).public
    assert stat.S_IMODE((tmp_path / "c" / "push-key").stat().st_mode) == 0o600
    kept = (tmp_path / "c" / "push-key").read_text()
    assert (
        push_key(make_settings(home=tmp_path / "d", push_key=kept)).public == push_key(alone).public
    )
    with pytest.raises(ValueError, match="32 bytes"):
        make_settings(push_key="no key")


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
