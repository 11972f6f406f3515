"""Measure layer 1 of the guard: `python -m tests.benchmarks.guard DATA`.

`DATA` is searched for everything `guard_sources` knows. The whole judgement is measured, at the
thresholds the product runs with. Nothing that the weights were trained on counts here.
"""

import argparse
import json
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import quantiles
from time import thread_time

from rich.console import Console
from rich.table import Table

from tests.benchmarks.guard_disguises import DISGUISES, OTHERS, UNSEEN
from tests.benchmarks.guard_sources import Line, lines_in
from tools.care.crisis import CrisisLevel, CrisisReading
from tools.guardrails.judge_input import judge_input
from tools.guardrails.verdict import Verdict

Z = 1.959964
"""Two-sided 95 % of the normal distribution, for Wilson's interval."""

DISGUISED = 150
"""Attacks that each disguise is put on: short ones which are deflected when written plainly."""

LONGEST_DISGUISED = 600
"""Characters; a longer attack hides nothing and shows little."""

LONGEST_ORDINARY = 500
"""Characters of a message that counts as an ordinary one for the time it takes."""

NO_DANGER = CrisisReading(CrisisLevel.NONE)
"""What care sees, handed in where time is measured: a turn reads it once, for both."""

LONGEST_LETTER = 4_000
"""Characters of a message that counts as a letter."""

LARGEST, MADE_LARGE = 100_000, 20
"""Characters of the longest texts that are timed, and how many of them."""

KINDS = {"attack": "attacks", "asked": "harmless, attack's words", "everyday": "everyday talk"}


@dataclass(frozen=True)
class Share:
    """How many of how many, with the 95 % interval of Wilson."""

    hits: int
    of: int

    @property
    def interval(self) -> tuple[float, float]:
        """The lower and the upper bound, from 0 to 1."""
        if not self.of:
            return 0.0, 1.0
        share, square = self.hits / self.of, Z * Z / self.of
        middle = share + square / 2
        half = Z * math.sqrt(share * (1 - share) / self.of + square / (4 * self.of))
        return max(0.0, (middle - half) / (1 + square)), min(1.0, (middle + half) / (1 + square))

    def __str__(self) -> str:
        """Return the share and its interval in percent."""
        low, high = self.interval
        share = self.hits / self.of if self.of else 0.0
        return f"{share:.2%} ({low:.2%} to {high:.2%})"


@dataclass(frozen=True)
class Row:
    """What the guard makes of one source in one language."""

    kind: str
    source: str
    language: str
    deflected: Share
    noticed: Share
    """Hardened or deflected."""
    work: Share
    """Deflected as nothing but an order for code or an essay, which is no attack."""
    care: Share
    """Answered by care, which saw somebody in danger: no model reads it, and nothing is noticed."""


@dataclass(frozen=True)
class Pace:
    """Milliseconds of the processor that a message takes to judge."""

    what: str
    messages: int
    p50: float
    p99: float


def rows_of(lines: Sequence[Line]) -> list[Row]:
    """Return a row for every kind, source and language, and one for each kind as a whole."""
    judged = [(line, judge_input(line.text)) for line in lines]
    groups = dict[tuple[str, str, str], list[Verdict]]()
    for line, verdict in judged:
        if line.kind in KINDS:
            for source in (line.source, "all"):
                groups.setdefault((line.kind, source, line.language), []).append(verdict)
    return [
        Row(
            *group,
            *(
                Share(sum(map(test, verdicts)), len(verdicts))
                for test in (_deflected, _seen, _work, _care)
            ),
        )
        for group, verdicts in sorted(groups.items())
    ]


def _deflected(verdict: Verdict) -> bool:
    return verdict.kind == "deflect" and not _work(verdict)


def _seen(verdict: Verdict) -> bool:
    return _deflected(verdict) or verdict.kind == "harden"


def _work(verdict: Verdict) -> bool:
    return verdict.kind == "deflect" and all(
        name.startswith("machine.") for name in verdict.reasons
    )


def _care(verdict: Verdict) -> bool:
    return verdict.kind == "crisis"


