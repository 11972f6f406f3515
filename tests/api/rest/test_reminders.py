from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from anyio import to_thread
from click.testing import CliRunner
from litestar import Litestar
from litestar.testing import AsyncTestClient

from api.cli import main
from api.commands.reminders import reminders
from api.services import Running
from storage.records import Person
from tests.factories import make_outcome, say
from tests.remembering import memory, read
from tools.clock import MovedClock
from tools.reminders.hear import hear_reminders
from tools.reminders.keep import kept_reminder

Client = AsyncTestClient[Litestar]

PLACE = "/api/companion/reminders"


@pytest.fixture
def running(owner: Client) -> Running:
    running: Running = owner.app.state.running
    return running


async def listed(owner: Client, **query: str) -> list[dict[str, Any]]:
    answer = await owner.get(PLACE, params=query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["reminders"]
    return found


async def reminded(running: Running, owner: Client, *texts: str) -> Person:
    """Let the owner ask for reminders in turns of the talk."""
    me = (await owner.get("/api/me")).json()["id"]
    person = await running.persons.by_id(me)
    zone = ZoneInfo(person.timezone)
    for text in texts:
        received = await say(running.talks, person, text, clock=running.clock)
        assert received.claim is not None
        [wanted] = hear_reminders(text, said_at=running.clock.now(), zone=zone)
        reminder = kept_reminder(
            wanted,
            message_id=received.message.id,
            number=0,
            zone=zone,
            quiet=None,
        )
        outcome = make_outcome(received.claim, received.waiting, now=running.clock.now())
        await running.talks.finish(received.claim, replace(outcome, reminders=(reminder,)))
    return person


async def test_reminders_are_listed_the_next_first_and_deleted(
    owner: Client, running: Running, clock: MovedClock
) -> None:
    await reminded(
        running,
        owner,
        "remind me every Monday at 8 am to put the bins out",
        "remind me tomorrow at nine to call mum",
    )
    first, second = await listed(owner)
    assert (first["what"], first["at"]) == ("call mum", "2026-03-03T09:00:00Z")
    assert (first["when"], first["every"]) == ("Tuesday, 3 March 2026, 09:00", None)
    assert (second["every"], second["at"]) == ("week", "2026-03-09T08:00:00Z")
    chinese = [one["when"] for one in await listed(owner, language="zh")]
    assert chinese[0] == "2026年3月3日，星期二，09:00", "in the language asked for"
    clock.move(timedelta(days=6, hours=14))
    [late, again] = await listed(owner)
    assert late["what"] == "call mum", "it has not come, and is due since"
    assert datetime.fromisoformat(again["at"]) == datetime(2026, 3, 9, 8, tzinfo=UTC)

    assert (await owner.delete(f"{PLACE}/{first['id']}")).status_code == 204
    assert [one["id"] for one in await listed(owner)] == [second["id"]]
    for number in (first["id"], uuid4()):
        assert (await owner.delete(f"{PLACE}/{number}")).status_code == 404
    assert (await owner.get(PLACE, params={"agentId": "nobody"})).status_code == 404


async def test_they_are_forgotten_with_everything_and_with_the_words_they_hold(
    owner: Client, running: Running
) -> None:
    person = await reminded(
        running,
        owner,
        "remind me tomorrow at nine to call Theo",
        "remind me tomorrow at ten to water the plants",
    )
    [of_theo, _] = await running.reminders.all(person.id, None)
    assert of_theo.message_id is not None
    found = memory(
        "Theo is a friend of Robin",
        now=running.clock.now(),
        source_message_ids=(of_theo.message_id,),
    )
    await read(running.database, person.id, found, now=running.clock.now())
    assert (await owner.post(f"/api/memories/{found.id}/forget")).status_code == 200
    assert [one["what"] for one in await listed(owner)] == ["water the plants"]
    forgotten = await owner.post("/api/memories/forget", json={"everything": "companion"})
    assert forgotten.status_code == 200, forgotten.text
    assert await listed(owner) == []


async def test_they_are_taken_along_and_brought_back_and_what_has_come_stays_away(
    owner: Client, running: Running, clock: MovedClock
) -> None:
    await reminded(
        running,
        owner,
        "remind me every Monday at 8 am to put the bins out",
        "remind me in an hour to check the oven",
        "remind me on Friday to buy milk",
    )
    exported = await owner.get("/api/memories/export")
    assert len(exported.json()["reminders"]) == 3
    await owner.post("/api/memories/forget", json={"everything": "companion"})
    clock.move(timedelta(hours=2))
    for _ in range(2):
        brought = await owner.post("/api/memories/import", content=exported.content)
        assert brought.status_code == 200, brought.text
    first, second = await listed(owner)
    assert (first["what"], second["what"]) == ("buy milk", "put the bins out")
    assert (second["at"], second["every"]) == ("2026-03-09T08:00:00Z", "week")


async def test_the_terminal_lists_and_deletes_them(
    owner: Client, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    await reminded(owner.app.state.running, owner, "明天九点提醒我给妈妈打电话")
    environment = {"DATABASE_URL": database_url, "MIOLUMI_HOME": str(tmp_path)}
    invoke = partial(CliRunner().invoke, env=environment)
    listed = await to_thread.run_sync(invoke, main, ["reminders", "list"])
    number, _, often, what = listed.output.strip().split("\t")
    assert (often, what) == ("once", "给妈妈打电话")
    wrong = await to_thread.run_sync(invoke, main, ["reminders", "delete", "zzz"])
    assert (wrong.exit_code, "`miolumi reminders list` shows them" in wrong.stderr) == (1, True)
    gone = await to_thread.run_sync(invoke, main, ["reminders", "delete", number])
    assert (gone.exit_code, gone.output) == (0, "")


@pytest.mark.parametrize("command", sorted(reminders.commands))
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    result = CliRunner().invoke(main, ["reminders", command, "--help"])
    assert f"miolumi reminders {command}" in result.output
