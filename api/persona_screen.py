"""How personas are shown in a terminal, through a pipe, and as JSON."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, Self

import click
from pydantic import TypeAdapter
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from api.rest.body import Body
from api.terminal import printable
from storage.records.persona import CardForm, ImportedPersona, Persona, PersonaLanguage
from tools.persona.card import Card
from tools.persona.compose import facets

LONGEST_TAGLINE = 80
"""Signs of a stranger's words that are shown in a line."""

SHOWN_CHARACTERS = 2_000
"""Signs of a text of a stranger's card that are shown."""

SHOWN_FIELDS = ("description", "personality", "scenario", "first_mes")


class PersonaBody(Body):
    """One line of the list."""

    slug: str
    name: str
    tagline: str
    origin: Literal["cast", "imported"]
    imported_at: datetime | None = None

    @classmethod
    def of_cast(cls, persona: Persona, language: PersonaLanguage) -> Self:
        """Return the line of one of the cast."""
        portrait = persona.portraits[language]
        return cls(slug=persona.slug, name=portrait.name, tagline=portrait.tagline, origin="cast")

    @classmethod
    def of_import(cls, persona: ImportedPersona) -> Self:
        """Return the line of one that was brought."""
        data = persona.card.get("data", persona.card)
        told = " ".join((data.get("personality") or data.get("description") or "").split())
        return cls(
            slug=persona.slug,
            name=persona.name,
            tagline=told[:LONGEST_TAGLINE],
            origin="imported",
            imported_at=persona.imported_at,
        )


class ImportedBody(Body):
    """What became of an import."""

    slug: str
    name: str
    version: int
    form: CardForm
    lorebook_entries: int
    remarks: tuple[str, ...]


class PersonaScreen:
    """Shows one answer: for a person who looks, as lines where nobody does, or as JSON."""

    def __init__(self, *, json: bool) -> None:
        self._json = json
        self._console = Console(highlight=False, markup=False)

    def everybody(self, bodies: Sequence[PersonaBody]) -> None:
        """Show the list."""
        if self._json:
            text = TypeAdapter(Sequence[PersonaBody]).dump_json(bodies, by_alias=True, indent=2)
            click.echo(text.decode())
            return
        rows = [tuple(map(_line, (one.slug, one.name, one.tagline))) for one in bodies]
        if not self._console.is_terminal:
            click.echo("\n".join("\t".join(row) for row in rows))
            return
        table = Table("short name", "name", "who", box=None, pad_edge=False)
        for row in rows:
            table.add_row(*row)
        self._console.print(table)

    def portrait(
        self, persona: Persona, card: Mapping[str, Any], language: PersonaLanguage
    ) -> None:
        """Show one of the cast."""
        if self._json:
            self._card(card)
            return
        portrait = persona.portraits[language]
        text = Text(f"{portrait.tagline}\n", style="italic")
        text.append(f"\n{portrait.essence}\n", style="not italic")
        for line in facets(portrait, language):
            text.append(f"\n{line}", style="not italic")
        for example in portrait.examples:
            text.append(f"\n\n> {example.said}", style="not italic dim")
            text.append(f"\n{example.reply}", style="not italic")
        self._panel(text, portrait.name)

    def stranger(self, card: Card, *, remarks: Sequence[str], entries: int) -> None:
        """Show one that was brought, and what of it is never told."""
        if self._json:
            self._card(card.document)
            return
        text = Text(f"Card of version {card.version}, {entries} lorebook entries\n", style="dim")
        for field in SHOWN_FIELDS:
            if told := printable(card.text(field)[:SHOWN_CHARACTERS]).strip():
                text.append(f"\n{field}\n", style="bold not dim")
                text.append(f"{told}\n", style="not dim")
        for remark in remarks:
            text.append(f"\n! {_line(remark)}", style="yellow not dim")
        self._panel(text, _line(card.name))

    def brought(self, body: ImportedBody) -> None:
        """Show what became of an import."""
        if self._json:
            click.echo(body.model_dump_json(by_alias=True, indent=2))
            return
        click.echo(f"{body.slug}\t{_line(body.name)}")
        for remark in body.remarks:
            click.echo(_line(remark), err=True)

    def _panel(self, text: Text, title: str) -> None:
        if self._console.is_terminal:
            self._console.print(Panel(text, title=Text(title), title_align="left"))
        else:
            click.echo(f"{title}\n{text.plain}")

    def _card(self, card: Mapping[str, Any]) -> None:
        click.echo(json.dumps(card, ensure_ascii=False, indent=2))


def _line(text: str) -> str:
    return " ".join(printable(text).split())
