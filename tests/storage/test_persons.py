import asyncio
from dataclasses import replace
from uuid import uuid4

import pytest
from psycopg import AsyncConnection

from storage.companions import Companions
from storage.database import Database
from storage.errors import NotFound
from storage.messages import Messages
from storage.persons import Persons, UnknownTimezone
from storage.records import Person
from tests.factories import exchange, make_talks
from tools.clock import MovedClock


async def test_signing_in_twice_at_once_makes_one_person(
    database: Database, clock: MovedClock
) -> None:
    persons = Persons(database)
    found = await asyncio.gather(
        *(
            persons.find_or_create(
                "somebody", timezone="Asia/Shanghai", companion_name="Lumi", now=clock.now()
            )
            for _ in range(6)
        )
    )
    assert len({person.id for person in found}) == 1
    assert [one.agent_id for one in await Companions(database).all_of(found[0].id)] == [None]


async def test_a_known_person_keeps_their_settings(
    database: Database, person: Person, clock: MovedClock
) -> None:
    again = await Persons(database).find_or_create(
        person.subject, timezone="UTC", companion_name="Other", now=clock.now()
    )
    assert again == person
    assert (await Companions(database).get(person.id, None)).name == "Lumi"


async def test_settings_are_kept(database: Database, person: Person, clock: MovedClock) -> None:
    changed = replace(person, name="小明", timezone="America/New_York", country="US", language="zh")
    persons = Persons(database)
    assert await persons.update_settings(changed, now=clock.now()) == changed
    assert await persons.by_id(person.id) == changed


async def test_a_zone_that_exists_no_more_shuts_nobody_out_and_stays_until_they_name_another(
    database: Database, person: Person, clock: MovedClock
) -> None:
    persons = Persons(database)
    async with await AsyncConnection.connect(database.url) as connection:
        await connection.execute(
            "UPDATE users SET timezone = 'Atlantis/Centre' WHERE id = %s", (person.id,)
        )
    found = await persons.by_id(person.id)
    assert (found.timezone, found.knows_zone) == ("UTC", False)
    named = await persons.update_settings(replace(found, name="小明"), now=clock.now())
    assert (named.name, named.knows_zone) == ("小明", False)
    told = replace(named, timezone="Asia/Tokyo", knows_zone=True)
    assert await persons.update_settings(told, now=clock.now()) == told


async def test_a_stated_country_changes_nothing_else(
    database: Database, person: Person, clock: MovedClock
) -> None:
    persons = Persons(database)
    named = await persons.update_settings(replace(person, name="小明"), now=clock.now())
    await persons.state_country(person.id, "CA", now=clock.now())
    assert await persons.by_id(person.id) == replace(named, country="CA")
    with pytest.raises(NotFound):
        await persons.state_country(uuid4(), "CA", now=clock.now())


@pytest.mark.parametrize("name", ["", "Mars/Base", "../etc/passwd", "Europe", "a\0b"])
async def test_a_time_zone_that_is_none_is_refused(
    name: str, database: Database, person: Person, clock: MovedClock
) -> None:
    with pytest.raises(UnknownTimezone):
        await Persons(database).update_settings(replace(person, timezone=name), now=clock.now())


async def test_nobody_is_not_found(database: Database, person: Person, clock: MovedClock) -> None:
    persons, nobody = Persons(database), replace(person, id=uuid4())
    with pytest.raises(NotFound):
        await persons.by_id(nobody.id)
    with pytest.raises(NotFound):
        await persons.update_settings(nobody, now=clock.now())


async def test_who_is_deleted_leaves_nothing(
    database: Database, person: Person, clock: MovedClock
) -> None:
    await exchange(make_talks(database), person, "one", clock=clock)
    await Persons(database).delete(person.id)
    assert (await Messages(database).page(person.id, None, before=None, limit=9)).messages == ()


async def test_companions_are_found_made_and_renamed(
    database: Database, person: Person, clock: MovedClock
) -> None:
    companions = Companions(database)
    with pytest.raises(NotFound):
        await companions.get(person.id, "mio")
    made = await companions.find_or_create(person.id, "mio", name="Mio", now=clock.now())
    again = await companions.find_or_create(person.id, "mio", name="Other", now=clock.now())
    assert made == again
    renamed = await companions.rename(person.id, None, name="Lux", now=clock.now())
    assert renamed.name == "Lux"
    assert [one.name for one in await companions.all_of(person.id)] == ["Lux", "Mio"]
