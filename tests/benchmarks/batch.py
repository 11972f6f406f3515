"""Measure how a batch scales: `python -m tests.benchmarks.batch`.

The command `miolumi reflect` runs over people with a day's talk each, with 1, 2 and 4 side by side,
against a server that speaks Gemini's interface and takes its time to answer. Ideal is so many times
the throughput of one; what is missing is our own work, and the server's, which is in this process.
"""

import argparse
import asyncio
import io
import json
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from pydantic import SecretStr
from rich.console import Console
from rich.table import Table

from api.background.reflecting import Reflecting, reflecting_of
from api.commands.batch import Did, batch_over
from api.commands.batch_costs import Counted
from api.services import Running, open_services
from storage.embedded import EmbeddedPostgres
from storage.records import Person
from storage.streams import Chosen, Stream, Streams
from tests.api.factories import make_settings
from tests.benchmarks.script import past
from tests.factories import exchange
from tests.servers.behaviour import Say, Usage
from tests.servers.gemini import GeminiRequest, GeminiServer
from tools.clock import MovedClock

WORKERS = (1, 2, 4)

PEOPLE = 24
"""Talks in each run."""

ROUNDS = 12
"""Messages of the person in each talk; as many answers."""

LATENCY_SECONDS = 1.0
"""How long the model takes; stronger ones take ten times that, which hides our own work better."""

START = datetime(2026, 3, 2, 20, tzinfo=UTC)

ANSWER = {
    "learnings": [
        {
            "type": "preference",
            "content": "This comes up again with them.",
            "evidence": ["1", "3"],
            "confidence": 0.6,
            "importance": 0.5,
        }
    ],
    "openers": [{"text": "How this goes on for them.", "evidence": ["1"]}],
}


@dataclass(frozen=True, kw_only=True)
class Run:
    """What one run took."""

    workers: int
    talks: int
    seconds: float
    processor_seconds: float
    """Of this process: the program and the server of the model."""

    @property
    def talks_per_second(self) -> float:
        """How many talks were looked back on in a second."""
        return self.talks / self.seconds


async def measure() -> list[Run]:
    """Return a run for each number of workers, the same work in each, with people of its own."""
    folder = Path(tempfile.mkdtemp(prefix="miolumi-batch-"))
    try:
        async with AsyncExitStack() as stack:
            server = await stack.enter_async_context(GeminiServer())
            server.replies.respond(_slowly)
            url = stack.enter_context(EmbeddedPostgres(folder))
            settings = make_settings(
                home=folder,
                database_url=url,
                timezone="Europe/London",
                google_api_key=SecretStr("key"),
                google_base_url=server.url,
            )
            clock = MovedClock(START)
            running = await stack.enter_async_context(open_services(settings, clock=clock))
            await _run(running, await _talkers(running, clock, 2), workers=2)
            return [
                await _run(running, await _talkers(running, clock, PEOPLE), workers=workers)
                for workers in WORKERS
            ]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _slowly(request: GeminiRequest) -> Say:
    return Say(
        text=json.dumps(ANSWER), pieces=1, pause=LATENCY_SECONDS, usage=Usage(prompt=900, output=90)
    )


async def _talkers(running: Running, clock: MovedClock, count: int) -> list[Person]:
    people = []
    for _ in range(count):
        person = await running.persons.find_or_create(
            f"talker {clock.now()}", timezone="Europe/London", companion_name="Lumi", now=START
        )
        for said, answered in past(ROUNDS, "en"):
            clock.move(timedelta(seconds=10))
            await exchange(running.talks, person, said, clock=clock, answer=answered)
        people.append(person)
    return people


async def _run(running: Running, people: Sequence[Person], *, workers: int) -> Run:
    reflecting, by_id = reflecting_of(running), {one.id: one for one in people}
    counted, screen = Counted(running.models), Console(file=io.StringIO())
    begun, worked = perf_counter(), process_time()
    done = await batch_over(
        Streams(running.database),
        Chosen(people=list(by_id)),
        lambda stream: _look_back(reflecting, by_id[stream.person_id], stream),
        counted,
        console=screen,
        at_once=workers,
    )
    assert done
    return Run(
        workers=workers,
        talks=len(people),
        seconds=perf_counter() - begun,
        processor_seconds=process_time() - worked,
    )


async def _look_back(reflecting: Reflecting, person: Person, stream: Stream) -> Did:
    outcome = await reflecting.reflect(person, stream.agent_id)
    assert outcome["came"] == "reflected", outcome
    return {"reflected": 1}


def show(runs: Sequence[Run], console: Console) -> None:
    """Print how the runs compare."""
    table = Table(
        title=f"{PEOPLE} talks, a model that answers after {LATENCY_SECONDS:g} s",
        title_justify="left",
    )
    for name in ("side by side", "seconds", "talks a second", "of ideal", "processor a talk"):
        table.add_column(name, justify="right")
    alone = runs[0].talks_per_second
    for run in runs:
        table.add_row(
            str(run.workers),
            f"{run.seconds:.1f}",
            f"{run.talks_per_second:.2f}",
            f"{run.talks_per_second / (alone * run.workers):.0%}",
            f"{run.processor_seconds / run.talks * 1000:.0f} ms",
        )
    console.print(table)


def main() -> None:
    """Read the command line, measure and show."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.batch")
    parser.add_argument("--json", type=Path, help="keep the figures in this file")
    given = parser.parse_args()
    runs = asyncio.run(measure())
    show(runs, Console())
    if given.json:
        kept: list[dict[str, Any]] = [asdict(run) for run in runs]
        given.json.write_text(json.dumps(kept, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
