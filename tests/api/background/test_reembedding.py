"""Everybody moves into the space of today's embedder, without waiting for their next turn."""

import asyncio
import io
import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from procrastinate.jobs import Status
from psycopg import AsyncConnection
from rich.console import Console

from api.background import reembedding as module
from api.background.reembedding import HANDED_ON_AT_MOST, REEMBED, Reembedder, Reembedding
from api.commands.reembed_now import reembed_now
from api.settings import Settings
from storage.database import Database
from storage.ledger import Ledger
from storage.persons import Persons
from storage.queue import Queue
from storage.spaces import Spaces as StoredSpaces
from tests.api.background.following import drain
from tests.factories import EMBEDDER, make_memory, make_person
from tests.graphs.background import Background
from tests.graphs.spaces import NEW, OLD, Spaces, spaces_of
from tests.graphs.test_reembedding import keep
from tools.clock import MovedClock
from tools.models.local import is_installed

LEXICAL = "miolumi:lexical/2"


@pytest.fixture
async def people(database: Database, clock: MovedClock) -> list[Background]:
    """Five people who have said something in another space; every second one in Chinese."""
    found = []
    for number in range(5):
        person = await make_person(database, clock)
        one = Background(database, person, clock, models=Spaces(embedder=OLD))
        await one.say("我的猫叫毛毛" if number % 2 else "my cat is called Momo")
        found.append(one)
    await keep(found[0], make_memory("Has a cat", now=clock.now()))
    return found


@pytest.fixture(autouse=True)
def _short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PEOPLE_AT_ONCE", 2)


def worker(queue: Queue, people: list[Background], models: Spaces) -> Reembedding:
    """What a process registers that starts with these models, in the place of the one before."""
    queue.app.tasks.pop(REEMBED, None)
    database = people[0].database
    reembedder = Reembedder(
        services=replace(people[0].services, models=models),
        persons=Persons(database),
        spaces=StoredSpaces(database),
        ledger=Ledger(database),
    )
    here = Reembedding(
        queue=queue,
        reembedder=reembedder,
        retry_after=(timedelta(),) * 2,
        handed_on_after=timedelta(),
    )
    here.register()
    return here


async def waiting(queue: Queue) -> int:
    jobs = await queue.app.job_manager.list_jobs_async(task=REEMBED)
    return sum(job.status == Status.TODO.value for job in jobs)


async def all_in(database: Database, space: str) -> bool:
    found = [await spaces_of(database, table) for table in ("messages", "memories")]
    return {space} == {one for rows in found for one in rows.values()}


async def test_a_worker_that_starts_re_embeds_everybody(
    queue: Queue, people: list[Background], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="api.background.reembedding")
    models = Spaces(embedder=NEW)

    await worker(queue, people, models).begin()
    await drain(queue, REEMBED)

    assert await all_in(people[0].database, NEW)
    told = [record.message for record in caplog.records]
    assert sum("messages" in line for line in told) == 3
    assert sum("4 messages and 1 memories of 2 people" in line for line in told) <= 1
    assert sum("and 1 memories" in line for line in told) == 1


async def test_what_it_costs_is_booked_for_each_person(
    queue: Queue, people: list[Background], clock: MovedClock
) -> None:
    await worker(queue, people, Spaces(embedder=NEW)).begin()
    await drain(queue, REEMBED)
    for one in people:
        booked = await Ledger(one.database).summary(one.person.id, since=clock.now())
        assert [row.operation for row in booked] == ["embed"]


async def test_where_nothing_is_lacking_nothing_is_embedded(
    queue: Queue, people: list[Background]
) -> None:
    await worker(queue, people, Spaces(embedder=NEW)).begin()
    await drain(queue, REEMBED)
    again = Spaces(embedder=NEW)
    await worker(queue, people, again).begin()
    await drain(queue, REEMBED)
    assert again.asked == []


async def test_workers_that_start_at_once_share_one_pass(
    queue: Queue, people: list[Background]
) -> None:
    models = Spaces(embedder=NEW)
    here = worker(queue, people, models)

    await asyncio.gather(*(here.begin() for _ in range(4)))
    assert await waiting(queue) == 1
    await asyncio.gather(drain(queue, REEMBED), drain(queue, REEMBED))

    assert await all_in(people[0].database, NEW)
    assert len(models.asked) == len(people) + 1


async def test_never_more_than_one_job_waits(queue: Queue, people: list[Background]) -> None:
    here = worker(queue, people, Spaces(embedder=NEW))
    await here.reembed(NEW)
    assert await waiting(queue) == 1


