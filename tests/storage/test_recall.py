from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from psycopg import AsyncConnection
from psycopg.rows import dict_row

from storage.database import Database
from storage.memories import Memories
from storage.records import (
    Consolidation,
    KnownPerson,
    Person,
    ProfileLine,
    RecallRequest,
    Supersession,
)
from tests.factories import EMBEDDER, exchange, make_memory, make_talks, terms_of, vector_of
from tools.clock import MovedClock


def asking(person: Person, text: str, **changes: Any) -> RecallRequest:
    values = {
        "person_id": person.id,
        "agent_id": None,
        "terms": terms_of(text),
        "vector": vector_of(text),
        "embedder": EMBEDDER,
        "said": text,
        "window": 2,
    }
    return RecallRequest(**(values | changes))


async def learn(database: Database, person: Person, clock: MovedClock, **changes: Any) -> Memories:
    memories = Memories(database)
    read_to = (await memories.recent(person.id, None)).extracted_position + 1
    change = Consolidation(read_to=read_to, **changes)
    assert await memories.consolidate(person.id, None, change, spendings=(), now=clock.now())
    return memories


def known(name: str, clock: MovedClock, **changes: Any) -> KnownPerson:
    values = {
        "id": uuid4(),
        "agent_id": None,
        "name": name,
        "first_mentioned_at": clock.now(),
        "last_mentioned_at": clock.now(),
    }
    return KnownPerson(**(values | changes))


async def rows(url: str, statement: str) -> list[dict[str, Any]]:
    async with (
        await AsyncConnection.connect(url) as connection,
        connection.cursor(row_factory=dict_row) as cursor,
    ):
        return await (await cursor.execute(statement.encode())).fetchall()


@pytest.mark.parametrize(
    ("name", "question"),
    [("小红", "小红最近怎么样？"), ("Xiaohong", "How's Xiaohong doing?")],
)
async def test_a_question_about_somebody_brings_what_is_known_of_them(
    database: Database, person: Person, clock: MovedClock, name: str, question: str
) -> None:
    friend = known(name, clock, relationship="friend", attributes={"city": "Shenzhen"})
    job = make_memory("Works at Tencent", now=clock.now(), known_people=(friend.id,))
    other = make_memory("Plays chess", now=clock.now())
    memories = await learn(database, person, clock, people=(friend,), added=(job, other))

    recall = await memories.recall(asking(person, question))

    assert recall.people == (friend,)
    assert [fact.content for fact in recall.about[friend.id]] == ["Works at Tencent"]
    assert (await memories.recall(asking(person, "hello"))).about == {}


async def test_the_standing_profile_comes_as_it_was_written(
    database: Database, person: Person, clock: MovedClock
) -> None:
    name = make_memory("Their name is Ann", now=clock.now(), type="identity")
    lines = (ProfileLine(section="basic", text="Ann, from Leeds", memory_id=name.id),)
    memories = await learn(database, person, clock, added=(name,))
    before = await memories.recall(asking(person, "hello"))
    await learn(database, person, clock, profile=lines)

    assert [line.text for line in before.profile] == ["Their name is Ann"]
    assert (await memories.recall(asking(person, "hello"))).profile == lines


