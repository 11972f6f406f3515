from uuid import uuid4

import pytest

from storage.database import Database
from storage.errors import NotFound
from storage.messages import Messages
from storage.records import MessageIndex, Person
from tests.factories import EMBEDDER, exchange, make_person, make_talks, say, vector_of
from tools.clock import MovedClock


async def test_pages_join_without_gap_or_overlap(
    database: Database, person: Person, clock: MovedClock
) -> None:
    for number in range(5):
        await exchange(make_talks(database), person, f"say {number}", clock=clock)
    messages, before, said = Messages(database), None, list[str]()
    while True:
        page = await messages.page(person.id, None, before=before, limit=4)
        said = [message.content for message in page.messages] + said
        before = page.earlier
        if before is None:
            break
    assert [one for one in said if one != "I hear you."] == [f"say {n}" for n in range(5)]
    assert len(said) == 10


async def test_an_empty_talk_has_one_empty_page(database: Database, person: Person) -> None:
    page = await Messages(database).page(person.id, None, before=None, limit=4)
    assert (page.messages, page.earlier) == ((), None)


async def test_a_reader_is_given_nothing_beyond_an_unanswered_message(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talks, messages = make_talks(database), Messages(database)
    await exchange(talks, person, "one", clock=clock)
    waiting = await say(talks, person, "two", clock=clock)
    read = await messages.unread(person.id, None, after=0, limit=9)
    assert [message.content for message in read] == ["one", "I hear you."]
    assert all(message.position < waiting.message.position for message in read)
    assert await messages.unread(person.id, None, after=read[-1].position, limit=9) == []


async def test_care_and_deflections_are_never_read(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talks, messages = make_talks(database), Messages(database)
    await exchange(talks, person, "care", clock=clock, kind="care")
    await exchange(talks, person, "trick", clock=clock, kind="deflection")
    await exchange(talks, person, "mio", clock=clock, agent_id="mio")
    await exchange(talks, person, "one", clock=clock)
    read = await messages.unread(person.id, None, after=0, limit=9)
    assert [message.content for message in read] == ["one", "I hear you."]
    lacking = await messages.unindexed(person.id, embedder="another", limit=9)
    assert {message.content for message in lacking} == {"mio", "one", "I hear you."}


async def test_what_has_a_vector_of_this_embedder_needs_none(
    database: Database, person: Person, clock: MovedClock
) -> None:
    messages = Messages(database)
    await exchange(make_talks(database), person, "one", clock=clock)
    assert await messages.unindexed(person.id, embedder=EMBEDDER, limit=9) == []
    lacking = await messages.unindexed(person.id, embedder="new", limit=9)
    assert [message.content for message in lacking] == ["I hear you.", "one"]
    await messages.save_indexes(
        person.id,
        [
            MessageIndex(message_id=message.id, terms=["x"], vector=vector_of("x"), embedder="new")
            for message in lacking
        ],
        said={message.id: message.content for message in lacking},
    )
    assert await messages.unindexed(person.id, embedder="new", limit=9) == []


async def test_a_message_belongs_to_its_person(
    database: Database, person: Person, clock: MovedClock
) -> None:
    messages, other = Messages(database), await make_person(database, clock)
    said = await exchange(make_talks(database), person, "one", clock=clock)
    assert (await messages.by_id(person.id, said.id)).content == "one"
    with pytest.raises(NotFound):
        await messages.by_id(other.id, said.id)
    with pytest.raises(NotFound):
        await messages.by_id(person.id, uuid4())
