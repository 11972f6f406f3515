"""The commands `miolumi persona`: the cast of Mio, and personas brought as character cards."""

from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from api.commands.line import in_a_line

if TYPE_CHECKING:
    from storage.records.persona import PersonaLanguage

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
language = click.option(
    "--language",
    type=click.Choice(("en", "zh")),
    default="en",
    show_default=True,
    help="In which language.",
)


@click.group()
def persona() -> None:
    """Meet the cast of Mio, and bring or take along personas as character cards.

    Example: `miolumi persona show moss`
    """


@persona.command("list")
@language
@as_json
@in_a_line
def list_personas(*, language: "PersonaLanguage", as_json: bool) -> None:
    """List the cast, and the personas you brought.

    Example: `miolumi persona list --language zh`
    """
    from api.commands.persona_desk import at_persona_desk

    at_persona_desk(as_json, lambda desk: desk.list(language))


@persona.command()
@click.argument("slug")
@language
@as_json
@in_a_line
def show(*, slug: str, language: "PersonaLanguage", as_json: bool) -> None:
    """Show who a persona is; with `--json`, its card.

    Example: `miolumi persona show moss --language zh`
    """
    from api.commands.cast_desk import shown

    if not shown(slug, language, json=as_json):
        from api.commands.persona_desk import at_persona_desk

        at_persona_desk(as_json, lambda desk: desk.show(slug))


@persona.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "slug", metavar="SLUG", help="By which short name it is known here.")
@as_json
@in_a_line
def import_persona(*, file: Path, slug: str | None, as_json: bool) -> None:
    """Bring a character card: JSON, PNG or CHARX, of any version.

    A card that is brought again takes the place of itself.

    Example: `miolumi persona import pilar.png --as pilar`
    """
    from api.commands.cast_desk import read_file
    from api.commands.persona_desk import at_persona_desk

    data = read_file(file)
    at_persona_desk(as_json, lambda desk: desk.bring(data, slug))


@persona.command()
@click.argument("slug")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@in_a_line
def export(*, slug: str, file: Path) -> None:
    """Write a persona as a character card; the file ends in `.json`, `.png` or `.charx`.

    Example: `miolumi persona export moss moss.png`
    """
    from api.commands.cast_desk import exported, form_of

    form = form_of(file)
    if not exported(slug, file, form):
        from api.commands.persona_desk import at_persona_desk

        at_persona_desk(False, lambda desk: desk.export(slug, file, form))


@persona.command()
@click.argument("slug")
@in_a_line
def remove(*, slug: str) -> None:
    """Let go of a persona you brought; the cast stays.

    Example: `miolumi persona remove pilar`
    """
    from api.commands.persona_desk import at_persona_desk

    at_persona_desk(False, lambda desk: desk.remove(slug))
