"""`miolumi reflect` over people with a day's talk each, so many side by side in one process."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from time import perf_counter, process_time

from rich.console import Console

from api.background.reflecting import Reflecting, reflecting_of
from api.commands.batch import Did, batch_over
from api.commands.batch_costs import Counted
from storage.records import Person
from storage.streams import Chosen, Stream, Streams
from tests.benchmarks.batch_house import BatchHouse, batch_house
from tests.benchmarks.batch_run import Run
from tools.clock import MovedClock

AT_ONCE = (1, 2, 4)

PEOPLE = 24
"""Talks in each run."""

LATENCY_SECONDS = 1.0
"""How long the model takes; stronger ones take ten times that, which hides our own work better."""

ZONE = "Europe/London"

START = datetime(2026, 3, 2, 20, tzinfo=UTC)


async def side_by_side() -> list[Run]:
    """Return a run for each number at once, the same work in each, with people of its own."""
    async with batch_house(MovedClock(START), latency=LATENCY_SECONDS) as house:
        await _run(house, await house.talkers(2, timezone=ZONE), at_once=2)
        return [
            await _run(house, await house.talkers(PEOPLE, timezone=ZONE), at_once=at_once)
            for at_once in AT_ONCE
        ]


async def _run(house: BatchHouse, people: Sequence[Person], *, at_once: int) -> Run:
    running = house.running
    reflecting, by_id = reflecting_of(running), {one.id: one for one in people}
    counted, screen = Counted(running.models), Console(file=io.StringIO())
    begun, worked = perf_counter(), process_time()
    done = await batch_over(
        Streams(running.database),
        Chosen(people=list(by_id)),
        lambda stream: _look_back(reflecting, by_id[stream.person_id], stream),
        counted,
        console=screen,
        at_once=at_once,
    )
    assert done
    return Run(
        workers=at_once,
        talks=len(people),
        seconds=perf_counter() - begun,
        processor_seconds=process_time() - worked,
    )


async def _look_back(reflecting: Reflecting, person: Person, stream: Stream) -> Did:
    outcome = await reflecting.reflect(person, stream.agent_id)
    assert outcome["came"] == "reflected", outcome
    return {"reflected": 1}
