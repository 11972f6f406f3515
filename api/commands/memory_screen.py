"""How what is remembered is shown in a terminal, through a pipe, and as JSON."""

from collections.abc import Iterable
from uuid import UUID

import click
from pydantic import TypeAdapter
from rich.console import Console
from rich.table import Table

from api.commands.terminal import printable
from api.rest.body import Body

SHORT_ID = 8
"""Letters of an id that are shown: two of some thousand alike are unlikely, and are told."""

Row = tuple[str, ...]


class MemoryScreen:
    """Shows one answer: as a table, as lines with tabs where nobody looks, or as JSON."""

    def __init__(self, *, json: bool) -> None:
        self._json = json
        self._console = Console(highlight=False, markup=False)

    def tell(self, body: Body | tuple[Body, ...], columns: Row, rows: Iterable[Row]) -> None:
        """Show an answer."""
        if self._json:
            kind = type(body) if isinstance(body, Body) else tuple[Body, ...]
            values = TypeAdapter[object](kind)
            text = values.dump_json(body, by_alias=True, serialize_as_any=True, indent=2)
            click.echo(text.decode())
            return
        clean = [tuple(" ".join(printable(cell).split()) for cell in row) for row in rows]
        if not self._console.is_terminal:
            for row in clean:
                click.echo("\t".join(row))
            return
        table = Table(*columns, box=None, show_header=any(columns), pad_edge=False)
        for row in clean:
            table.add_row(*row)
        self._console.print(table)

    def page(self, body: Body, text: str) -> None:
        """Show a text as it is written, or as JSON."""
        if self._json:
            self.tell(body, (), ())
        else:
            click.echo(printable(text), nl=False)


def short(number: UUID | None) -> str:
    """Return as much of an id as is shown."""
    return str(number)[:SHORT_ID] if number else ""
