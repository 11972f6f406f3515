from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

Client = AsyncTestClient[Litestar]


async def test_a_new_person_lives_in_the_time_zone_of_the_settings(owner: Client) -> None:
    me = (await owner.get("/api/me")).json()
    assert me.pop("id")
    unsaid = dict.fromkeys(("name", "language", "country", "ageGroup", "region", "heavyUseHours"))
    assert me == unsaid | {"timezone": "Europe/London", "ageVouched": False}


async def test_what_is_changed_stays_and_the_rest_too(owner: Client) -> None:
    changed = {"name": " Robin ", "timezone": "Asia/Shanghai", "language": "zh-CN", "country": "cn"}
    await owner.patch("/api/me", json=changed)
    await owner.patch("/api/me", json={"language": None})
    me = (await owner.get("/api/me")).json()
    assert (me["name"], me["timezone"], me["language"], me["country"]) == (
        "Robin", "Asia/Shanghai", None, "CN"
    )  # fmt: skip


async def test_a_country_is_stated_and_taken_back(owner: Client) -> None:
    assert (await owner.patch("/api/me", json={"country": "ca"})).json()["country"] == "CA"
    assert (await owner.patch("/api/me", json={"country": None})).json()["country"] is None


async def test_a_region_and_the_hours_of_heavy_use_are_stated_and_taken_back(owner: Client) -> None:
    for region, hours in (("US-NY", 2), (None, None)):
        changed = {"region": region, "heavyUseHours": hours}
        assert changed.items() <= (await owner.patch("/api/me", json=changed)).json().items()


async def test_an_age_group_is_stated_and_taken_back(owner: Client) -> None:
    for said in ("adult", "minor", None):
        assert (await owner.patch("/api/me", json={"ageGroup": said})).json()["ageGroup"] == said
        assert (await owner.patch("/api/me", json={"name": "Robin"})).json()["ageGroup"] == said


@pytest.mark.parametrize(
    "changes",
    [
        {"timezone": "Mars/Olympus"},
        {"timezone": "../../etc/passwd"},
        {"timezone": "a\0b"},
        {"timezone": ""},
        {"timezone": None},
        {"name": ""},
        {"name": "x" * 81},
        {"name": "a\0b"},
        {"country": "Britain"},
        {"ageGroup": "forty"},
        {"region": "New York"},
        {"heavyUseHours": 25},
        {"language": "english please"},
        {"id": "00000000-0000-0000-0000-000000000000"},
    ],
)
async def test_what_cannot_be_is_a_problem(owner: Client, changes: dict[str, Any]) -> None:
    answer = await owner.patch("/api/me", json=changes)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] in {"bad_request", "unknown_timezone"}


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b'"name"', b'{"name": "\\ud800"}', b'{"name": "\xff"}', b"[" * 10_000, b"\0"],
)
async def test_a_broken_body_is_a_problem(owner: Client, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await owner.patch("/api/me", content=body, headers=headers)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
