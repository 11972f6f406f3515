from uuid import UUID, uuid4

import pytest

from storage.corrections import Corrections
from storage.database import Database
from storage.memories import Memories
from storage.records import Person
from tests.remembering import as_it_stands, held, memory, preference, read, the
from tools.clock import MovedClock


@pytest.fixture
def corrections(database: Database) -> Corrections:
    return Corrections(database, rewrite=as_it_stands)


async def corrected_twice(
    corrections: Corrections, database: Database, person: Person, clock: MovedClock
) -> tuple[UUID, UUID]:
    """Rome, no, Oslo, no, Bergen; returns both changes."""
    first = memory("Lives in Rome", now=clock.now(), importance=0.8)
    await read(database, person.id, first, now=clock.now())
    changes: list[UUID] = []
    before = first.id
    for content in ("Lives in Oslo", "Lives in Bergen"):
        new = memory(content, now=clock.now(), origin="correction")
        before, change = await corrections.correct(
            person.id, None, before, new, spendings=(), now=clock.now()
        )
        changes.append(change)
    return changes[0], changes[1]


async def test_corrections_are_taken_back_one_after_another(
    corrections: Corrections, database: Database, person: Person, clock: MovedClock
) -> None:
    first, second = await corrected_twice(corrections, database, person, clock)
    assert await held(database, person.id) == ["Lives in Bergen"]
    await corrections.undo(person.id, None, second, now=clock.now())
    assert await held(database, person.id) == ["Lives in Oslo"]
    await corrections.undo(person.id, None, first, now=clock.now())
    assert await held(database, person.id) == ["Lives in Rome"]
    rome = await the(database, person.id, "Lives in Rome")
    assert rome.importance == pytest.approx(0.8)
    assert rome.valid_to is None


async def test_the_first_of_two_corrections_takes_the_second_back_with_it(
    corrections: Corrections, database: Database, person: Person, clock: MovedClock
) -> None:
    first, second = await corrected_twice(corrections, database, person, clock)
    for change in (first, second, first):
        done = await corrections.undo(person.id, None, change, now=clock.now())
        assert done.undone_at == clock.now()
        assert await held(database, person.id) == ["Lives in Rome"]
    assert await held(database, person.id, state="past") == []


async def test_the_same_correction_twice_is_one(
    corrections: Corrections, database: Database, person: Person, clock: MovedClock
) -> None:
    rome = memory("Lives in Rome", now=clock.now())
    await read(database, person.id, rome, now=clock.now())
    done = {
        await corrections.correct(
            person.id,
            None,
            rome.id,
            memory("Lives in Oslo", now=clock.now(), origin="correction"),
            spendings=(),
            now=clock.now(),
        )
        for _ in range(2)
    }
    assert len(done) == 1
    assert await held(database, person.id) == ["Lives in Oslo"]


async def test_what_a_talk_said_stays_when_a_correction_to_it_is_taken_back(
    corrections: Corrections, database: Database, person: Person, clock: MovedClock
) -> None:
    rome = memory("Lives in Rome", now=clock.now())
    oslo = memory("Lives in Oslo", now=clock.now())
    await read(database, person.id, rome, oslo, now=clock.now())
    again = memory("Lives in Oslo", now=clock.now(), origin="correction")
    number, change = await corrections.correct(
        person.id, None, rome.id, again, spendings=(), now=clock.now()
    )
    assert number == oslo.id
    await corrections.undo(person.id, None, change, now=clock.now())
    assert set(await held(database, person.id)) == {"Lives in Rome", "Lives in Oslo"}


async def test_words_that_were_said_again_meanwhile_are_not_doubled(
    corrections: Corrections, database: Database, person: Person, clock: MovedClock
) -> None:
    first, _ = await corrected_twice(corrections, database, person, clock)
    again = memory("Lives in Rome", now=clock.now())
    await read(database, person.id, again, now=clock.now())
    await corrections.undo(person.id, None, first, now=clock.now())
    assert await held(database, person.id) == ["Lives in Rome"]


async def test_a_preference_of_the_same_words_goes_with_a_memory_and_comes_back_with_it(
    corrections: Corrections, database: Database, person: Person, clock: MovedClock
) -> None:
    said = uuid4()
    rome = memory("Lives in Rome", now=clock.now(), source_message_ids=(said,))
    home, diet = (
        preference(key, value, now=clock.now(), source_message_id=said)
        for key, value in (("location.home", "Rome"), ("health.diet", "vegan"))
    )
    await read(database, person.id, rome, preferences=(home, diet), now=clock.now())
    oslo = memory("Lives in Oslo", now=clock.now(), origin="correction")

    _, change = await corrections.correct(
        person.id, None, rome.id, oslo, spendings=(), now=clock.now()
    )
    assert await values_held(database, person) == ["vegan"]

    await corrections.undo(person.id, None, change, now=clock.now())
    assert await values_held(database, person) == ["vegan", "Rome"]


async def test_a_preference_goes_with_what_a_reading_outdates(
    database: Database, person: Person, clock: MovedClock
) -> None:
    said = uuid4()
    rome = memory("Lives in Rome", now=clock.now(), source_message_ids=(said,))
    home = preference("location.home", "Rome", now=clock.now(), source_message_id=said)
    await read(database, person.id, rome, preferences=(home,), now=clock.now())
    oslo = memory("Lives in Oslo", now=clock.now())

    await read(database, person.id, oslo, superseded={rome.id: oslo.id}, now=clock.now())

    assert await values_held(database, person) == []


async def values_held(database: Database, person: Person) -> list[str]:
    kept = await Memories(database).kept(person.id, None)
    return [one.value for one in kept.preferences]
