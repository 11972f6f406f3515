from datetime import timedelta

import pytest

from storage.database import Database
from storage.ledger import Ledger
from storage.memories import Memories
from storage.records import (
    Consolidation,
    Person,
    RecentMemories,
    Spending,
)
from tests.factories import (
    EMBEDDER,
    make_memory,
    vector_of,
)
from tests.storage.test_memories import asking, remember
from tools.clock import MovedClock

CALL = Spending(operation="background", model="test:model", input_tokens=3)


async def test_the_rolling_fields_never_go_back(
    database: Database, person: Person, clock: MovedClock
) -> None:
    memories = Memories(database)
    for text, position in (("first", 5), ("late", 4), ("second", 9)):
        recent = RecentMemories(current_state=text, summarised_position=position)
        await memories.save_recent(person.id, None, recent, spendings=[CALL], now=clock.now())
    stored = await memories.recent(person.id, None)
    assert (stored.current_state, stored.summarised_position) == ("second", 9)
    assert await memories.recent(person.id, "mio") == RecentMemories()
    [spent] = await Ledger(database).summary(person.id, since=clock.now())
    assert spent.calls == 3


async def test_one_reading_is_applied_once(
    database: Database, person: Person, clock: MovedClock
) -> None:
    memories = Memories(database)
    change = Consolidation(read_to=7, added=(make_memory("one", now=clock.now()),))
    for expected in (True, False):
        done = await memories.consolidate(
            person.id, None, change, spendings=[CALL], now=clock.now()
        )
        assert done is expected
    assert (await memories.recent(person.id, None)).extracted_position == 7
    [spent] = await Ledger(database).summary(person.id, since=clock.now())
    assert spent.calls == 1


async def test_the_same_words_are_remembered_once(
    database: Database, person: Person, clock: MovedClock
) -> None:
    memories = await remember(
        database, person, make_memory("one", now=clock.now()), clock=clock, read_to=1
    )
    await remember(database, person, make_memory("one", now=clock.now()), clock=clock, read_to=2)
    assert len((await memories.recall(asking(person, "one"))).found) == 1


async def test_a_mention_moves_the_time_forward_only(
    database: Database, person: Person, clock: MovedClock
) -> None:
    memories = await remember(database, person, make_memory("one", now=clock.now()), clock=clock)
    [hit] = (await memories.recall(asking(person, "one"))).found
    later = clock.now() + timedelta(days=3)
    for read_to, moment in ((2, later), (3, clock.now())):
        change = Consolidation(read_to=read_to, mentioned={hit.id: moment})
        await memories.consolidate(person.id, None, change, spendings=(), now=later)
    [hit] = (await memories.recall(asking(person, "one"))).found
    assert hit.memory is not None
    assert hit.memory.last_mentioned_at == later
    assert hit.memory.learned_at == clock.now()


async def test_a_better_wording_takes_over_and_keeps_where_it_came_from(
    database: Database, person: Person, clock: MovedClock
) -> None:
    old = make_memory("sister Ana", now=clock.now())
    memories = await remember(database, person, old, clock=clock)
    [hit] = (await memories.recall(asking(person, "sister"))).found
    better = make_memory("sister Ana lives in Oslo", now=clock.now())
    change = Consolidation(read_to=2, replaced={hit.id: better})
    await memories.consolidate(person.id, None, change, spendings=(), now=clock.now())
    [now_held] = (await memories.recall(asking(person, "sister"))).found
    assert now_held.text == "sister Ana lives in Oslo"
    assert now_held.memory is not None
    assert set(now_held.memory.source_message_ids) == {
        *old.source_message_ids,
        *better.source_message_ids,
    }
    async with database.transaction(person.id) as transaction:
        cursor = await transaction._connection.execute(
            "SELECT superseded_at, superseded_by FROM memories WHERE id = %s", [hit.id]
        )
        [retired] = await cursor.fetchall()
    assert retired == {"superseded_at": clock.now(), "superseded_by": now_held.id}


async def test_the_nearest_memories_are_of_the_same_type_and_the_likest_first(
    database: Database, person: Person, clock: MovedClock
) -> None:
    memories = await remember(
        database,
        person,
        make_memory("my sister lives in Oslo", now=clock.now()),
        make_memory("my sister", now=clock.now()),
        make_memory("my sister likes tea", now=clock.now(), type="preference"),
        make_memory("my sister sings", now=clock.now(), embedder="another"),
        clock=clock,
    )
    vectors = [vector_of("my sister"), vector_of("my sister likes tea")]
    events, tastes = await memories.nearest(
        person.id,
        None,
        vectors,
        embedder=EMBEDDER,
        types=["life_event", "preference"],
        limit=5,
    )
    assert [memory.content for memory, _ in events] == ["my sister", "my sister lives in Oslo"]
    assert events[0][1] == pytest.approx(1, abs=1e-5)
    assert [memory.content for memory, _ in tastes] == ["my sister likes tea"]
    assert tastes[0][0].importance == 0.6


async def test_no_vectors_ask_for_nothing(database: Database, person: Person) -> None:
    assert (
        await Memories(database).nearest(person.id, None, [], embedder=EMBEDDER, types=[], limit=3)
        == []
    )
