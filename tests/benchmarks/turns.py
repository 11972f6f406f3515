"""Measure a turn beside other ways to build one: `python -m tests.benchmarks.turns`.

Every contender is a WebSocket server in a process of its own, the model is a server that answers at
once in another, PostgreSQL has its own processes, and the people talk from this one. The rounds of
all contenders take turns, so that whatever else the machine does hits them alike; the figures are
medians over the rounds.
"""

import argparse
import asyncio
import json
import random
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import uvloop
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from storage.embedded import EmbeddedPostgres
from tests.benchmarks.contenders import CONTENDERS, FOLLOWING_UP, Contender
from tests.benchmarks.measures import FollowUps, Pace, Results
from tests.benchmarks.processes import ROOT, Running, Surroundings, own_database, start
from tests.benchmarks.script import Language
from tests.benchmarks.slow_database import SlowDatabase
from tests.benchmarks.stages import at_depth, follow_ups, one_round, waits, warm_up
from tests.benchmarks.tables import WIDTH, figures, show


@dataclass(frozen=True, kw_only=True)
class Effort:
    """How much is measured."""

    rounds: int
    turns: dict[int, int]
    """Turns of each person in a round, by the number of people who talk at once."""
    talks: tuple[tuple[Language, int], ...]
    """The long talks: in which language, and up to which turn."""
    paces: tuple[Pace, ...]
    """The talks whose background work is counted."""
    contenders: tuple[Contender, ...] = CONTENDERS


WHOLE = Effort(
    rounds=3,
    turns={1: 20, 8: 5, 32: 3},
    talks=(("en", 10), ("en", 20), ("en", 100), ("en", 1000), ("zh", 20), ("zh", 1000)),
    paces=("slow", "quick"),
)
"""About four minutes on two quiet cores."""

QUICK = Effort(
    rounds=2,
    turns={1: 6, 8: 2, 32: 1},
    talks=(("en", 20), ("en", 1000)),
    paces=("quick",),
    contenders=tuple(one for one in CONTENDERS if one.kind != "plain" or one.durability == "async"),
)
"""For a first impression, in less than a minute."""


class Benchmark:
    """All contenders, measured one after another."""

    def __init__(self, around: Surroundings, effort: Effort, progress: Progress) -> None:
        self._around = around
        self._effort = effort
        self._progress = progress
        self._task = progress.add_task("")
        self._running = list[Running]()

    async def measure(self, contenders: Sequence[Contender]) -> dict[Contender, Results]:
        """Return what was measured of each."""
        measured = {contender: Results() for contender in contenders}
        async with AsyncExitStack() as stack:
            await self._start(contenders, stack)
            await self._rounds(measured)
            await self._depths(measured)
        await self._waits(measured)
        return measured

    async def _start(self, contenders: Sequence[Contender], stack: AsyncExitStack) -> None:
        for contender in contenders:
            running = await start(contender, self._around)
            stack.push_async_callback(running.stop)
            self._running.append(running)
        self._begin("starting", len(contenders))
        for running in self._running:
            await running.ready()
            await warm_up(running)
            self._step(running.contender.name)

    async def _rounds(self, measured: dict[Contender, Results]) -> None:
        self._begin("talking", self._effort.rounds * len(self._effort.turns) * len(measured))
        order = random.Random(1)  # noqa: S311 - a fair order, no secret
        for number in range(self._effort.rounds):
            for users, turns in self._effort.turns.items():
                for running in order.sample(self._running, len(self._running)):
                    figures = await one_round(
                        running, self._around, users=users, turns=turns, number=number
                    )
                    measured[running.contender].rounds.setdefault(users, []).append(figures)
                    self._step(f"{users} talking to {running.contender.name}")

    async def _depths(self, measured: dict[Contender, Results]) -> None:
        running = [one for one in self._running if one.contender.has_long_talks]
        self._begin("long talks", len(self._effort.talks) * len(running))
        for one in running:
            for language, turn in self._effort.talks:
                depth = await at_depth(one, self._around, turn=turn, language=language)
                measured[one.contender].depths.append(depth)
                self._step(f"turn {turn:,} of {one.contender.name}")

    async def _waits(self, measured: dict[Contender, Results]) -> None:
        stored = [contender for contender in measured if contender.needs_database]
        self._begin("waits for the database", len(stored))
        async with SlowDatabase(self._around.database_url) as database:
            for contender in stored:
                url = database.url(await own_database(contender, self._around))
                running = await start(contender, self._around, database_url=url)
                try:
                    await running.ready()
                    measured[contender].waits = await waits(running, database)
                finally:
                    await running.stop()
                self._step(contender.name)

    async def follow_ups(self) -> list[FollowUps]:
        """Return what our background work adds."""
        self._begin("background work", len(self._effort.paces))
        running = await start(FOLLOWING_UP, self._around)
        try:
            await running.ready()
            found = list[FollowUps]()
            for pace in self._effort.paces:
                found.append(await follow_ups(running, self._around, pace=pace))
                self._step(f"background work of a {pace} talk")
            return found
        finally:
            await running.stop()

    def _begin(self, what: str, steps: int) -> None:
        self._progress.reset(self._task, total=steps, description=what)
        self._progress.refresh()

    def _step(self, what: str) -> None:
        self._progress.update(self._task, advance=1, description=what, refresh=True)


@asynccontextmanager
async def surroundings() -> AsyncIterator[Surroundings]:
    """Start the instant model and a PostgreSQL of our own."""
    folder = Path(tempfile.mkdtemp(prefix="miolumi-bench-"))
    command = (sys.executable, "-m", "tests.benchmarks.instant")
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        url = stack.enter_context(EmbeddedPostgres(folder))
        model = await asyncio.create_subprocess_exec(
            *command, stdout=asyncio.subprocess.PIPE, cwd=ROOT
        )
        try:
            assert model.stdout is not None
            models = json.loads(await model.stdout.readline())
            yield Surroundings(folder=folder, database_url=url, models=models)
        finally:
            model.terminate()
            await model.wait()


async def measure(
    contenders: Sequence[Contender], effort: Effort, console: Console
) -> tuple[dict[Contender, Results], list[FollowUps]]:
    """Measure contenders and show how far it has come."""
    columns = (
        BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}")
    )  # fmt: skip
    # Drawn by hand between the measurements, so that drawing disturbs none of them.
    with Progress(*columns, console=console, transient=True, auto_refresh=False) as progress:
        async with surroundings() as around:
            benchmark = Benchmark(around, effort, progress)
            measured = await benchmark.measure(contenders)
            has_ours = any(contender.kind == "ours" for contender in contenders)
            return measured, await benchmark.follow_ups() if has_ours else []


def main() -> None:
    """Measure, print the tables, and write the figures where that is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--json", type=Path, help="write the figures to this file, too")
    parser.add_argument(
        "--quick", action="store_true", help="less of everything, in less than a minute"
    )
    parser.add_argument("--only", nargs="+", metavar="KEY", help="measure these contenders alone")
    arguments = parser.parse_args()
    console = Console()
    console = console if console.is_terminal else Console(width=WIDTH)
    effort = QUICK if arguments.quick else WHOLE
    chosen = [one for one in effort.contenders if not arguments.only or one.key in arguments.only]
    measured, followed = uvloop.run(measure(chosen, effort, console))
    show(measured, followed, console)
    if arguments.json:
        arguments.json.write_text(json.dumps(figures(measured, followed), indent=2), "utf-8")


if __name__ == "__main__":
    main()
