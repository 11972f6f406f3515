import io
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import rich_click as click
from click.testing import CliRunner
from pydantic import BaseModel
from rich.console import Console

from api.cli import main
from api.commands.batch import BatchWish, Did, batch_options, batch_over
from api.commands.batch_costs import Counted
from storage.companions import Companions
from storage.database import Database
from storage.errors import NotFound
from storage.records import Person
from storage.streams import Chosen, Stream, Streams
from tests.factories import exchange, make_person, make_talks
from tests.fakes import FakeModels
from tools.clock import MovedClock

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")


class Word(BaseModel):
    text: str


@pytest.mark.parametrize(
    ("since", "begins"),
    [
        (None, NOON - timedelta(days=1)),
        (timedelta(hours=12), NOON - timedelta(hours=12)),
        (datetime(2026, 3, 1), datetime(2026, 2, 28, 16, tzinfo=UTC)),  # noqa: DTZ001 - as typed
        (NOON, NOON),
    ],
)
def test_a_span_counts_back_from_now_and_a_bare_date_is_one_of_this_place(
    since: Any, begins: datetime
) -> None:
    assert BatchWish(since=since).begin(NOON, SHANGHAI, usual=timedelta(days=1)) == begins


def test_a_batch_says_whom_it_is_about_and_how_to_say_it() -> None:
    wishes: list[BatchWish] = []

    @click.command()
    @batch_options
    def tidy(*, batch: BatchWish) -> None:
        wishes.append(batch)

    def told(*words: str) -> str:
        return CliRunner().invoke(tidy, words).output

    assert "--all, or --user" in told()
    assert "--all, or --user" in told("--all", "--user", "robin")
    assert "2026-11-01" in told("--all", "--since", "soon")
    assert "2026-11-01" in told("--all", "--since", "0d")
    assert wishes == []
    told("--user", "robin", "--user", "kim", "--since", "2w", "--dry-run", "--concurrency", "9")
    assert wishes == [
        BatchWish(users=("robin", "kim"), since=timedelta(days=14), dry_run=True, at_once=9)
    ]


async def three_talks(database: Database, clock: MovedClock) -> list[Person]:
    """Of three people one never spoke, one did, and one did with Moss too, two days later."""
    talks = make_talks(database)
    people = [await make_person(database, clock) for _ in range(3)]
    await Companions(database).find_or_create(people[0].id, "moss", name="Moss", now=clock.now())
    for person in people[:2]:
        await exchange(talks, person, "hello", clock=clock)
    clock.move(timedelta(days=2))
    await exchange(talks, people[0], "hello again", clock=clock, agent_id="moss")
    return people


async def test_talks_are_found_by_who_spoke_and_since_when(
    database: Database, clock: MovedClock
) -> None:
    streams, people = Streams(database), await three_talks(database, clock)

    async def found(chosen: Chosen) -> list[Stream]:
        each = [stream async for stream in streams.each(chosen, page=1)]
        assert await streams.count(chosen) == len(each) == len(set(each))
        return each

    everybody = await found(Chosen())
    assert {one.person_id for one in everybody} == {one.id for one in people[:2]}
    assert Stream(people[0].id, "moss") in everybody
    assert len(everybody) == 3
    assert await found(Chosen(since=clock.now())) == [Stream(people[0].id, "moss")]
    assert await found(Chosen(people=[people[1].id])) == [Stream(people[1].id, None)]
    assert await streams.people_named([people[1].subject, str(people[2].id)]) != []
    with pytest.raises(NotFound, match="signed in as 'nobody'"):
        await streams.people_named(["nobody"])


async def test_every_talk_is_dealt_with_once_and_the_summary_tells_what_it_cost(
    database: Database, clock: MovedClock
) -> None:
    await three_talks(database, clock)
    models = Counted(FakeModels(answers={"Word": [{"text": "yes"}] * 9}))
    screen = io.StringIO()

    async def body(stream: Stream) -> Did:
        if stream.agent_id:
            raise NotFound("Moss has left.")
        await models.answer("judge", [], Word, spent=lambda _: None)
        return {"judged": 1}

    console = Console(file=screen, width=80)
    done = await batch_over(Streams(database), Chosen(), body, models, console=console, at_once=2)
    lines = screen.getvalue().splitlines()
    assert not done
    assert lines[:3] == [
        "3 talks: 2 judged, 1 failed.",
        "Failed: Moss has left.",
        "Run it again to go on.",
    ]
    assert [line.split()[:2] for line in lines[3:]] == [["role", "calls"], ["judge", "2"]]


async def test_a_talk_is_read_once_however_often_the_command_runs(
    database: Database, clock: MovedClock, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from anyio import to_thread

    monkeypatch.chdir(tmp_path)
    person = await make_person(database, clock)
    await exchange(make_talks(database), person, "I moved to Bristol last week", clock=clock)
    environment = {"DATABASE_URL": database.url, "MIOLUMI_HOME": str(tmp_path)}

    async def told(*words: str) -> str:
        def invoked() -> str:
            return CliRunner().invoke(main, ["extract", *words], env=environment).output

        return (await to_thread.run_sync(invoked)).splitlines()[0]

    assert await told("--all", "--dry-run") == "1 talk: 1 to be read."
    assert await told("--user", person.subject) == "1 talk: 1 read."
    assert await told("--all") == "1 talk: 1 with nothing unread."
