"""A change of the embedder: two vector spaces never meet, and nothing is lost on the way."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from psycopg import AsyncConnection

from graphs.reembedding import graph
from nodes.extraction.batches import INDEX_AT_ONCE
from nodes.extraction.state import ExtractionContext
from storage.archive import Archive
from storage.database import Database
from storage.records import Consolidation, NewMemory, Person, RecallRequest, Supersession
from tests.factories import make_memory, make_person
from tests.fakes import FakeModels
from tests.graphs.background import Background
from tests.graphs.spaces import NEW, OLD, Spaces, spaces_of, vector_in
from tests.storage.test_archive import LetterEmbeddings
from tools.clock import MovedClock
from tools.models.errors import EmbeddingUnavailable
from tools.text.terms import terms_of


@pytest.fixture
def background(database: Database, person: Person, clock: MovedClock) -> Background:
    return Background(database, person, clock, models=Spaces())


async def reembed(background: Background, models: FakeModels) -> dict[str, int]:
    context = ExtractionContext(services=replace(background.services, models=models))
    counts: dict[str, Any] = await graph.ainvoke({"person": background.person}, context=context)
    return {name: counts[name] for name in ("indexed", "indexed_memories")}


async def keep(background: Background, *added: NewMemory, **changes: Any) -> None:
    recent = await background.memories.recent(background.person.id, None)
    read_to = recent.extracted_position + 1
    change = Consolidation(read_to=read_to, added=added, **changes)
    assert await background.memories.consolidate(
        background.person.id, None, change, spendings=(), now=background.clock.now()
    )


@pytest.mark.parametrize(
    ("said", "fact"),
    [("my cat is called Momo", "The cat is called Momo"), ("我的猫叫毛毛", "猫叫毛毛")],
    ids=["en", "zh"],
)
async def test_after_a_change_everything_moves_into_the_new_space(
    background: Background, database: Database, said: str, fact: str
) -> None:
    await background.say(said)
    await keep(background, make_memory(fact, now=background.clock.now()))
    await reembed(background, Spaces(embedder=OLD))

    counts = await reembed(background, Spaces(embedder=NEW))

    assert counts == {"indexed": 2, "indexed_memories": 1}
    assert set((await spaces_of(database, "messages")).values()) == {NEW}
    assert set((await spaces_of(database, "memories")).values()) == {NEW}


async def test_there_and_back_again_nothing_is_left_of_the_other_space(
    background: Background, database: Database
) -> None:
    await background.say("one", "two")
    await keep(background, make_memory("a fact", now=background.clock.now()))
    for embedder in (OLD, NEW, OLD):
        await reembed(background, Spaces(embedder=embedder))
        assert set((await spaces_of(database, "messages")).values()) == {embedder}
        assert set((await spaces_of(database, "memories")).values()) == {embedder}


async def test_a_second_run_embeds_nothing(background: Background) -> None:
    await background.say("one", "two")
    await reembed(background, Spaces(embedder=NEW))
    again = Spaces(embedder=NEW)
    assert await reembed(background, again) == {"indexed": 0, "indexed_memories": 0}
    assert again.asked == []


async def test_a_run_that_broke_off_goes_on_where_it_was(
    background: Background, database: Database
) -> None:
    await background.say(*[f"message {number}" for number in range(INDEX_AT_ONCE)])
    broken = Spaces(embedder=NEW, fails_from=2)
    with pytest.raises(EmbeddingUnavailable):
        await reembed(background, broken)
    half = list((await spaces_of(database, "messages")).values())

    rest = Spaces(embedder=NEW)
    counts = await reembed(background, rest)

    assert NEW in half
    assert counts["indexed"] == INDEX_AT_ONCE
    assert not set(rest.texts) & set(broken.asked[0]) - {"I hear you."}
    assert set((await spaces_of(database, "messages")).values()) == {NEW}


async def test_two_processes_with_two_embedders_come_to_an_end(
    background: Background, database: Database
) -> None:
    await background.say(*[f"message {number}" for number in range(INDEX_AT_ONCE)])
    ours, theirs = Spaces(embedder=NEW), Spaces(embedder="fake:third")

    await asyncio.gather(reembed(background, ours), reembed(background, theirs))

    assert max(len(ours.texts), len(theirs.texts)) <= 2 * INDEX_AT_ONCE
    await spaces_of(database, "messages")


async def test_what_is_of_another_space_is_found_by_its_words_alone(
    background: Background,
) -> None:
    await background.say("my cat is called Momo", "good night")
    await keep(background, make_memory("cat is called Momo", now=background.clock.now()))
    await reembed(background, Spaces(embedder=OLD))
    asking = RecallRequest(
        person_id=background.person.id,
        agent_id=None,
        terms=terms_of("cat"),
        vector=vector_in(OLD, "cat is called Momo"),  # the old space's vector under the new name
        embedder=NEW,
        window=2,
    )

    found = (await background.memories.recall(asking)).found

    assert {hit.text for hit in found} >= {"my cat is called Momo", "cat is called Momo"}
    assert all(hit.keyword_score > 0 for hit in found if "Momo" in hit.text)
    assert [hit.vector_score for hit in found] == [0.0] * len(found)


async def test_a_comparison_never_meets_the_other_space(background: Background) -> None:
    fact = make_memory("cat is called Momo", now=background.clock.now())
    await keep(background, fact)
    await reembed(background, Spaces(embedder=OLD))
    person_id, vector = background.person.id, vector_in(OLD, fact.content)
    for embedder, expected in ((OLD, 1), (NEW, 0)):
        [near] = await background.memories.nearest(
            person_id, None, [vector], embedder=embedder, types=[fact.type], limit=9
        )
        assert len(near) == expected


async def test_the_archive_never_meets_the_other_space(
    background: Background, database: Database
) -> None:
    await background.say("my cat is called Momo")
    await reembed(background, Spaces(embedder=OLD))
    archive = Archive(
        database, embeddings=LetterEmbeddings(), embedder=NEW, terms_of=lambda _: ("momo",)
    )
    async with archive:
        [hit] = await archive.search(background.person.id, None, "momo", limit=9)
    assert (hit.text, hit.vector_score) == ("my cat is called Momo", 0.0)


async def test_what_held_is_embedded_too_and_former_wordings_are_not(
    background: Background, database: Database
) -> None:
    now = background.clock.now()
    london, oslo = make_memory("Lives in London", now=now), make_memory("Lives in Oslo", now=now)
    await keep(background, london, make_memory("Has a cat, a cat", now=now))
    before = await background.memories.kept(background.person.id, None)
    wordy = next(one for one in before.memories if "cat" in one.content)
    await keep(
        background,
        oslo,
        superseded=(Supersession(memory_id=london.id, successor_id=oslo.id, until=now),),
        replaced={wordy.id: make_memory("Has a cat", now=now)},
    )

    await reembed(background, Spaces(embedder=NEW))

    spaces = await spaces_of(database, "memories")
    assert spaces.pop("Has a cat, a cat") != NEW
    assert set(spaces.values()) == {NEW}


async def test_what_is_forgotten_while_it_is_embedded_stays_forgotten(
    background: Background, database: Database
) -> None:
    await background.say("my secret is chess")
    await keep(background, make_memory("Plays chess in secret", now=background.clock.now()))

    async def forget() -> None:
        async with await AsyncConnection.connect(database.url) as connection:
            await connection.execute("DELETE FROM memories")
            await connection.execute(
                "UPDATE messages SET content = 'my […]', terms = NULL, embedding = NULL,"
                " embedder = NULL WHERE role = 'user' AND content <> 'my […]'"
            )

    await reembed(background, Spaces(embedder=NEW, before_each=forget))

    assert await spaces_of(database, "memories") == {}
    assert (await spaces_of(database, "messages"))["my […]"] == NEW
    async with await AsyncConnection.connect(database.url) as connection:
        found = await connection.execute("SELECT term FROM message_terms WHERE term = 'chess'")
        assert await found.fetchall() == []


async def test_other_people_are_left_alone(
    background: Background, database: Database, clock: MovedClock
) -> None:
    other = Background(database, await make_person(database, clock), clock, models=Spaces())
    await other.say("theirs")
    await reembed(other, Spaces(embedder=OLD))
    await background.say("mine")
    await reembed(background, Spaces(embedder=NEW))
    spaces = await spaces_of(database, "messages")
    assert (spaces["theirs"], spaces["mine"]) == (OLD, NEW)


async def test_after_a_change_a_fact_said_again_is_still_remembered_once(
    background: Background,
) -> None:
    named = {
        "type": "identity",
        "content": "Name is Alex",
        "quote": "my name is Alex",
        "message_number": 1,
        "importance": 0.9,
    }
    again = named | {"content": "The name is Alex", "quote": "my name is Alex, still"}
    background.models.answer_with("ExtractedMemories", {"memories": [named]})
    await background.say("my name is Alex")
    await background.go_quiet()
    background.models.answer_with("ExtractedMemories", {"memories": [again]})
    background.models.answer_with(
        "JudgedMemories",
        {"verdicts": [{"new": 1, "known": 1, "relation": "same"}], "title": "A name"},
    )

    background.models.embedder = NEW
    await background.say("my name is Alex, still")
    await background.go_quiet()

    assert len(await background.kept()) == 1
