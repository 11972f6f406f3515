from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from api.entrance.tokens import OwnTokens
from api.services import Running
from storage.records.relationship import Relationship, Stage
from tools.clock import MovedClock

Client = AsyncTestClient[Litestar]

PLACE = "/api/companion/relationship"
FERN = {"agentId": "fern"}
WISHES = ("hold", "release", "step-back")


@pytest.fixture
async def running(owner: Client) -> Running:
    """What the application works with, after the owner has met two of the cast."""
    running: Running = owner.app.state.running
    me = (await owner.get("/api/me")).json()
    for agent_id in ("fern", "rook"):
        await running.companions.find_or_create(
            me["id"], agent_id, name=agent_id, now=running.clock.now()
        )
    return running


async def come_to(running: Running, owner: Client, stage: Stage, **values: Any) -> Relationship:
    """Let the owner and Fern be at a stage."""
    person_id, now = (await owner.get("/api/me")).json()["id"], running.clock.now()
    found = await running.relationships.get_or_begin(person_id, "fern", now=now)
    there = replace(found, stage=stage, **values)
    assert await running.relationships.save(person_id, there, (), spendings=(), now=now)
    return there


async def grown_up(owner: Client) -> None:
    assert (await owner.patch("/api/me", json={"ageGroup": "adult"})).status_code == 200


async def ask(owner: Client, wish: str = "", **params: str) -> dict[str, Any]:
    send = owner.post if wish else owner.get
    answer = await send(f"{PLACE}/{wish}".rstrip("/"), params=FERN | params)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def test_two_who_have_never_talked_have_just_met(owner: Client, running: Running) -> None:
    body = await ask(owner)
    assert (body["stage"], body["name"], body["held"]) == ("just_met", "Just met", False)
    assert body["changes"] == []


async def test_nobody_is_shown_a_score(owner: Client, running: Running) -> None:
    await come_to(running, owner, "good_friends", score=41.25)
    body = await ask(owner)
    assert "score" not in body
    assert "41" not in str({**body, "since": None})


async def test_a_chinese_reader_is_told_in_chinese(owner: Client, running: Running) -> None:
    await owner.patch("/api/me", json={"language": "zh-CN"})
    await come_to(running, owner, "good_friends")
    await ask(owner, "hold")
    body = await ask(owner)
    assert body["name"] == "好朋友"
    assert body["line"] == "你们已经很熟了。会一直这样，直到你改主意。"
    assert body["changes"][0]["words"] == "你希望就停在这里。"
    english = await ask(owner, "release", language="en")
    told = [english["name"], english["line"], *(one["words"] for one in english["changes"])]
    assert "".join(told).isascii(), "a page asks in its own language, also for what it changes"
    assert (await ask(owner))["name"] == "好朋友"
    wrong = await owner.get(PLACE, params={**FERN, "language": "fr"})
    assert wrong.status_code == 400


async def test_what_is_held_stays_until_it_is_released(owner: Client, running: Running) -> None:
    assert (await ask(owner, "hold"))["held"]
    assert (await ask(owner, "hold"))["held"]
    assert not (await ask(owner, "release"))["held"]
    kinds = [change["kind"] for change in (await ask(owner))["changes"]]
    assert kinds == ["released", "held"]


async def test_one_steps_back_by_a_stage_or_as_far_as_one_likes(
    owner: Client, running: Running, clock: MovedClock
) -> None:
    await grown_up(owner)
    await come_to(running, owner, "partners", score=90.0)
    clock.move(timedelta(hours=1))
    body = await ask(owner, "step-back")
    assert (body["stage"], body["held"]) == ("ambiguous", True)
    body = await ask(owner, "step-back", to="just_met")
    assert body["stage"] == "just_met"
    assert await ask(owner, "step-back") == body
    assert {change["madeBy"] for change in body["changes"]} == {"person"}


async def test_a_stage_is_never_shown_beyond_what_age_allows(
    owner: Client, running: Running
) -> None:
    await come_to(running, owner, "partners", score=90.0)
    body = await ask(owner)
    assert (body["stage"], body["furthest"], body["limitedByAge"]) == (
        "good_friends", "good_friends", True
    )  # fmt: skip
    await grown_up(owner)
    assert (await ask(owner))["limitedByAge"] is False
    await owner.patch("/api/me", json={"ageGroup": "minor"})
    assert (await ask(owner))["stage"] == "good_friends"


async def test_a_long_silence_is_seen_before_anybody_breaks_it(
    owner: Client, running: Running, clock: MovedClock
) -> None:
    await grown_up(owner)
    long_ago = clock.now() - timedelta(days=400)
    await come_to(
        running, owner, "partners", score=90.0, last_turn_at=long_ago, counted_to=long_ago
    )
    assert (await ask(owner))["stage"] == "good_friends"


async def test_what_is_wished_of_one_persona_changes_no_other_and_nobody_elses(
    owner: Client, running: Running, own_tokens: OwnTokens
) -> None:
    await come_to(running, owner, "good_friends")
    await ask(owner, "hold")
    rook = (await owner.get(PLACE, params={"agentId": "rook"})).json()
    assert (rook["stage"], rook["held"], rook["changes"]) == ("just_met", False, [])
    headers = {"Authorization": f"Bearer {own_tokens.session('somebody else')}"}
    other = await owner.get(PLACE, params=FERN, headers=headers)
    assert other.status_code == 404


async def test_a_persona_the_person_never_met_is_a_problem(owner: Client, running: Running) -> None:
    for wish in ("", *WISHES):
        send = owner.post if wish else owner.get
        answer = await send(f"{PLACE}/{wish}".rstrip("/"), params={"agentId": "nobody"})
        assert answer.status_code == 404
        assert answer.json()["code"] == "not_found"


@pytest.mark.parametrize("params", [{}, {"agentId": ""}, {"agentId": "x" * 5_000}])
async def test_lumi_and_names_that_are_none_are_a_problem(
    owner: Client, params: dict[str, str]
) -> None:
    for wish in ("", *WISHES):
        send = owner.post if wish else owner.get
        answer = await send(f"{PLACE}/{wish}".rstrip("/"), params=params)
        assert answer.status_code == 400
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("to", ["partners", "married", "0", ""])
async def test_one_cannot_step_back_forward(owner: Client, running: Running, to: str) -> None:
    answer = await owner.post(f"{PLACE}/step-back", params=FERN | {"to": to})
    assert answer.status_code == 400


async def test_a_visitor_is_not_told(visitor: Client) -> None:
    assert (await visitor.get(PLACE, params=FERN)).status_code == 401
    for wish in WISHES:
        assert (await visitor.post(f"{PLACE}/{wish}", params=FERN)).status_code == 401
