import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from api.app import create_app
from api.entrance.doors import DoorLimits, knows_host
from api.entrance.rate import Rate
from api.entrance.tokens import OWNER, OwnTokens
from api.services import open_services
from api.settings import Settings
from tests.api.factories import make_settings
from tools.clock import MovedClock

Client = AsyncTestClient[Litestar]

FEW = Rate(burst=3, per_second=0.1)
MANY = Rate(burst=1_000, per_second=1)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:8181",
        "127.0.0.1",
        "[::1]:8181",
        "[::1]",
        "192.168.1.7:8181",
        "localhost:8181",
        "LOCALHOST",
        "localhost.",
        "talk.localhost:9000",
        "",
    ],
)
def test_numbers_and_this_machines_own_name_are_always_known(host: str) -> None:
    assert knows_host(make_settings(allowed_hosts=()), host)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8181",
        "localhost.evil.example",
        "127.0.0.1.evil.example:8181",
        "notlocalhost",
        "talk.example.org.evil.example",
        "a talk.example.org",
        "talk.example.org@evil.example",
        "0x7f000001",
        "[evil.example]",
    ],
)
def test_a_foreign_name_that_points_at_this_machine_is_not_known(host: str) -> None:
    assert not knows_host(make_settings(allowed_hosts=()), host)
    assert not knows_host(make_settings(allowed_hosts=("talk.example.org",)), host)


def test_a_server_is_known_by_the_names_that_were_set() -> None:
    named = make_settings(allowed_hosts="talk.example.org, *.lumi.example", host="0.0.0.0")  # noqa: S104 - nobody listens
    known = ("talk.example.org", "TALK.example.org:443", "a.lumi.example", "a.b.lumi.example:80")
    foreign = ("example.org", "lumi.example", "evillumi.example")
    assert [knows_host(named, one) for one in known] == [True] * 4
    assert [knows_host(named, one) for one in foreign] == [False] * 3
    page = make_settings(allowed_hosts=(), allowed_origins="https://talk.example")
    assert knows_host(page, "talk.example")
    assert knows_host(make_settings(allowed_hosts="*"), "any.example")


def test_a_server_for_other_machines_takes_every_name_until_some_are_set() -> None:
    for host in ("0.0.0.0", "::", "192.168.1.7"):  # noqa: S104 - nobody listens
        assert knows_host(make_settings(allowed_hosts=(), host=host), "lumi.home.example")


def test_a_name_that_is_none_is_refused_with_an_example() -> None:
    with pytest.raises(ValueError, match=r"write it like talk\.example\.org"):
        make_settings(allowed_hosts="https://talk.example.org/")


async def test_a_foreign_name_gets_nothing_not_even_the_page(owner: Client) -> None:
    for path in ("/", "/health", "/api/me", "/schema", "/metrics"):
        answer = await owner.get(path, headers={"Host": "evil.example"})
        assert answer.status_code == 421, path
        assert answer.headers["content-type"] == "application/problem+json"
        assert "'evil.example'" in answer.json()["detail"]
        assert "MIOLUMI_ALLOWED_HOSTS" in answer.json()["detail"]


@pytest.fixture
def few() -> DoorLimits:
    return DoorLimits(requests=MANY, sign_ins=FEW, asked=MANY, written=FEW)


async def test_who_asks_too_much_is_told_when_to_try_again(
    settings: Settings, clock: MovedClock, own_tokens: OwnTokens, few: DoorLimits
) -> None:
    app = create_app(lambda: open_services(settings, clock=clock), doors=few)
    async with AsyncTestClient(app) as client:
        for _ in range(3):
            assert (await client.post("/api/sign-in", json={"key": "k"})).status_code == 401
        refused = await client.post("/api/sign-in", json={"key": own_tokens.link_key()})
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "10")
        assert refused.json()["code"] == "too_many_requests"
        assert "10 s" in refused.json()["detail"]

        anna = {"Authorization": f"Bearer {own_tokens.session(OWNER)}"}
        ben = {"Authorization": f"Bearer {own_tokens.session('ben')}"}
        done = [
            (await client.patch("/api/me", json={"name": "Anna"}, headers=anna)).status_code
            for _ in range(4)
        ]
        assert done == [200, 200, 200, 429]
        assert (await client.get("/api/me", headers=anna)).status_code == 200
        assert (await client.patch("/api/me", json={"name": "Ben"}, headers=ben)).status_code == 200


async def test_an_encrypted_page_stays_encrypted_and_a_plain_one_is_not_promised_it(
    visitor: Client,
) -> None:
    plain = await visitor.get("/health")
    assert "strict-transport-security" not in plain.headers
    encrypted = await visitor.get("https://testserver.local/health")
    assert encrypted.headers["strict-transport-security"].startswith("max-age=")
    assert "camera=()" in plain.headers["permissions-policy"]
    assert plain.headers["x-frame-options"] == "DENY"


async def test_a_body_that_is_packed_is_not_unpacked(owner: Client) -> None:
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    answer = await owner.patch("/api/me", content=b"\x1f\x8b\x08" + b"\0" * 50, headers=headers)
    assert answer.status_code == 400
