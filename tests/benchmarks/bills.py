"""What a day cost, by role, and how it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from rich.console import Console
from rich.table import Table

from tests.benchmarks.answering import LEAST_CACHED, Counter


@dataclass
class Costs:
    """What calls cost."""

    calls: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    usd: float = 0.0

    def add(self, other: "Costs") -> None:
        """Add what others cost."""
        for name, amount in vars(other).items():
            setattr(self, name, getattr(self, name) + amount)


Bill = dict[str, Costs]
"""What a day cost, by role."""

Kept = dict[str, dict[str, float]]
"""The same, as it is written into a file."""


def show(title: str, bill: Bill, console: Console) -> None:
    """Print a bill."""
    table = Table(title=title, title_justify="left")
    for heading in ("role", "calls", "tokens in", "of them cached", "tokens out", "US dollars"):
        table.add_column(heading, justify="left" if heading == "role" else "right")
    whole = Costs()
    for role, costs in sorted(bill.items(), key=lambda one: -one[1].usd):
        whole.add(costs)
        table.add_row(role, *_cells(costs))
    table.add_section()
    table.add_row("together", *_cells(whole))
    console.print(table)


def show_asked(title: str, counter: Counter, console: Console) -> None:
    """Print what each form was asked for, and how much of a chat prompt stays the same."""
    asked = ", ".join(f"{form or 'chat'} {calls}" for form, calls in sorted(counter.asked.items()))
    shared = [one.tokens for one in counter.shared[1:]]
    whole = fmean(one.prompt for one in counter.shared)
    console.print(
        f"{title}: asked for {asked}. Of {whole:.0f} tokens of a chat prompt"
        f" {fmean(shared):.0f} ({min(shared)} to {max(shared)}) stood in an earlier one, and"
        f" {sum(one >= LEAST_CACHED for one in shared)} of {len(shared)} have {LEAST_CACHED}."
    )


def _cells(costs: Costs) -> Sequence[str]:
    return (
        f"{costs.calls:,}",
        f"{costs.input_tokens:,}",
        f"{costs.cached_tokens:,}",
        f"{costs.output_tokens:,}",
        f"{costs.usd:.4f}",
    )
