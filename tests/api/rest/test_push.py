from datetime import timedelta
from typing import Any
from uuid import uuid4

from litestar import Litestar
from litestar.testing import AsyncTestClient

from api.entrance.tokens import OWNER, OwnTokens
from api.services import Running
from api.settings import Settings
from tests.push_service import Subscription
from tools.clock import MovedClock

Client = AsyncTestClient[Litestar]

BROWSER = Subscription("https://push.example.org/of-the-owner")


def body(**changes: Any) -> dict[str, Any]:
    return BROWSER.as_json(language="zh", showsWords=True) | changes


async def test_a_browser_subscribes_changes_its_mind_and_leaves(
    owner: Client, settings: Settings
) -> None:
    before = (await owner.get("/api/push")).json()
    assert before["devices"] == []
    assert len(before["publicKey"]) == 87
    added = (await owner.post("/api/push/devices", json=body())).json()
    assert added == {
        "id": added["id"], "service": "push.example.org", "language": "zh", "showsWords": True
    }  # fmt: skip
    changed = (await owner.post("/api/push/devices", json=body(showsWords=False))).json()
    assert changed == added | {"showsWords": False}
    after = await owner.get("/api/push")
    assert after.json()["devices"] == [changed]
    assert "of-the-owner" not in after.text, "whoever knows the endpoint can write to it"
    address = f"/api/push/devices/{added['id']}"
    assert (await owner.delete(address)).status_code == 204
    assert (await owner.delete(address)).status_code == 404
    kept = settings.home / "push-key"
    assert kept.stat().st_mode & 0o777 == 0o600


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"endpoint": "http://push.example.org/1"}, "address_refused"),
    ({"endpoint": "https://127.0.0.1/1"}, "address_refused"),
    ({"endpoint": "https://localhost/1"}, "address_refused"),
    ({"endpoint": "https://push.example.org@127.0.0.1/1"}, "address_refused"),
    ({"endpoint": "https://push.example.org/" + "x" * 1024}, "bad_request"),
    ({"keys": {"p256dh": "A" * 87, "auth": "A" * 22}}, "bad_request"),
    ({"keys": {"p256dh": BROWSER.as_json()["keys"]["p256dh"], "auth": "x"}}, "bad_request"),
    ({"language": "fr"}, "bad_request"),
]


async def test_what_is_no_browser_of_the_public_internet_is_refused(owner: Client) -> None:
    for changes, code in REFUSED:
        answer = await owner.post("/api/push/devices", json=body(**changes))
        assert (answer.status_code, answer.json()["code"]) == (400, code), changes
    assert (await owner.get("/api/push")).json()["devices"] == []


async def test_who_signs_out_is_not_woken_in_that_browser_any_more(
    owner: Client, own_tokens: OwnTokens
) -> None:
    running: Running = owner.app.state.running
    other = {"Authorization": f"Bearer {own_tokens.session(OWNER)}"}
    elsewhere = Subscription("https://push.example.org/elsewhere")
    await owner.post("/api/push/devices", json=body())
    await owner.post("/api/push/devices", json=elsewhere.as_json(), headers=other)
    me = (await owner.get("/api/me")).json()["id"]
    assert len(await running.pushes.devices_of(me)) == 2

    assert (await owner.post("/api/sign-out")).status_code == 204
    [left] = await running.pushes.devices_of(me)
    assert left.endpoint == elsewhere.endpoint, "they are still signed in there"
    await owner.post("/api/sign-out", headers=other)
    assert await running.pushes.devices_of(me) == []


async def test_a_browser_that_is_signed_in_for_days_is_let_go_with_its_sign_in(
    owner: Client, clock: MovedClock
) -> None:
    running: Running = owner.app.state.running
    await owner.post("/api/push/devices", json=body())
    clock.move(timedelta(days=2))
    me = (await owner.get("/api/me")).json()["id"]
    assert len(await running.pushes.devices_of(me)) == 1, "a renewed sign-in is the same one"
    await owner.post("/api/sign-out")
    assert await running.pushes.devices_of(me) == []


async def test_nobody_touches_the_browser_of_another_person_and_who_signs_out_everywhere_has_none(
    owner: Client, clock: MovedClock
) -> None:
    running: Running = owner.app.state.running
    other = await running.persons.find_or_create(
        "other", timezone="Europe/London", companion_name="Lumi", now=clock.now()
    )
    theirs = await running.pushes.save(
        other.id, Subscription("https://push.example.org/theirs").device(), now=clock.now()
    )
    for number in (theirs.id, uuid4()):
        assert (await owner.delete(f"/api/push/devices/{number}")).status_code == 404
    await owner.post("/api/push/devices", json=body())
    me = (await owner.get("/api/me")).json()["id"]
    assert (await owner.post("/api/sign-out/everywhere")).status_code == 204
    assert await running.pushes.devices_of(me) == []
    assert await running.pushes.devices_of(other.id) == [theirs]
