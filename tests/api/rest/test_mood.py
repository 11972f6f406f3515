from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from api.commands.mood import picture
from api.entrance.tokens import OWNER
from api.rest.mood import mood_body
from api.services import Running
from storage.records import Person
from storage.records.mood import MoodLabel, ReadMood
from tests.factories import make_outcome, say
from tools.clock import MovedClock
from tools.mood.days import words_of

Client = AsyncTestClient[Litestar]

PLACE = "/api/companion/mood"


@pytest.fixture
async def running(owner: Client) -> Running:
    """What the application works with; the owner lives far east, and has met Fern."""
    running: Running = owner.app.state.running
    answer = await owner.patch("/api/me", json={"timezone": "Asia/Shanghai"})
    assert answer.status_code == 200
    await running.companions.find_or_create(
        answer.json()["id"], "fern", name="Fern", now=running.clock.now()
    )
    return running


async def felt(
    running: Running, label: MoodLabel, valence: float, agent_id: str | None = None, **how: Any
) -> Person:
    """Have a message of the owner answered that read like this."""
    person = await running.persons.find_or_create(
        OWNER, timezone="UTC", companion_name="Lumi", now=running.clock.now()
    )
    received = await say(
        running.talks, person, "Secret words", clock=running.clock, agent_id=agent_id
    )
    assert received.claim is not None
    read = ReadMood(valence=valence, arousal=0.4, label=label, confidence=0.8)
    outcome = make_outcome(received.claim, received.waiting, now=running.clock.now(), **how)
    await running.talks.finish(received.claim, replace(outcome, mood=read))
    return person


async def test_days_are_counted_where_the_person_lives(
    owner: Client, running: Running, clock: MovedClock
) -> None:
    await felt(running, "sad", -0.8)
    await felt(running, "neutral", 0.0)
    clock.move(timedelta(hours=21))
    await felt(running, "happy", 0.6)
    await felt(running, "angry", -0.9, "fern")
    await felt(running, "angry", -0.9, kind="deflection")

    answer = await owner.get(PLACE, params={"days": 3})
    body = answer.json()

    assert body["timezone"] == "Asia/Shanghai"
    assert [day["day"] for day in body["days"]] == ["2026-03-02", "2026-03-03", "2026-03-04"]
    assert body["days"][0]["person"] is None
    told = [day["person"] for day in body["days"][1:]]
    assert [(side["word"], side["messages"]) for side in told] == [("low", 2), ("bright", 1)]
    assert body["days"][1]["companion"]["name"] == "bright"
    assert "Secret" not in answer.text
    chinese = (await owner.get(PLACE, params={"days": 3, "language": "zh"})).json()
    assert [day["person"]["name"] for day in chinese["days"][1:]] == ["低落", "明朗"]
    fern = (await owner.get(PLACE, params={"agentId": "fern", "days": 3})).json()
    assert [day["labels"] for day in fern["days"] if day["person"]] == [{"angry": 1}]


@pytest.mark.parametrize("days", ["0", "367", "many"])
async def test_a_wrong_number_of_days_is_refused(owner: Client, days: str) -> None:
    assert (await owner.get(PLACE, params={"days": days})).status_code == 400


async def test_a_terminal_shows_the_days_in_both_languages(owner: Client, running: Running) -> None:
    person = await felt(running, "sad", -0.8)
    body = await mood_body(running, person, None, days=7)
    english = list(picture(body, name="Lumi", words=words_of("en").__getitem__))
    assert english[0] == "The last 7 days"
    assert "low 1 day, no talk 6 days" in english
    assert english[-1].endswith("██████│          low (1 message: sad 1)  Lumi: bright")
    chinese = list(picture(body, name="Lumi", words=words_of("zh").__getitem__))
    assert "低落 1天、没聊 6天" in chinese
    nothing = await mood_body(running, person, "fern", days=2)
    assert list(picture(nothing, name="Fern", words=words_of("en").__getitem__))[1].startswith("No")


async def test_the_companion_comes_to_rest_while_nobody_talks(
    owner: Client, running: Running, clock: MovedClock
) -> None:
    await felt(running, "happy", 0.9)
    before = (await owner.get("/api/companion")).json()["emotionState"]["valence"]
    clock.move(timedelta(days=2))
    after = (await owner.get("/api/companion")).json()
    assert before == pytest.approx(0.5)
    assert after["emotionState"]["valence"] == pytest.approx(0.1, abs=0.001)
    fern = (await owner.get("/api/companion", params={"agentId": "fern"})).json()
    assert fern["seed"] != after["seed"]
    assert (await owner.get("/api/companion", params={"agentId": "nobody"})).status_code == 404
