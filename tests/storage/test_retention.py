from datetime import timedelta

import pytest
from psycopg import AsyncConnection

from storage.database import Database
from storage.records import Person
from storage.remembered import Remembered
from storage.retention import Retention
from tests.factories import say
from tests.fakes import FakeModels
from tests.graphs.background import Background
from tools.clock import MovedClock

MONTH = timedelta(days=30)

NAME = {
    "type": "identity",
    "content": "Name is Alex",
    "quote": "my name is Alex",
    "message_number": 1,
    "importance": 0.9,
}

ROWS = """
    SELECT
        (SELECT count(*) FROM messages), (SELECT count(*) FROM message_keys),
        (SELECT count(DISTINCT number) FROM message_terms),
        (SELECT coalesce(sum(cardinality(array_remove(signs, NULL))), 0) FROM message_signs)
"""
"""What a message leaves in each table."""


@pytest.fixture
def background(database: Database, person: Person, clock: MovedClock) -> Background:
    models = FakeModels(answers={"ExtractedMemories": [{"memories": [NAME]}]})
    return Background(database, person, clock, models=models)


async def rows_left(database: Database) -> tuple[int, ...]:
    async with await AsyncConnection.connect(database.url) as connection:
        cursor = await connection.execute(ROWS)
        return tuple(map(int, await cursor.fetchone() or ()))


async def test_what_was_read_goes_with_all_that_finds_it_and_memories_stay_with_their_words(
    background: Background, clock: MovedClock
) -> None:
    database, person = background.database, background.person
    retention = Retention(database)
    await background.say("my name is Alex", "and I like tea", "good night")
    assert await rows_left(database) == (6, 6, 6, 6)
    before = clock.now() + MONTH
    assert (await retention.older_than(before)).unread == 6, "nobody has read it"
    assert await retention.remove_older_than(before) == 0

    await background.go_quiet()
    await background.say("a month later")
    before = clock.now() - timedelta(minutes=5)
    await background.go_quiet()

    old = await retention.older_than(before)
    assert (old.removable, old.people, old.unread) == (6, 1, 0)
    assert await retention.remove_older_than(before, messages_at_once=2) == 6
    assert await retention.remove_older_than(before) == 0
    assert await rows_left(database) == (2, 2, 2, 2)

    [memory] = await background.kept()
    assert (memory.content, memory.quote) == ("Name is Alex", "my name is Alex")
    shown = await Remembered(database).memory(person.id, None, memory.id)
    assert (shown.memory.quote, shown.sources) == ("my name is Alex", ())
    recent = await background.memories.recent(person.id, None)
    assert recent.extracted_position > 0, "what comes next is read from there on"


async def test_what_nobody_has_answered_or_read_stays_however_old_it_is(
    background: Background, clock: MovedClock
) -> None:
    await background.say("my name is Alex")
    await background.go_quiet()
    await say(background.talks, background.person, "Are you there?", clock=clock)
    clock.move(10 * MONTH)

    retention = Retention(background.database)
    assert await retention.remove_older_than(clock.now() - MONTH, people_at_once=1) == 2
    assert (await retention.older_than(clock.now() - MONTH)).unread == 1
    assert (await rows_left(background.database))[0] == 1
