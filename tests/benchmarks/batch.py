"""Measure how looking back on the day scales: `python -m tests.benchmarks.batch`.

First `miolumi reflect` in one process with 1, 2 and 4 talks side by side, then the jobs of a night
done by 1, 2 and 4 processes of `miolumi worker`; both against a server that speaks Gemini's
interface and takes its time to answer. Ideal is so many times the throughput of one; what is
missing is our own work, the server's of the model, and a machine with fewer cores than processes.
"""

import argparse
import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.benchmarks import batch_side_by_side, batch_workers
from tests.benchmarks.batch_run import Run
from tests.benchmarks.batch_side_by_side import side_by_side
from tests.benchmarks.batch_workers import by_processes

ALONE_TITLE = (
    f"One process; {batch_side_by_side.PEOPLE} talks, "
    f"a model that answers after {batch_side_by_side.LATENCY_SECONDS:g} s"
)

PROCESSES_TITLE = (
    f"Workers that do {batch_workers.AT_ONCE} jobs at once; {batch_workers.PEOPLE} talks, "
    f"a model that answers after {batch_workers.LATENCY_SECONDS:g} s"
)

WAYS = {"side by side": (side_by_side, ALONE_TITLE), "processes": (by_processes, PROCESSES_TITLE)}
"""What is counted, what measures it, and the title of its table."""


def show(name: str, title: str, runs: Sequence[Run], console: Console) -> None:
    """Print how the runs compare."""
    table = Table(title=title, title_justify="left")
    for column in (name, "seconds", "talks a second", "of ideal", "processor a talk"):
        table.add_column(column, justify="right")
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
    parser.add_argument("--way", choices=WAYS, action="append", help="measure this one only")
    given = parser.parse_args()
    kept: dict[str, list[dict[str, Any]]] = {}
    for name in given.way or WAYS:
        measure, title = WAYS[name]
        runs = asyncio.run(measure())
        show(name, title, runs, Console())
        kept[name] = [asdict(run) for run in runs]
    if given.json:
        given.json.write_text(json.dumps(kept, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