async def test_the_turns_beside_a_hit_come_along(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    for number in range(6):
        await exchange(talks, person, f"noise{number}", clock=clock, answer=f"hm{number}")
    await exchange(talks, person, "where was it", clock=clock, answer="Oslo")
    for number in range(6):
        await exchange(talks, person, f"more{number}", clock=clock, answer=f"well{number}")

    recall = await Memories(database).recall(
        asking(person, "where was it", candidates=1, vector=None)
    )

    assert [hit.text for hit in recall.found] == ["hm5", "where was it", "Oslo"]
    numbers = [hit.number for hit in recall.found if hit.number]
    assert numbers == list(range(numbers[0], numbers[0] + 3))


async def test_the_companions_name_is_no_keyword(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    await exchange(talks, person, "hello lumi", clock=clock, answer="hello")
    await exchange(talks, person, "off to the harbour", clock=clock, answer="bye")
    for number in range(3):
        await exchange(talks, person, f"noise{number}", clock=clock)

    recall = await Memories(database).recall(asking(person, "lumi harbour", vector=None))

    scores = {hit.text: hit.keyword_score for hit in recall.found}
    assert scores["off to the harbour"] > 0
    assert scores.get("hello lumi", 0) == 0


async def test_the_turn_behind_a_memory_comes_along(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    said = await exchange(talks, person, "I got it, the big thing!", clock=clock)
    for number in range(8):
        await exchange(talks, person, f"job{number} noise", clock=clock)
    fact = make_memory("Works at the harbour", now=clock.now(), source_message_ids=(said.id,))
    memories = await learn(database, person, clock, added=(fact,))

    recall = await memories.recall(asking(person, "harbour", candidates=1))

    assert "I got it, the big thing!" in [hit.text for hit in recall.found]


async def test_what_is_no_longer_true_comes_only_when_the_past_is_asked_for(
    database: Database, person: Person, clock: MovedClock
) -> None:
    before = make_memory("Lives in Seattle", now=clock.now())
    memories = await learn(database, person, clock, added=(before,))
    clock.move(timedelta(days=30))
    after = make_memory("Lives in New York", now=clock.now())
    change = Supersession(memory_id=before.id, successor_id=after.id, until=clock.now())
    await learn(database, person, clock, added=(after,), superseded=(change,))

    now = await memories.recall(asking(person, "lives in"))
    then = await memories.recall(asking(person, "lives in", past=True))

    assert [hit.text for hit in now.found] == ["Lives in New York"]
    assert {hit.text for hit in then.found} == {"Lives in Seattle", "Lives in New York"}


async def test_nearness_is_judged_among_what_was_said_then(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    begun = clock.now()
    await exchange(talks, person, "by the sea then", clock=clock)
    clock.move(timedelta(days=20))
    for number in range(4):
        await exchange(talks, person, "by the sea", clock=clock, answer=f"ah {number}")
    memories = Memories(database)
    asked = asking(person, "by the sea", terms=(), candidates=1)
    window = replace(asked, past=True, start=begun, end=begun + timedelta(days=5))

    found = [hit.text for hit in (await memories.recall(asked)).found]
    then = [hit.text for hit in (await memories.recall(window)).found]
    assert "by the sea then" not in found
    assert "by the sea then" in then


async def test_what_is_forgotten_or_reworded_leaves_no_search_row(
    database: Database, person: Person, clock: MovedClock, database_url: str
) -> None:
    talks = make_talks(database)
    first = await exchange(talks, person, "secret harbour", clock=clock, answer="ok")
    await exchange(talks, person, "plain talk", clock=clock, answer="fine")

    async def terms() -> set[str]:
        return {row["term"] for row in await rows(database_url, "SELECT term FROM message_terms")}

    async def keys() -> list[UUID]:
        return [row["message_id"] for row in await rows(database_url, "TABLE message_keys")]

    packed = "SELECT sign FROM message_signs, unnest(signs) AS sign WHERE sign IS NOT NULL"

    assert {"secret", "harbour", "plain", "talk", "ok", "fine"} == await terms()
    await _change(
        database_url, "UPDATE messages SET terms = array_to_tsvector(ARRAY['mild'])", first.id
    )
    assert {"mild", "plain", "talk", "ok", "fine"} == await terms()
    assert len(await keys()) == len(await rows(database_url, packed)) == 4
    await _change(database_url, "UPDATE messages SET kind = 'care'", first.id)
    assert len(await rows(database_url, packed)) == 3
    assert {"plain", "talk", "ok", "fine"} == await terms()
    await _change(database_url, "UPDATE messages SET kind = 'talk'", first.id)
    await _change(database_url, "DELETE FROM messages", first.id)
    assert {"plain", "talk", "ok", "fine"} == await terms()
    assert first.id not in await keys()
    assert len(await rows(database_url, packed)) == 3
    await _change(database_url, "DELETE FROM messages", "id")
    assert await rows(database_url, "TABLE message_signs") == []


async def test_a_vector_that_comes_later_is_searched(
    database: Database, person: Person, clock: MovedClock, database_url: str
) -> None:
    said = await exchange(make_talks(database), person, "the sea", clock=clock)
    await _change(database_url, "UPDATE messages SET embedding = NULL, embedder = NULL", said.id)
    keys = "SELECT message_id, number, embedder, signs FROM message_keys ORDER BY number"
    [bare, _] = await rows(database_url, keys)
    assert (bare["message_id"], bare["signs"]) == (said.id, None)
    later = (
        "UPDATE messages SET embedder = 'late',"
        " embedding = array_fill(0.01::real, ARRAY[768])::vector"
    )
    await _change(database_url, later, said.id)
    [late, _] = await rows(database_url, keys)
    assert (late["number"], late["embedder"], set(late["signs"])) == (1, "late", {"1"})
    packed = "SELECT signs[2] AS one, signs[3] AS other FROM message_signs WHERE embedder = '{}'"
    [moved] = await rows(database_url, packed.format("late"))
    assert (moved["one"], moved["other"]) == (late["signs"], None)
    [left] = await rows(database_url, packed.format(EMBEDDER))
    assert left["one"] is None
    assert left["other"] is not None


async def test_the_nearest_are_found_wherever_they_were_said(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    for number in range(20):
        text = "by the sea" if number in {0, 7, 17} else f"noise{number}"
        await exchange(talks, person, text, clock=clock, answer=f"hm{number}")
    asked = asking(person, "by the sea", terms=(), candidates=3)
    other = replace(asked, embedder="other")

    found = await Memories(database).recall(asked)
    nothing = await Memories(database).recall(other)

    assert [hit.text for hit in found.found].count("by the sea") == 3
    assert nothing.found == ()


async def _change(url: str, statement: str, message_id: UUID | str) -> None:
    """Run a statement for one message, or for each when given the column."""
    wanted = message_id if isinstance(message_id, str) else f"'{message_id}'"
    async with await AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute(f"{statement} WHERE id = {wanted}".encode())
