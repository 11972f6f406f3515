"""Measure what remembering costs: `python -m tests.benchmarks.write_cost`.

A long talk, half English and half Chinese, goes through the extraction graph the way a worker runs
it: at 24 unread messages. The offline voice answers, so that the prompts are those of the product
and nothing is paid; tokens are what its books say. Crossing that with the prices of a model gives
the cost of a message.
"""

import argparse
import asyncio
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from langchain_core.messages import BaseMessage
from rich.console import Console
from rich.table import Table

from nodes.services import Answer, SpendingSink
from storage.database import Database
from storage.embedded import EmbeddedPostgres
from storage.migrate import migrate
from storage.records import Spending
from tests.benchmarks.script import Language, past
from tests.factories import exchange, make_person
from tests.graphs.background import Background
from tools.clock import MovedClock
from tools.memory.window import EXTRACT_EVERY
from tools.models.calls import RoleModels
from tools.models.table import Role, choose_table

BLOCKS = 10
"""Readings of each language."""

START = datetime(2026, 3, 2, 20, tzinfo=UTC)


@dataclass
class Cost:
    """What calls of one kind took."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0


class CountedModels(RoleModels):
    """The offline voice, and what each kind of answer cost."""

    costs: dict[str, Cost]

    async def answer(
        self,
        role: Role,
        messages: Sequence[BaseMessage],
        schema: type[Answer],
        *,
        spent: SpendingSink,
    ) -> Answer:
        """Answer, and book it under the name of the schema."""

        def count(spending: Spending) -> None:
            cost = self.costs.setdefault(schema.__name__, Cost())
            cost.calls += 1
            cost.input_tokens += spending.input_tokens
            cost.output_tokens += spending.output_tokens
            spent(spending)

        return await super().answer(role, messages, schema, spent=count)


async def measure() -> dict[str, Cost]:
    """Return what each kind of call cost over `BLOCKS` readings in each language."""
    clock = MovedClock(START)
    models = CountedModels(choose_table("offline"), access={}, clock=clock)
    models.costs = {}
    folder = Path(tempfile.mkdtemp(prefix="miolumi-write-"))
    try:
        with EmbeddedPostgres(folder) as url:
            await migrate(url)
            async with Database(url) as database:
                for language in ("en", "zh"):
                    person = await make_person(database, clock)
                    background = Background(database, person, clock)
                    background.services = replace(background.services, models=models)
                    await _live(background, language)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        await models.aclose()
    return models.costs


async def _live(background: Background, language: Language) -> None:
    """Talk without a pause; each block of 24 messages is read at once, notes included."""
    talk = past(BLOCKS * EXTRACT_EVERY // 2, language)
    for number, (said, answered) in enumerate(talk, 1):
        background.clock.move(timedelta(minutes=1))
        await exchange(
            background.talks, background.person, said, clock=background.clock, answer=answered
        )
        if number % (EXTRACT_EVERY // 2) == 0:
            await background.run()


def show(costs: dict[str, Cost], console: Console) -> None:
    """Print what 24 messages cost."""
    readings = 2 * BLOCKS
    table = Table(title=f"To remember {EXTRACT_EVERY} messages", title_justify="left")
    for heading in ("call", "calls", "tokens in", "tokens out", "tokens in per message"):
        table.add_column(heading, justify="left" if heading == "call" else "right")
    whole = Cost()
    for name, cost in costs.items():
        whole = Cost(
            calls=whole.calls + cost.calls,
            input_tokens=whole.input_tokens + cost.input_tokens,
            output_tokens=whole.output_tokens + cost.output_tokens,
        )
        table.add_row(name, *_cells(cost, readings))
    table.add_section()
    table.add_row("together", *_cells(whole, readings))
    console.print(table)


def _cells(cost: Cost, readings: int) -> list[str]:
    return [
        f"{cost.calls / readings:.2f}",
        f"{cost.input_tokens / readings:.0f}",
        f"{cost.output_tokens / readings:.0f}",
        f"{cost.input_tokens / readings / EXTRACT_EVERY:.0f}",
    ]


def main() -> None:
    """Read the command line, measure and show."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.write_cost")
    parser.add_argument("--json", type=Path, help="keep the figures in this file")
    given = parser.parse_args()
    costs = asyncio.run(measure())
    show(costs, Console())
    if given.json:
        kept = {name: asdict(cost) for name, cost in costs.items()}
        given.json.write_text(json.dumps(kept, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
