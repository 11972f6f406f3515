"""Shows what was measured."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.benchmarks.contenders import CONTENDERS, Contender
from tests.benchmarks.measures import Depth, FollowUps, Pace, Results, Spread

Measured = Mapping[Contender, Results]

PACES: Mapping[Pace, str] = {
    "slow": "a message when all work is done",
    "quick": "a message at once after the other",
}

WIDTH = 118
"""Characters in a line where the output is no terminal."""


def show(measured: Measured, followed: Sequence[FollowUps], console: Console) -> None:
    """Print every table."""
    users = next(iter(measured.values())).rounds
    times = "milliseconds, half of all turns below / 95 of 100 below"
    console.print(_times(measured, users, "first", f"To the first words ({times})"))
    console.print(_times(measured, users, "done", f"To the end of the reply ({times})"))
    console.print(_work(measured, max(users)))
    console.print(_beside(measured, min(users), max(users)))
    for table in _depths(measured):
        console.print(table)
    if followed:
        console.print(_followed(followed))


def figures(measured: Measured, followed: Sequence[FollowUps]) -> dict[str, Any]:
    """Return the same figures for a file."""
    return {
        "contenders": _all(measured),
        "follow_ups": [asdict(one) for one in followed],
    }


def _all(measured: Measured) -> dict[str, Any]:
    return {
        contender.key: {
            "name": contender.name,
            "users": {users: asdict(results.middle(users)) for users in results.rounds},
            "depths": [asdict(depth) for depth in results.depths],
            "waits": asdict(results.waits) if results.waits else None,
        }
        for contender, results in measured.items()
    }


def _times(measured: Measured, users: Iterable[int], what: str, title: str) -> Table:
    table = _table(title, *(f"{count} talking" for count in users))
    for contender, results in measured.items():
        spreads = [getattr(results.middle(count), what) for count in users]
        table.add_row(contender.name, *map(_pair, spreads))
    return table


def _work(measured: Measured, most: int) -> Table:
    table = _table(
        f"What a turn costs with {most} people talking, and how often it waits for the database",
        "CPU ms", "database CPU ms", "turns a second", "waits before first", "and after",
    )  # fmt: skip
    for contender, results in measured.items():
        middle, waits = results.middle(most), results.waits
        table.add_row(
            contender.name,
            f"{middle.cpu:.1f}",
            f"{middle.database_cpu:.1f}" if contender.needs_database else "-",
            f"{middle.rate:.0f}",
            *((f"{waits.before_first:.1f}", f"{waits.after_first:.1f}") if waits else ("-", "-")),
        )
    return table


def _beside(measured: Measured, least: int, most: int) -> Table:
    table = _table(
        "miolumi beside the others, same provider (below 1 is less than theirs)",
        "first words", f"first, {most} talking", "end of reply", "CPU", "turns a second",
    )  # fmt: skip
    for ours, other in _pairs(measured):
        one, two = measured[ours], measured[other]
        alone, crowded = (
            (one.middle(least), two.middle(least)),
            (one.middle(most), two.middle(most)),
        )
        table.add_row(
            f"{ours.name} / {other.name}",
            f"{alone[0].first.p50 / alone[1].first.p50:.2f}",
            f"{crowded[0].first.p50 / crowded[1].first.p50:.2f}",
            f"{alone[0].done.p50 / alone[1].done.p50:.2f}",
            f"{crowded[0].cpu / crowded[1].cpu:.2f}",
            f"{crowded[0].rate / crowded[1].rate:.2f}",
        )
    return table


def _pairs(measured: Measured) -> Iterator[tuple[Contender, Contender]]:
    for ours in CONTENDERS:
        for other in CONTENDERS:
            is_rival = other.kind in {"bare", "plain"} and other.provider == ours.provider
            if ours.kind == "ours" and is_rival and {ours, other} <= measured.keys():
                yield ours, other


def _depths(measured: Measured) -> Iterator[Table]:
    yield _by_turn(
        "Tokens of the prompt, at a turn of one talk (estimated)",
        measured,
        lambda depth: f"{depth.prompts.tokens:,.0f}",
    )
    yield _by_turn(
        "Bytes at the beginning that are those of the prompt before, and their share",
        measured,
        lambda depth: f"{depth.prompts.prefix:,.0f} {depth.prompts.prefix_share:.0%}",
    )
    yield _by_turn(
        "Calls a message: chat + vectors (background work apart)",
        measured,
        lambda depth: f"{depth.chat_calls:.1f} + {depth.vector_calls:.1f}",
    )
    yield _by_turn(
        "Milliseconds to the first words / to the end of the reply",
        measured,
        lambda depth: f"{depth.first:.0f} / {depth.done:.0f}",
    )


def _followed(followed: Sequence[FollowUps]) -> Table:
    table = _table(
        "miolumi with its background work, a message",
        "chat calls", "background calls", "vector calls", "background prompt tokens",
    )  # fmt: skip
    for one in followed:
        table.add_row(
            PACES[one.pace],
            f"{one.chat_calls:.2f}",
            f"{one.background_calls:.2f}",
            f"{one.vector_calls:.2f}",
            f"{one.background_tokens:,.0f}",
        )
    return table


def _by_turn(title: str, measured: Measured, cell: Callable[[Depth], str]) -> Table:
    rows = dict[tuple[str, str], list[Depth]]()
    for contender, results in measured.items():
        for depth in results.depths:
            rows.setdefault((contender.name, depth.language), []).append(depth)
    turns = sorted({depth.turn for depths in rows.values() for depth in depths})
    table = _table(title, *(f"turn {turn:,}" for turn in turns))
    for (name, language), depths in rows.items():
        cells = {depth.turn: cell(depth) for depth in depths}
        table.add_row(f"{name} ({language})", *(cells.get(turn, "") for turn in turns))
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table("", title=title, title_justify="left", title_style="bold")
    for column in columns:
        table.add_column(column, justify="right")
    return table


def _pair(spread: Spread) -> str:
    return f"{spread.p50:.1f} / {spread.p95:.1f}"
