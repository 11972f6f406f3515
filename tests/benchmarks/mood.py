"""Measure how well moods are read: `python -m tests.benchmarks.mood DATA_FOLDER [--json FILE]`.

Prints how often the sign is right, macro F1 and the time of a message for every labelled file of a
folder that is understood (see `tests/benchmarks/moods/lines.py`). What the weights were trained on
is left out, unless `--trained` asks for it.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks.moods.figures import Figures, measure
from tests.benchmarks.moods.lines import sources_in
from tools.mood.read import prepare, read_mood


def measure_all(folder: Path, *, trained: bool = False) -> list[Figures]:
    """Return the figures of every source of a folder."""
    prepare()
    return [
        measure(source, read_mood)
        for source in sources_in(folder)
        if trained or not source.is_trained_on
    ]


def show(measured: Sequence[Figures], console: Console) -> None:
    """Print a table."""
    table = Table(title="Mood, read without a model of language", title_justify="left")
    for heading in (
        "", "", "polar", "sign right (95 %)", "balanced", "3 classes F1", "of one", "feelings F1",
        "ms p50", "ms p99", "CPU p99",
    ):  # fmt: skip
        table.add_column(heading, justify="right" if heading else "left")
    for one in measured:
        table.add_row(
            one.name,
            one.language,
            f"{one.sign.n:,}",
            str(one.sign),
            str(one.balanced),
            str(one.three),
            f"{one.basics.n:,}",
            str(one.basics),
            f"{one.p50:.2f}",
            f"{one.p99:.2f}",
            f"{one.cpu_p99:.2f}",
        )
    console.print(table)


def main() -> None:
    """Read the command line, measure and show."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.mood")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", type=Path, help="keep the figures in this file")
    parser.add_argument("--trained", action="store_true", help="also what was trained on")
    given = parser.parse_args()
    measured = measure_all(given.folder, trained=given.trained)
    show(measured, Console(width=180))
    if given.json:
        given.json.write_text(json.dumps([asdict(one) for one in measured]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
