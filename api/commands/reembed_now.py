"""Re-embed everybody from the terminal, with a bar that shows how far it has come."""

from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from api.background.reembedding import Reembedder
from api.services import Running, open_services
from api.settings import Settings
from graphs.batch import Progress as BatchProgress
from graphs.batch import run_over
from storage.ledger import Ledger
from storage.persons import Persons
from storage.spaces import Lacking, Spaces


@dataclass
class Left:
    """How much still lacks a vector."""

    people: int = 0
    messages: int = 0
    memories: int = 0
    reason: str | None = None
    """Why the first that failed did; None when nobody has."""

    def add(self, one: Lacking) -> None:
        """Count somebody."""
        self.people += 1
        self.messages += one.messages
        self.memories += one.memories

    def take_off(self, progress: BatchProgress[Lacking]) -> None:
        """Count off somebody who lacks nothing any more, or remember why they still do.

        Somebody who spoke since the count is not in it, so nothing falls below 0.
        """
        if progress.error is not None:
            self.reason = self.reason or str(progress.error)
            return
        self.people = max(0, self.people - 1)
        self.messages = max(0, self.messages - progress.item.messages)
        self.memories = max(0, self.memories - progress.item.memories)


def reembedder_of(running: Running) -> Reembedder:
    """Return what re-embeds with the services of a process."""
    return Reembedder(
        services=running.services,
        persons=Persons(running.database),
        spaces=Spaces(running.database),
        ledger=Ledger(running.database),
    )


async def reembed_now(settings: Settings, *, console: Console, dry_run: bool, at_once: int) -> bool:
    """Count what lacks vectors of today's embedder, embed it, and return whether all went well.

    Raises:
        StorageError: the database cannot be used.
    """
    async with open_services(settings) as running:
        reembedder, left = reembedder_of(running), Left()
        async for one in reembedder.lacking():
            left.add(one)
        if not left.people:
            console.print(f"Nothing to do: everything is in the space {reembedder.embedder}.")
            return True
        console.print(f"{_amount(left)} lack vectors of {reembedder.embedder}.")
        if dry_run:
            return True
        people = left.people
        await _run(reembedder, left, console=console, at_once=at_once)
    if left.reason is None:
        console.print(f"Done: {_people(people)}.")
        return True
    says = f"{_amount(left)} are left: {left.reason}. Run it again to go on."
    console.print(says, markup=False)
    return False


async def _run(reembedder: Reembedder, left: Left, *, console: Console, at_once: int) -> None:
    bar = Progress(
        TextColumn("people"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[left]}"),
        TimeRemainingColumn(),
        console=console,
    )
    with bar:
        task = bar.add_task("people", total=left.people, left=_rest(left))

        def told(progress: BatchProgress[Lacking]) -> None:
            left.take_off(progress)
            bar.update(task, advance=1, left=_rest(left))

        await run_over(reembedder.lacking(), reembedder.reembed, at_once=at_once, progress=told)


def _amount(left: Left) -> str:
    return f"{_rest(left)} of {_people(left.people)}"


def _people(number: int) -> str:
    return f"{number:,} {'person' if number == 1 else 'people'}"


def _rest(left: Left) -> str:
    return f"{left.messages:,} messages and {left.memories:,} memories"
