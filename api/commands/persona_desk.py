"""What the commands `miolumi persona` do, for the owner of this machine."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from anyio import to_thread

from api.commands.persona_screen import PersonaScreen
from api.desks.persona_room import PersonaRoom
from api.entrance.sign_in import COMPANION
from api.entrance.tokens import OWNER
from api.logs import start_logging
from api.services import open_database
from api.settings import read_settings
from storage.database import Database
from storage.migrate import migrate
from storage.personas import Personas
from storage.persons import Persons
from storage.records.persona import CardForm, PersonaLanguage
from tools.clock import SystemClock


class PersonaDesk:
    """Everything one person can do with personas in a terminal."""

    def __init__(self, room: PersonaRoom, *, json: bool) -> None:
        self._room = room
        self._screen = PersonaScreen(json=json)

    async def list(self, language: PersonaLanguage) -> None:
        """Show everybody, those a person brought last."""
        self._screen.everybody(await self._room.everybody(language), language)

    async def show(self, slug: str) -> None:
        """Show one that a person brought."""
        body, card = await self._room.portrait(slug), await self._room.card(slug)
        self._screen.stranger(body, card.document, card.name)

    async def bring(self, data: bytes, slug: str | None) -> None:
        """Keep a card.

        Raises:
            CardError: it cannot be used, or the slug cannot.
            PersonaRefused: the slug is that of one of the cast.
        """
        self._screen.brought(await self._room.bring(data, slug))

    async def export(self, slug: str, file: Path, form: CardForm) -> None:
        """Write one that a person brought; in the form it came in, all its parts come along."""
        await to_thread.run_sync(file.write_bytes, await self._room.file(slug, form))

    async def remove(self, slug: str) -> None:
        """Let go of a persona.

        Raises:
            PersonaRefused: it is one of the cast.
            NotFound: the person brought none of this name.
        """
        await self._room.remove(slug)


def at_persona_desk(as_json: bool, wish: Callable[[PersonaDesk], Awaitable[None]]) -> None:
    """Do one thing with the personas of the local owner.

    Raises:
        PersonaRefused: what was asked for cannot be.
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
            room = PersonaRoom(personas=Personas(database), person=person, clock=clock)
            await wish(PersonaDesk(room, json=as_json))
