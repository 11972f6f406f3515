"""What the commands `miolumi persona` do, for the owner of this machine."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from pathlib import Path
from random import Random
from uuid import UUID

from anyio import to_thread

from api.cast_desk import refuse_cast
from api.logs import start_logging
from api.persona_screen import ImportedBody, PersonaBody, PersonaScreen
from api.services import open_database
from api.settings import read_settings
from api.sign_in import COMPANION
from api.tokens import OWNER
from storage.cast import cast
from storage.database import Database
from storage.migrate import migrate
from storage.personas import Personas
from storage.persons import Persons
from storage.records.persona import CardForm, ImportedPersona, PersonaLanguage
from tools.clock import Clock, SystemClock
from tools.persona.card import Card, read_card, write_card
from tools.persona.introduce import call_name, card_part, unnamed
from tools.persona.lorebook import lorebook_of
from tools.persona.macros import Cast
from tools.persona.naming import require_slug, slug_of


class PersonaDesk:
    """Everything one person can do with personas in a terminal."""

    def __init__(self, personas: Personas, person_id: UUID, *, clock: Clock, json: bool) -> None:
        self._personas = personas
        self._person_id = person_id
        self._clock = clock
        self._screen = PersonaScreen(json=json)

    async def list(self, language: PersonaLanguage) -> None:
        """Show everybody, those a person brought last."""
        imported = await self._personas.all_of(self._person_id)
        self._screen.everybody(
            [
                *(PersonaBody.of_cast(one, language) for one in cast().values()),
                *(PersonaBody.of_import(one) for one in imported),
            ]
        )

    async def show(self, slug: str) -> None:
        """Show one that a person brought."""
        card = _read(await self._personas.get(self._person_id, slug))
        self._screen.stranger(card, remarks=_remarks(card), entries=_entries(card))

    async def bring(self, data: bytes, slug: str | None) -> None:
        """Keep a card.

        Raises:
            CardError: it cannot be used, or the slug cannot.
            PersonaCommandError: the slug is that of one of the cast.
        """
        card = read_card(data)
        known = await self._personas.all_of(self._person_id)
        persona = ImportedPersona(
            slug=require_slug(slug) if slug else _slug(card, known),
            name=card.name,
            card=card.document,
            form=card.form,
            imported_at=self._clock.now(),
            original=data,
        )
        refuse_cast(persona.slug, "choose another short name with --as")
        await self._personas.store(self._person_id, persona, now=persona.imported_at)
        self._screen.brought(
            ImportedBody(
                slug=persona.slug,
                name=persona.name,
                version=card.version,
                form=card.form,
                lorebook_entries=_entries(card),
                remarks=_remarks(card),
            )
        )

    async def export(self, slug: str, file: Path, form: CardForm) -> None:
        """Write one that a person brought; in the form it came in, all its parts come along."""
        card = _read(await self._personas.get(self._person_id, slug))
        await to_thread.run_sync(file.write_bytes, write_card(card, form))

    async def remove(self, slug: str) -> None:
        """Let go of a persona.

        Raises:
            PersonaCommandError: it is one of the cast.
            NotFound: the person brought none of this name.
        """
        refuse_cast(slug, "they stay")
        await self._personas.remove(self._person_id, slug)


def at_persona_desk(as_json: bool, wish: Callable[[PersonaDesk], Awaitable[None]]) -> None:
    """Do one thing with the personas of the local owner.

    Raises:
        PersonaCommandError: what was asked for cannot be.
        CardError: a card cannot be used.
        StorageError: the database cannot be used, or there is no such persona.
    """
    asyncio.run(_with_owner(as_json, wish))


async def _with_owner(as_json: bool, wish: Callable[[PersonaDesk], Awaitable[None]]) -> None:
    settings, clock = read_settings(), SystemClock()
    start_logging("debug" if settings.log_level == "debug" else "error")
    async with open_database(settings) as url:
        await migrate(url)
        async with Database(url) as database:
            person = await Persons(database).find_or_create(
                OWNER, timezone=settings.timezone, companion_name=COMPANION, now=clock.now()
            )
            await wish(PersonaDesk(Personas(database), person.id, clock=clock, json=as_json))


def _read(persona: ImportedPersona) -> Card:
    return read_card(persona.original or b"")


def _slug(card: Card, known: Collection[ImportedPersona]) -> str:
    """Return the slug of a card that is there already, or a free one."""
    same = [one.slug for one in known if one.card == card.document]
    taken = {*cast(), *(one.slug for one in known)}
    return same[0] if same else slug_of(card.name, taken=taken)


def _entries(card: Card) -> int:
    return len(lorebook_of(card).entries)


def _remarks(card: Card) -> tuple[str, ...]:
    """Return what is worth knowing: what is odd about a card, and what of it is never told."""
    names = Cast(char=card.name, user="you", chance=Random(0), seed="")  # noqa: S311 - only looked at
    named = () if call_name(card) else (unnamed(card),)
    return (*card.remarks, *named, *card_part(card, "en", cast=names).left_out)
