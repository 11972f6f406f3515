"""How many time expressions are found with the right beginning.

`python -m tests.benchmarks.dates DATA_FOLDER [--misses]` reads the cases of `*_DateTimeModel*.json`
in a folder: `[{Input, Context: {ReferenceDateTime}, Results: [{Text, TypeName, Resolution}]}]`.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from rich.console import Console
from rich.table import Table

from tools.dates.find import find_dates
from tools.dates.span import DateSpan

KINDS = ("date", "daterange", "datetime", "datetimerange")

NO_REFERENCE = datetime(2019, 7, 30, tzinfo=UTC)
"""When a case without a reference was said."""

OPEN = ("before", "until", "after", "since")
"""Open ranges: the one bound that is given may be our beginning or our end."""


@dataclass(frozen=True)
class Expected:
    """An expression of a case."""

    kind: str
    text: str
    bounds: frozenset[datetime]
    """The beginnings that are right; of an open range, its one bound."""
    is_open: bool

    def found_in(self, spans: tuple[DateSpan, ...]) -> bool:
        """Whether some span begins where this should."""
        found = {span.start for span in spans}
        if self.is_open:
            found |= {span.end for span in spans}
        return not found.isdisjoint(self.bounds)


def expected(case: Mapping[str, Any]) -> Iterator[Expected]:
    """Yield the resolved expressions of a case that are of a measured kind."""
    for result in case["Results"]:
        kind = result["TypeName"].split(".")[-1]
        values = result["Resolution"]["values"] if kind in KINDS else []
        bounds = {bound for value in values for bound in _bounds(value)}
        if bounds:
            is_open = any(str(value.get("Mod", "")).startswith(OPEN) for value in values)
            yield Expected(kind, result["Text"], frozenset(bounds), is_open)


def _bounds(value: Mapping[str, str]) -> Iterator[datetime]:
    bound = value.get("value") or value.get("start") or value.get("end")
    if bound and bound[0].isdigit() and bound[:2] != "00":
        yield datetime.fromisoformat(bound).replace(second=0, tzinfo=UTC)


@dataclass
class Outcome:
    """What was found in the cases of one file."""

    right: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    missed: list[str] = field(default_factory=list)
    stray: int = 0
    """Cases without any date in which one is found."""
    seconds: float = 0.0
    cases: int = 0


def measured(file: Path) -> Outcome:
    """Return what is found in the cases of a file."""
    outcome = Outcome()
    for case in json.loads(file.read_text("utf-8-sig")):
        said = (case.get("Context") or {}).get("ReferenceDateTime")
        said_at = datetime.fromisoformat(said).replace(tzinfo=UTC) if said else NO_REFERENCE
        begun = perf_counter()
        spans = find_dates(case["Input"], said_at=said_at, zone=UTC)
        outcome.seconds += perf_counter() - begun
        outcome.cases += 1
        outcome.stray += not case["Results"] and bool(spans)
        for one in expected(case):
            outcome.right[one.kind].append(one.found_in(spans))
            if not outcome.right[one.kind][-1]:
                outcome.missed.append(
                    f"{said_at:%Y-%m-%d %H:%M} {case['Input']!r}: {_told(one, spans)}"
                )
    return outcome


def _told(one: Expected, spans: tuple[DateSpan, ...]) -> str:
    bounds = " or ".join(f"{bound:%Y-%m-%d %H:%M}" for bound in sorted(one.bounds))
    found = ", ".join(f"{span.start:%Y-%m-%d %H:%M} {span.text!r}" for span in spans)
    return f"{one.text!r} begins {bounds}; found {found or 'nothing'}"


def table_of(name: str, outcome: Outcome) -> Table:
    """Return the shares of a file as a table."""
    per_case = 1000 * outcome.seconds / outcome.cases
    table = Table(title=f"{name}: {outcome.stray} stray, {per_case:.2f} ms a case")
    for column in ("kind", "right", "of", "share"):
        table.add_column(column)
    for kinds in (*((kind,) for kind in KINDS), KINDS[:2], KINDS):
        hits = [hit for kind in kinds for hit in outcome.right[kind]]
        share = f"{sum(hits) / len(hits):.1%}" if hits else "-"
        table.add_row(" + ".join(kinds), str(sum(hits)), str(len(hits)), share)
    return table


def main() -> None:
    """Measure every file of a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", action="store_true", help="print what is not found right")
    given = parser.parse_args()
    console = Console(width=120)
    for file in sorted(given.folder.glob("*_DateTimeModel*.json")):
        outcome = measured(file)
        console.print(table_of(file.name, outcome))
        if given.misses:
            console.print("\n".join(outcome.missed), markup=False, highlight=False, soft_wrap=True)


if __name__ == "__main__":
    main()
