from storage.database import Database
from storage.persons import Persons
from storage.records import Person
from tools.clock import MovedClock


async def test_a_person_is_found_again(
    person: Person, database: Database, clock: MovedClock
) -> None:
    again = await Persons(database).find_or_create(
        person.subject, timezone="UTC", companion_name="Other", now=clock.now()
    )
    assert again == person
