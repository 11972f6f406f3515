"""How one of the ten comes into a database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from storage.companions import Companions
from storage.database import Database
from storage.persons import Persons
from storage.records import Person
from tests.ninety.life import Life


@asynccontextmanager
async def directly(database: Database) -> AsyncIterator[AsyncConnection[Any]]:
    """Open a connection of our own, for what happens to a life from outside."""
    async with await AsyncConnection.connect(database.url, autocommit=True) as connection:
        yield connection


async def born(
    database: Database,
    direct: AsyncConnection[Any],
    life: Life,
    person_id: UUID,
    *,
    now: datetime,
) -> Person:
    """Store somebody under an id of ours, with their companions and how close they are."""
    await direct.execute(
        "INSERT INTO users (id, subject, timezone, country, language, age_group)"
        " VALUES (%s, %s, %s, %s, %s, %s)",
        (person_id, life.name, life.zone, life.country, life.language, life.age_group),
    )
    person = await Persons(database).find_or_create(
        life.name, timezone=life.zone, companion_name="Lumi", now=now
    )
    for agent in life.companions:
        name = "Lumi" if agent is None else agent.title()
        await Companions(database).find_or_create(person.id, agent, name=name, now=now)
    for agent, stage in life.stages.items():
        await direct.execute(
            "INSERT INTO relationships (user_id, agent_id, stage, since, counted_to)"
            " VALUES (%s, %s, %s, %s, %s)",
            (person.id, agent, stage, now, now),
        )
    return person