def disguised(lines: Sequence[Line]) -> dict[str, dict[str, Share]]:
    """Return by language and disguise how many plainly deflected attacks still are not clear."""
    found = dict[str, dict[str, Share]]()
    for language in ("en", "zh"):
        plain = [line.text for line in lines if line.kind == "attack" and line.language == language]
        short = [text for text in plain if len(text) <= LONGEST_DISGUISED]
        caught = [text for text in short if judge_input(text).kind == "deflect"]
        dice = random.Random(1)  # noqa: S311
        chosen = dice.sample(caught, min(DISGUISED, len(caught)))
        found[language] = {
            name: Share(
                sum(judge_input(put_on(text, dice)).kind != "clear" for text in chosen), len(chosen)
            )
            for name, put_on in {**DISGUISES, **OTHERS, **UNSEEN}.items()
        }
    return found


def paces(lines: Sequence[Line]) -> list[Pace]:
    """Return how long ordinary and long messages take, one after the other."""
    ordinary = [line.text for line in lines if len(line.text) <= LONGEST_ORDINARY]
    long = [line.text for line in lines if LONGEST_ORDINARY < len(line.text) <= LONGEST_LETTER]
    rest = [line.text for line in lines if len(line.text) > LONGEST_LETTER]
    everyday = [line.text for line in lines if line.kind == "everyday"]
    groups = {
        "everyday talk": everyday,
        f"up to {LONGEST_ORDINARY} characters": ordinary,
        f"up to {LONGEST_LETTER} characters": long,
        f"over {LONGEST_LETTER} characters": rest,
        f"{LARGEST} characters": [(text * LARGEST)[:LARGEST] for text in rest[:MADE_LARGE]],
    }
    return [_pace(what, texts) for what, texts in groups.items() if len(texts) > 1]


def _pace(what: str, texts: Sequence[str]) -> Pace:
    taken = [_milliseconds(text) for text in texts]
    parts = quantiles(taken, n=100, method="inclusive")
    return Pace(what, len(texts), parts[49], parts[98])


def _milliseconds(text: str) -> float:
    begun = thread_time()
    judge_input(text, reading=NO_DANGER)
    return (thread_time() - begun) * 1000


def show(
    rows: Sequence[Row],
    disguises: Mapping[str, Mapping[str, Share]],
    times: Sequence[Pace],
    console: Console,
) -> None:
    """Print all tables."""
    table = _table("What is deflected, and what is noticed at all", *Row.__annotations__, "n")
    for row in rows:
        counted = (row.work.hits, row.care.hits, row.deflected.of)
        told = (str(row.deflected), str(row.noticed), *map(str, counted))
        table.add_row(KINDS[row.kind], row.source, row.language, *told)
    console.print(table)
    for language, shares in disguises.items():
        table = _table(f"Of attacks deflected plainly, noticed in disguise ({language})")
        for heading in ("disguise", "noticed", "n"):
            table.add_column(heading)
        for name, share in shares.items():
            table.add_row(name + _further(name), str(share), str(share.of))
        console.print(table)
    table = _table("Milliseconds of the processor a message", "messages of", "n", "p50", "p99")
    for pace in times:
        table.add_row(pace.what, str(pace.messages), f"{pace.p50:.2f}", f"{pace.p99:.2f}")
    console.print(table)


def _further(name: str) -> str:
    if name in UNSEEN:
        return " (not written for)"
    return " (further)" if name in OTHERS else ""


def _table(title: str, *headings: str) -> Table:
    return Table(*headings, title=title, title_justify="left")


def main() -> None:
    """Read the command line, measure and show."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.guard")
    parser.add_argument("data", type=Path, help="a folder with data sets")
    parser.add_argument("--json", type=Path, help="keep the figures in this file")
    given = parser.parse_args()
    lines, skipped = lines_in(given.data)
    lines = [line for line in lines if not line.is_trained_on]
    if not lines:
        parser.error(f"there is nothing to measure on in {given.data}")
    rows, disguises, times = rows_of(lines), disguised(lines), paces(lines)
    console = Console(width=150)
    show(rows, disguises, times, console)
    if skipped:
        console.print(f"Not read, for want of pyarrow: {', '.join(skipped)}")
    if given.json:
        given.json.write_text(
            json.dumps(_figures(rows, disguises, times), indent=2) + "\n", "utf-8"
        )


def _figures(
    rows: Sequence[Row], disguises: Mapping[str, Mapping[str, Share]], times: Sequence[Pace]
) -> dict[str, object]:
    return {
        "sources": [asdict(row) for row in rows],
        "disguises": {
            language: {name: asdict(share) for name, share in shares.items()}
            for language, shares in disguises.items()
        },
        "milliseconds": [asdict(pace) for pace in times],
    }


if __name__ == "__main__":
    main()
