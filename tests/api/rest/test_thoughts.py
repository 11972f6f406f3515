"""From a talk to the night to what the person sees: without a key, with the offline voice."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from anyio import to_thread
from click.testing import CliRunner
from litestar import Litestar
from litestar.testing import AsyncTestClient

from api.background.jobs import FollowUps
from api.background.reflecting import reflecting_of
from api.cli import main
from api.entrance.tokens import OWNER
from api.services import Running
from storage.records import Person
from tests.factories import exchange
from tools.clock import MovedClock

Client = AsyncTestClient[Litestar]

ENGLISH = (
    "I have an interview at the library tomorrow",
    "the interview frightens me a little",
    "I don't know whether I should take the flat in Leeds",
)
CHINESE = ("明天我有一个面试", "想到面试就睡不着", "要不要搬去上海，我还没想好")


@pytest.mark.parametrize("said", [ENGLISH, CHINESE])
async def test_what_a_night_had_in_mind_is_seen_settled_and_deleted(
    owner: Client,
    clock: MovedClock,
    said: Sequence[str],
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    running: Running = owner.app.state.running
    person = await _talked(running, clock, said)
    came = await reflecting_of(running).reflect(person, None)
    assert (came["came"], came["learned"], came["thoughts"]) == ("reflected", 1, 2)
    await _a_conclusion_is_seen(owner, said)

    thoughts = (await owner.get("/api/thoughts")).json()["thoughts"]
    assert [one["state"] for one in thoughts] == ["waiting", "waiting"]
    assert said[2] in {source["content"] for one in thoughts for source in one["sources"]}
    first, second = (one["id"] for one in thoughts)
    settled = (await owner.post(f"/api/thoughts/{first}/settle")).json()
    assert settled["state"] == "settled"
    taken = await _taken_along(owner, thoughts)
    shown = await _told("list", database_url=database_url, home=tmp_path, patch=monkeypatch)
    assert "is settled" in shown
    assert "came too late" in shown, "the terminal goes by the real clock"
    gone = await _told(
        "delete", second, database_url=database_url, home=tmp_path, patch=monkeypatch
    )
    assert gone == "It is deleted.\n"
    assert (await owner.delete(f"/api/thoughts/{second}")).status_code == 404
    await owner.post("/api/memories/import", json=taken)
    assert len((await owner.get("/api/thoughts")).json()["thoughts"]) == 1, "a night makes new ones"
    assert (await owner.get("/api/thoughts", params={"agentId": "moss"})).json() == {"thoughts": []}
    of_nobody = ("list", "--agent", "moss")
    shown = await _told(*of_nobody, database_url=database_url, home=tmp_path, patch=monkeypatch)
    assert shown.strip() == "Nothing is in mind; thoughts come in the night after a talk."


async def _a_conclusion_is_seen(owner: Client, said: Sequence[str]) -> None:
    """Less sure than what was said, with the words it rests on."""
    listed = (await owner.get("/api/memories", params={"limit": 50})).json()["memories"]
    [learned] = [one for one in listed if one["origin"] == "reflection"]
    assert learned["confidence"] < 0.75
    why = (await owner.get(f"/api/memories/{learned['id']}")).json()
    assert {one["content"] for one in why["sources"]} == set(said[:2])


async def _taken_along(owner: Client, thoughts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The first of them is settled, the second is not."""
    taken: dict[str, Any] = (await owner.get("/api/memories/export")).json()
    along = {one["id"]: one for one in taken["thoughts"]}
    first, second = (one["id"] for one in thoughts)
    assert set(along) == {first, second}
    assert along[second]["text"] == thoughts[1]["text"]
    assert (along[first]["settledAt"] is None, along[second]["settledAt"]) == (False, None)
    return taken


async def _talked(running: Running, clock: MovedClock, said: Sequence[str]) -> Person:
    person = await running.persons.find_or_create(
        OWNER, timezone="Europe/London", companion_name="Lumi", now=clock.now()
    )
    for text in said:
        clock.move(timedelta(minutes=1))
        await exchange(running.talks, person, text, clock=clock)
    clock.move(timedelta(hours=7))
    follow_ups = FollowUps(
        queue=running.queue,
        services=running.services,
        persons=running.persons,
        ledger=running.ledger,
        reflecting=reflecting_of(running),
    )
    await follow_ups.follow_up(str(person.id))
    return person


async def _told(*words: str, database_url: str, home: Path, patch: pytest.MonkeyPatch) -> str:
    patch.chdir(home)
    environment: dict[str, Any] = {"DATABASE_URL": database_url, "MIOLUMI_HOME": str(home)}

    def invoked() -> str:
        return CliRunner().invoke(main, ["thoughts", *words], env=environment).output

    return await to_thread.run_sync(invoked)
