"""Forgetting everything, with one companion or with all; and a reading that began before."""

import pytest

from storage.database import Database
from storage.forgetting import Forgetting
from storage.memories import Memories
from storage.messages import Messages
from storage.records import Person, Wish
from tests.catalogue import places_of
from tests.factories import exchange, make_person, make_talks
from tests.remembering import held, memory, read
from tests.storage.traces import ENGLISH, told
from tools.clock import MovedClock


async def test_a_reading_that_began_before_brings_nothing_back(
    database: Database, person: Person, clock: MovedClock, forgetting: Forgetting
) -> None:
    one = memory("Likes rain", now=clock.now())
    await read(database, person.id, one, now=clock.now())
    begun = (await Memories(database).recent(person.id, None)).forgets
    await forgetting.forget(person.id, None, Wish(memory_id=one.id), now=clock.now())
    with pytest.raises(AssertionError):
        await read(database, person.id, one, now=clock.now(), forgets=begun)
    assert await held(database, person.id) == []


@pytest.mark.parametrize(("whole", "left"), [(False, ["Likes snow"]), (True, [])])
async def test_everything_is_forgotten_with_one_companion_or_with_all(
    whole: bool,
    left: list[str],
    database: Database,
    database_url: str,
    person: Person,
    clock: MovedClock,
    forgetting: Forgetting,
) -> None:
    await told(database, person, clock, ENGLISH)
    snow = memory("Likes snow", now=clock.now())
    await read(database, person.id, snow, agent_id="mio", now=clock.now())
    await forgetting.forget_everything(person.id, None, whole=whole, now=clock.now())
    for word in ("pemberton", "oslo", "soup", "marathon", "sundays"):
        assert await places_of(database_url, word) == set()
    assert await held(database, person.id) == []
    assert await held(database, person.id, "mio") == left


async def test_nothing_of_others_is_lost_with_everything(
    database: Database, person: Person, clock: MovedClock, forgetting: Forgetting
) -> None:
    other = await make_person(database, clock)
    await exchange(make_talks(database), other, "I like Pemberton", clock=clock)
    await read(database, other.id, memory("Likes Pemberton", now=clock.now()), now=clock.now())
    await told(database, person, clock, ENGLISH)
    await forgetting.forget_everything(person.id, None, whole=True, now=clock.now())
    assert await held(database, other.id) == ["Likes Pemberton"]
    page = await Messages(database).page(other.id, None, before=None, limit=9)
    assert len(page.messages) == 2
