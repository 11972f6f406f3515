"""How far a batch has come, and what came of it, in a terminal or a pipe."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from api.commands.batch_costs import Cost

REASONS_SHOWN = 3
"""Different failures that are told in words."""


class Bar:
    """A bar of talks; nothing where nobody looks."""

    def __init__(self, console: Console, *, total: int) -> None:
        self._bar = Progress(
            TextColumn("talks"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[failed]}"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task("talks", total=total, failed="")

    def __enter__(self) -> Self:
        """Show it."""
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Take it away."""
        self.stop()

    def step(self, *, failed: int) -> None:
        """Count one talk."""
        self._bar.update(self._task, advance=1, failed=f"{failed} failed" if failed else "")

    def stop(self) -> None:
        """Take it away; a second time does nothing."""
        self._bar.stop()


class Summary:
    """What came of a batch."""

    def __init__(self, *, total: int) -> None:
        self.total = total
        """Talks that are meant."""
        self.whole = False
        """Whether it came to its end."""
        self.talks = 0
        self.failed = 0
        self.did = Counter[str]()
        self._reasons: dict[str, None] = {}

    def add(self, did: Mapping[str, int]) -> None:
        """Count what was done in one talk."""
        self.did.update(did)

    def fail(self, error: Exception | None) -> None:
        """Count a talk that was dealt with, and remember why it failed if it did."""
        self.talks += 1
        if error is not None:
            self.failed += 1
            self._reasons.setdefault(" ".join(str(error).split()) or type(error).__name__)

    def show(self, console: Console, costs: Sequence[Cost]) -> None:
        """Print it: counts first, then what the models cost by role."""
        counts = [f"{count:,} {what}" for what, count in self.did.most_common() if count]
        counts += [f"{self.failed:,} failed"] if self.failed else []
        talks = _talks(self.talks) if self.whole else f"{self.talks:,} of {_talks(self.total)}"
        console.print(f"{talks}: {', '.join(counts) or 'nothing to do'}.", markup=False)
        for reason in list(self._reasons)[:REASONS_SHOWN]:
            console.print(f"Failed: {reason}", markup=False)
        if self.failed or not self.whole:
            console.print("Run it again to go on.")
        if costs:
            console.print(_table(costs))
        else:
            console.print("No model was called.")


def _talks(count: int) -> str:
    return f"{count:,} {'talk' if count == 1 else 'talks'}"


def _table(costs: Sequence[Cost]) -> Table:
    table = Table("role", box=None, pad_edge=False)
    for name in ("calls", "tokens in", "tokens out", "USD"):
        table.add_column(name, justify="right")
    for cost in costs:
        table.add_row(*_row(cost))
    if len(costs) > 1:
        table.add_row(*_row(_sum(costs)))
    return table


def _sum(costs: Sequence[Cost]) -> Cost:
    return Cost(
        role="all",
        calls=sum(cost.calls for cost in costs),
        input_tokens=sum(cost.input_tokens for cost in costs),
        output_tokens=sum(cost.output_tokens for cost in costs),
        cost_usd=sum((cost.cost_usd for cost in costs), Decimal(0)),
    )


def _row(cost: Cost) -> tuple[str, ...]:
    return (
        cost.role,
        f"{cost.calls:,}",
        f"{cost.input_tokens:,}",
        f"{cost.output_tokens:,}",
        f"{cost.cost_usd:.6f}",
    )
