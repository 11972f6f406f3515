"""How personas are shown in a terminal, through a pipe, and as JSON."""

import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import click
from pydantic import TypeAdapter
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from api.commands.terminal import printable
from api.desks.persona_bodies import ImportedBody, Origin, PersonaBody, PortraitBody
from storage.records.persona import Persona, PersonaLanguage
from tools.persona.compose import facets
from tools.persona.manner import manner_line

TITLES: Mapping[PersonaLanguage, Mapping[Origin, str]] = {
    "en": {"cast": "The cast", "imported": "Brought by you", "gone": "No longer here"},
    "zh": {"cast": "角色们", "imported": "你带来的", "gone": "已经离开的"},
}

MET: Mapping[PersonaLanguage, str] = {"en": "you have met", "zh": "已经认识"}

HOW: Mapping[PersonaLanguage, str] = {
    "en": "Talk with one: miolumi chat --with SLUG · Read on: miolumi persona show SLUG",
    "zh": "去聊聊：miolumi chat --with SLUG · 细看：miolumi persona show SLUG",
}


class PersonaScreen:
    """Shows one answer: for a person who looks, as lines where nobody does, or as JSON."""

    def __init__(self, *, json: bool) -> None:
        self._json = json
        self._console = Console(highlight=False, markup=False)

    def everybody(self, bodies: Sequence[PersonaBody], language: PersonaLanguage) -> None:
        """Show the gallery; through a pipe, a line about each."""
        if self._json:
            text = TypeAdapter(Sequence[PersonaBody]).dump_json(bodies, by_alias=True, indent=2)
            click.echo(text.decode())
            return
        if not self._console.is_terminal:
            for one in bodies:
                click.echo("\t".join(map(_line, (one.slug, one.name, one.tagline))))
            return
        for origin, group in groupby(bodies, key=_origin):
            self._console.print(Text(f"\n{TITLES[language][origin]}\n", style="bold"))
            self._console.print(self._gallery(tuple(group), language))
        self._console.print(Text(f"\n{HOW[language]}", style="dim"))

    def _gallery(self, bodies: Sequence[PersonaBody], language: PersonaLanguage) -> Table:
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column(no_wrap=True)
        table.add_column(ratio=1)
        for one in bodies:
            who = Text(_line(one.name), style="bold")
            who.append(f"\n{one.slug}", style="not bold dim")
            if one.met_at and not one.left_at:
                who.append(f"\n{MET[language]}", style="not bold green")
            told = Text(_line(one.tagline), style="italic")
            for line in filter(None, (one.essence, one.manner)):
                told.append(
                    f"\n{line}", style="not italic dim" if line == one.manner else "not italic"
                )
            told.append("\n")
            table.add_row(who, told)
        return table

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
        text.append(f"{manner_line(persona, language)}\n", style="not italic dim")
        for line in facets(portrait, language):
            text.append(f"\n{line}", style="not italic")
        for example in portrait.examples:
            text.append(f"\n\n> {example.said}", style="not italic dim")
            text.append(f"\n{example.reply}", style="not italic")
        self._panel(text, portrait.name)

    def stranger(self, body: PortraitBody, card: Mapping[str, Any], name: str) -> None:
        """Show one that was brought, and what of it is never told."""
        told = body.card
        if self._json or told is None:
            self._card(card)
            return
        text = Text(f"Card of version {told.version}, {told.lorebook_entries} lorebook entries\n")
        text.stylize("dim")
        for field, words in told.texts.items():
            text.append(f"\n{field}\n", style="bold not dim")
            text.append(f"{printable(words).strip()}\n", style="not dim")
        for remark in told.remarks:
            text.append(f"\n! {_line(remark)}", style="yellow not dim")
        self._panel(text, _line(name))

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


def _origin(body: PersonaBody) -> Origin:
    return body.origin


def _line(text: str) -> str:
    return " ".join(printable(text).split())