async def test_an_embedder_that_was_away_is_tried_again(
    queue: Queue, people: list[Background]
) -> None:
    class Away(Spaces):
        async def embed(self, *args: object, **kwargs: object) -> list[object]:  # type: ignore[override]
            self.fails_from = len(self.asked) + 1 if len(self.asked) < 3 else 1_000_000
            return await super().embed(*args, **kwargs)  # type: ignore[arg-type, return-value]

    await worker(queue, people, Away(embedder=NEW)).begin()
    await drain(queue, REEMBED)
    assert await all_in(people[0].database, NEW)


async def test_an_embedder_that_stays_away_ends_the_pass_and_the_next_start_goes_on(
    queue: Queue, people: list[Background]
) -> None:
    await worker(queue, people, Spaces(embedder=NEW, fails_from=1)).begin()
    await drain(queue, REEMBED)
    assert not await all_in(people[0].database, NEW)

    await worker(queue, people, Spaces(embedder=NEW)).begin()
    await drain(queue, REEMBED)
    assert await all_in(people[0].database, NEW)


async def test_there_and_back_leaves_everybody_where_they_were(
    queue: Queue, people: list[Background]
) -> None:
    for embedder in (OLD, NEW, OLD):
        await worker(queue, people, Spaces(embedder=embedder)).begin()
        await drain(queue, REEMBED)
        assert await all_in(people[0].database, embedder)


async def test_a_worker_of_another_embedder_leaves_the_job_to_others(
    queue: Queue, people: list[Background]
) -> None:
    theirs = Spaces(embedder=OLD)
    here = worker(queue, people, theirs)
    await here.reembed(NEW)
    assert (await waiting(queue), theirs.asked) == (1, [])

    worker(queue, people, Spaces(embedder=NEW))
    await drain(queue, REEMBED)
    assert await all_in(people[0].database, NEW)


async def test_a_job_that_belongs_to_nobody_is_let_go(
    queue: Queue, people: list[Background]
) -> None:
    here = worker(queue, people, Spaces(embedder=OLD))
    await here.reembed(NEW, handed_on=HANDED_ON_AT_MOST)
    assert await waiting(queue) == 0


async def test_somebody_who_is_gone_is_let_go_and_everybody_else_is_not(
    queue: Queue, people: list[Background]
) -> None:
    models = Spaces(embedder=NEW)
    here = worker(queue, people, models)
    found = {one.person_id: one async for one in here.reembedder.lacking()}
    gone = found.pop(people[0].person.id)
    async with await AsyncConnection.connect(people[0].database.url, autocommit=True) as database:
        await database.execute("DELETE FROM users WHERE id = %s", (gone.person_id,))
    await here.reembedder.reembed(gone)
    assert models.asked == []
    for one in found.values():
        await here.reembedder.reembed(one)
    assert len(models.asked) == len(found) == len(people) - 1
    assert await all_in(people[0].database, NEW)


async def in_terminal(settings: Settings, *, dry_run: bool = False) -> tuple[bool, str]:
    screen = io.StringIO()
    console = Console(file=screen, width=200)
    done = await reembed_now(settings, console=console, dry_run=dry_run, at_once=2)
    return done, screen.getvalue()


async def test_the_terminal_says_how_much_there_is_to_do_and_does_nothing(
    settings: Settings, people: list[Background], database: Database
) -> None:
    done, says = await in_terminal(settings, dry_run=True)
    assert done
    assert f"10 messages and 1 memories of 5 people lack vectors of {LEXICAL}" in says
    assert EMBEDDER in (await spaces_of(database, "messages")).values()


@pytest.mark.usefixtures("people")
async def test_the_terminal_re_embeds_everybody_and_shows_how_far_it_is(
    settings: Settings, database: Database
) -> None:
    done, says = await in_terminal(settings)
    assert done
    assert "5/5" in says
    assert "0 messages and 0 memories" in says
    assert "Done: 5 people." in says
    assert await all_in(database, LEXICAL)
    assert (await in_terminal(settings))[1].startswith("Nothing to do")


@pytest.mark.skipif(is_installed(), reason="the optional extra `local` is installed")
@pytest.mark.usefixtures("people")
async def test_the_terminal_says_what_is_left_and_why(settings: Settings) -> None:
    missing = settings.model_copy(update={"embedder": "fastembed:BAAI/bge-small-zh-v1.5"})
    done, says = await in_terminal(missing)
    assert not done
    assert "10 messages and 1 memories of 5 people are left" in says
    assert '.venv/bin/pip install -e ".[local]"' in says
    assert "Run it again" in says
