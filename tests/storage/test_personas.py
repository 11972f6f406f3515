from dataclasses import replace

import pytest
from psycopg import AsyncConnection

from storage.database import Database
from storage.errors import NotFound
from storage.personas import MOST_PERSONAS, Personas, TooManyPersonas
from storage.persons import Persons
from storage.records import Person
from storage.records.persona import ImportedPersona
from tests.factories import make_person
from tests.tools.persona import samples
from tools.clock import MovedClock


@pytest.fixture
def personas(database: Database) -> Personas:
    return Personas(database)


def make_imported(slug: str, clock: MovedClock, *, name: str = "文心") -> ImportedPersona:
    return ImportedPersona(
        slug=slug,
        name=name,
        card=samples.V3_DECORATED,
        form="png",
        imported_at=clock.now(),
        original=bytes(range(256)),
    )


async def test_what_a_person_brings_is_kept_as_it_came(
    personas: Personas, person: Person, clock: MovedClock
) -> None:
    brought = make_imported("wenxin", clock)
    await personas.store(person.id, brought, now=clock.now())
    assert await personas.get(person.id, "wenxin") == brought
    assert await personas.all_of(person.id) == [replace(brought, original=None)]


async def test_the_same_slug_is_replaced(
    personas: Personas, person: Person, clock: MovedClock
) -> None:
    await personas.store(person.id, make_imported("wenxin", clock), now=clock.now())
    await personas.store(person.id, make_imported("wenxin", clock, name="W"), now=clock.now())
    assert [one.name for one in await personas.all_of(person.id)] == ["W"]


async def test_nobody_sees_what_another_brought(
    database: Database, personas: Personas, person: Person, clock: MovedClock
) -> None:
    other = await make_person(database, clock)
    await personas.store(person.id, make_imported("wenxin", clock), now=clock.now())
    assert await personas.all_of(other.id) == []
    with pytest.raises(NotFound, match="wenxin"):
        await personas.get(other.id, "wenxin")
    with pytest.raises(NotFound, match="wenxin"):
        await personas.remove(other.id, "wenxin")


async def test_there_is_a_limit_and_replacing_is_always_possible(
    personas: Personas, person: Person, clock: MovedClock
) -> None:
    for number in range(MOST_PERSONAS):
        await personas.store(person.id, make_imported(f"p-{number}", clock), now=clock.now())
    with pytest.raises(TooManyPersonas, match="remove one"):
        await personas.store(person.id, make_imported("another", clock), now=clock.now())
    await personas.store(person.id, make_imported("p-7", clock, name="new"), now=clock.now())
    await personas.remove(person.id, "p-1")
    await personas.store(person.id, make_imported("another", clock), now=clock.now())


async def test_what_is_removed_is_gone(
    personas: Personas, person: Person, clock: MovedClock
) -> None:
    await personas.store(person.id, make_imported("wenxin", clock), now=clock.now())
    await personas.remove(person.id, "wenxin")
    with pytest.raises(NotFound):
        await personas.get(person.id, "wenxin")


async def test_with_the_person_go_their_personas(
    database: Database, database_url: str, personas: Personas, person: Person, clock: MovedClock
) -> None:
    await personas.store(person.id, make_imported("wenxin", clock), now=clock.now())
    await Persons(database).delete(person.id)
    async with await AsyncConnection.connect(database_url, autocommit=True) as connection:
        rows = await (await connection.execute("SELECT FROM personas")).fetchall()
    assert rows == []
