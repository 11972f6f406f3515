"""The commands `miolumi memory export` and `miolumi memory import`."""

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import rich_click as click

from api.commands.line import in_a_line
from api.commands.memory import agent, as_json
from api.commands.memory_sharing import memory

if TYPE_CHECKING:
    from api.desks.luggage import Form

__all__ = ["memory"]


@memory.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(("json", "markdown")),
    default="json",
    show_default=True,
    help="How to write it.",
)
@agent
@in_a_line
def export(*, file: Path | None, form: "Form", agent: str | None) -> None:
    """Take along everything that is remembered, in a file or on standard output.

    Example: `miolumi memory export memories.json`
    """
    from api.commands.memory_owner import exported

    text = exported(agent, form)
    if file is None:
        click.echo(text, nl=False)
    else:
        file.write_text(text, "utf-8")


@memory.command("import")
@click.argument("file", type=click.File("rb"))
@agent
@as_json
@in_a_line
def import_memories(*, file: BinaryIO, agent: str | None, as_json: bool) -> None:
    """Remember what is in a file: an export, or another assistant's MEMORY.md; `-` reads a pipe.

    Example: `miolumi memory import MEMORY.md`
    """
    from api.commands.memory_owner import at_desk
    from api.desks.luggage import LARGEST_FILE

    body = file.read(LARGEST_FILE + 1)
    at_desk(agent, as_json, lambda desk: desk.bring(body))
