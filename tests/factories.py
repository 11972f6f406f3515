"""Ready-made people, messages and memories for tests."""

from itertools import count

from storage.database import Database
from storage.persons import Persons
from storage.records import Person
from tools.clock import Clock

_numbers = count(1)


async def make_person(
    database: Database, clock: Clock, *, timezone: str = "Europe/London"
) -> Person:
    """Store somebody new."""
    return await Persons(database).find_or_create(
        f"person-{next(_numbers)}", timezone=timezone, companion_name="Lumi", now=clock.now()
    )
