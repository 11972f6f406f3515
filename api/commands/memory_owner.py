"""Whose memories the commands are about: those of the owner of this machine."""

import asyncio
from collections.abc import Awaitable, Callable

from api.commands.memory_desk import Desk
from api.desks.luggage import Form
from api.entrance.sign_in import COMPANION
from api.entrance.tokens import OWNER
from api.logs import start_logging
from api.services import Running, open_services
from api.settings import read_settings
from storage.records import Person


def at_desk(agent_id: str | None, as_json: bool, wish: Callable[[Desk], Awaitable[None]]) -> None:
    """Do one thing with what is remembered of the local owner.

    Raises:
        MemoryCommandError: what was asked for cannot be.
        StorageError: the database cannot be used, or there is no such thing.
        ModelError: no vector is to be had.
    """

    async def done(running: Running, person: Person) -> None:
        await wish(Desk(running, person, agent_id, json=as_json))

    asyncio.run(_with_owner(done))


def exported(agent_id: str | None, form: Form) -> str:
    """Return everything that is remembered of the local owner as a file."""
    texts: list[str] = []

    async def done(running: Running, person: Person) -> None:
        texts.append(await running.travel.export(person.id, agent_id, form))

    asyncio.run(_with_owner(done))
    return texts[0]


def as_owner(work: Callable[[Running, Person], Awaitable[None]]) -> None:
    """Do some work for the local owner.

    Raises:
        StorageError: the database cannot be used, or there is no such thing.
    """
    asyncio.run(_with_owner(work))


async def _with_owner(work: Callable[[Running, Person], Awaitable[None]]) -> None:
    settings = read_settings()
    start_logging("debug" if settings.log_level == "debug" else "error")
    async with open_services(settings) as running:
        person = await running.persons.find_or_create(
            OWNER,
            timezone=settings.timezone,
            companion_name=COMPANION,
            now=running.clock.now(),
        )
        await work(running, person)
