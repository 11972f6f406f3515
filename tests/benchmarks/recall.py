"""Measure what comes to mind: `python -m tests.benchmarks.recall DATA`.

LoCoMo and MADial-Bench go through the product's own storing, search and ranking, on a PostgreSQL of
its own; no model is asked. `DATA` is a LoCoMo file, a folder with one, or a folder of both sets.
"""

import argparse
import asyncio
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table

from storage.database import Database
from storage.embedded import EmbeddedPostgres
from storage.migrate import migrate
from tests.benchmarks.recalling.ask_locomo import measure_locomo
from tests.benchmarks.recalling.ask_madial import measure_madial
from tests.benchmarks.recalling.embedders import EMBEDDERS, Embedder
from tests.benchmarks.recalling.figures import FIRST, Figures, Tally
from tests.benchmarks.recalling.locomo import CATEGORIES, read_locomo

Measured = Mapping[str, Tally]


async def measure(folder: Path, embedder: Embedder) -> dict[str, Measured]:
    """Return the tallies of every way to search, for each data set that is there."""
    server = Path(tempfile.mkdtemp(prefix="miolumi-recall-"))
    try:
        with EmbeddedPostgres(server) as url:
            await migrate(url)
            async with Database(url) as database:
                return await _measure(folder, embedder, database)
    finally:
        shutil.rmtree(server, ignore_errors=True)


async def _measure(folder: Path, embedder: Embedder, database: Database) -> dict[str, Measured]:
    measured = dict[str, Measured]()
    for path in _files(folder, "locomo*.json"):
        measured[f"LoCoMo ({path.name})"] = await measure_locomo(
            read_locomo(path), database, embedder
        )
    for path in _files(folder, "*-dialogue.json"):
        language = path.name.removesuffix("-dialogue.json")
        measured[f"MADial-Bench ({language})"] = await measure_madial(
            path.parent, language, database, embedder
        )
    return measured


def _files(folder: Path, pattern: str) -> list[Path]:
    if folder.is_file():
        return [folder] if pattern.startswith("locomo") else []
    return sorted(path for path in folder.rglob(pattern) if "errors" not in path.name)


def show(measured: Mapping[str, Measured], embedder: str, console: Console) -> None:
    """Print one table a data set."""
    for name, ways in measured.items():
        console.print(_table(f"{name}, {embedder}: recall in percent", ways))


def _table(title: str, ways: Measured) -> Table:
    categories = [one for one in CATEGORIES.values() if _has(ways, one)]
    table = Table(title=title, title_justify="left")
    table.add_column("search")
    for heading in (*(f"@{first}" for first in FIRST), *(f"{one} @10" for one in categories)):
        table.add_column(heading, justify="right")
    for way, tally in ways.items():
        whole, parts = tally.overall(), tally.by_category()
        cells = [whole[f"recall@{first}"] for first in FIRST]
        cells += [parts[one]["recall@10"] for one in categories]
        table.add_row(way, *(f"{cell:.1f}" for cell in cells))
    return table


def _has(ways: Measured, category: str) -> bool:
    return any(category in tally.by_category() for tally in ways.values())


def figures(measured: Mapping[str, Measured]) -> dict[str, dict[str, Mapping[str, Figures]]]:
    """Return the same figures for a file."""
    return {
        name: {
            way: {"overall": tally.overall(), **tally.by_category()} for way, tally in ways.items()
        }
        for name, ways in measured.items()
    }


def main() -> None:
    """Read the command line, measure and show."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.recall")
    parser.add_argument("data", type=Path, help="a LoCoMo file, or a folder with data sets")
    parser.add_argument("--embedder", choices=sorted(EMBEDDERS), default="lexical")
    parser.add_argument("--json", type=Path, help="keep the figures in this file")
    given = parser.parse_args()
    measured = asyncio.run(measure(given.data, EMBEDDERS[given.embedder]()))
    if not measured:
        parser.error(f"there is no LoCoMo or MADial-Bench in {given.data}")
    show(measured, given.embedder, Console())
    if given.json:
        given.json.write_text(json.dumps(figures(measured), indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
