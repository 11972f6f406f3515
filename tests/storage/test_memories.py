from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.companions import Companions
from storage.database import Database
from storage.errors import NotFound
from storage.memories import Memories
from storage.recall import PROFILE_LIMIT
from storage.records import (
    Consolidation,
    EmotionState,
    Found,
    NewMemory,
    Person,
    Recall,
    RecallRequest,
    RecentMemories,
)
from storage.rows import quoted
from tests.factories import (
    EMBEDDER,
    exchange,
    make_memory,
    make_outcome,
    make_person,
    make_talks,
    say,
    terms_of,
    vector_of,
)
from tools.clock import MovedClock


def asking(person: Person, text: str, **changes: object) -> RecallRequest:
    values = {
        "person_id": person.id,
        "agent_id": None,
        "terms": terms_of(text),
        "vector": vector_of(text),
        "embedder": EMBEDDER,
        "window": 2,
    }
    return RecallRequest(**(values | changes))  # type: ignore[arg-type]


async def remember(
    database: Database, person: Person, *added: NewMemory, clock: MovedClock, read_to: int = 1
) -> Memories:
    memories = Memories(database)
    change = Consolidation(read_to=read_to, added=added)
    assert await memories.consolidate(person.id, None, change, spendings=(), now=clock.now())
    return memories


def by_text(recall: Recall) -> dict[str, Found]:
    return {hit.text: hit for hit in recall.found}


async def test_recall_before_the_first_word_is_empty_and_one_trip(
    database: Database, person: Person
) -> None:
    before = database.trips
    recall = await Memories(database).recall(asking(person, "hello"))
    assert database.trips - before == 1
    assert recall.companion.name == "Lumi"
    assert recall.companion.emotion == EmotionState()
    assert recall.recent == RecentMemories()
    assert (recall.window, recall.profile, recall.found) == ((), (), ())


async def test_recall_of_a_companion_that_is_not_there_is_refused(
    database: Database, person: Person
) -> None:
    with pytest.raises(NotFound):
        await Memories(database).recall(asking(person, "hello", agent_id="mio"))


async def test_the_window_holds_the_last_messages_and_the_search_what_is_older(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    for said in ("my sister lives in Oslo", "my cat is grey", "my sister called"):
        await exchange(talks, person, said, clock=clock, answer=f"so {said}")
    recall = await Memories(database).recall(asking(person, "sister"))
    assert [message.content for message in recall.window] == [
        "my sister called",
        "so my sister called",
    ]
    assert recall.window[-1].emotion == EmotionState(valence=0.5, arousal=0.4, mood="happy")
    found = by_text(recall)
    assert "my sister called" not in found
    assert found["my sister lives in Oslo"].keyword_score > 0
    assert found["my cat is grey"].keyword_score == 0
    assert found["so my cat is grey"].role == "assistant"


async def test_the_turn_itself_is_not_recalled(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    await exchange(talks, person, "one", clock=clock)
    await say(talks, person, "two", clock=clock)
    recall = await Memories(database).recall(asking(person, "two", window=10))
    assert [message.content for message in recall.window] == ["one", "I hear you."]


async def test_the_reply_that_a_message_cut_short_is_in_the_window_of_the_next_turn(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    first = await say(talks, person, "one", clock=clock)
    await say(talks, person, "no, wait", clock=clock)
    assert first.claim is not None
    outcome = make_outcome(
        first.claim, first.waiting, now=clock.now(), answer="Well, ", ended="interrupted"
    )
    assert await talks.finish(first.claim, outcome)
    recall = await Memories(database).recall(asking(person, "no, wait", window=10))
    assert [message.content for message in recall.window] == ["one", "Well, "]


async def test_care_interrupted_replies_and_other_companions_are_not_searched(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    await exchange(talks, person, "dark word", clock=clock, kind="care", answer="dark care")
    await exchange(talks, person, "half word", clock=clock, ended="interrupted", answer="dark half")
    await exchange(talks, person, "mio word", clock=clock, agent_id="mio", answer="mio said")
    await exchange(talks, person, "last", clock=clock)
    recall = await Memories(database).recall(asking(person, "word dark mio half"))
    assert set(by_text(recall)) == {"half word"}


async def test_words_and_meaning_both_score_from_nought_to_one(
    database: Database, person: Person, clock: MovedClock
) -> None:
    memories = await remember(
        database,
        person,
        make_memory("my sister lives in Oslo", now=clock.now()),
        make_memory("the sea was cold", now=clock.now()),
        make_memory("in in in in", now=clock.now()),
        clock=clock,
    )
    found = by_text(await memories.recall(asking(person, "sister in Oslo")))
    best = found["my sister lives in Oslo"]
    assert best.source == "memory"
    assert best.memory is not None
    assert 0 < best.vector_score <= 1
    assert 0 < best.keyword_score <= 1
    assert found["in in in in"].keyword_score < best.keyword_score
    assert found["the sea was cold"].keyword_score == 0


async def test_vectors_of_another_embedder_are_not_compared(
    database: Database, person: Person, clock: MovedClock
) -> None:
    memories = await remember(
        database, person, make_memory("my sister", now=clock.now()), clock=clock
    )
    recall = await memories.recall(asking(person, "my sister", embedder="another"))
    assert [hit.vector_score for hit in recall.found] == [0]
    recall = await memories.recall(asking(person, "nothing alike", vector=None))
    assert recall.found == ()


async def test_chinese_is_found_by_its_pairs_of_characters(
    database: Database, person: Person, clock: MovedClock
) -> None:
    memory = replace(
        make_memory("我妹妹住在奥斯陆", now=clock.now(), vector=None, embedder=None),
        terms=("我妹", "妹妹", "妹住", "住在", "在奥", "奥斯", "斯陆"),
    )
    memories = await remember(database, person, memory, clock=clock)
    recall = await memories.recall(asking(person, "", terms=("妹妹", "哪里"), vector=None))
    assert [hit.text for hit in recall.found] == ["我妹妹住在奥斯陆"]


@given(st.lists(st.text(st.characters(exclude_characters="\0", codec="utf-8")), max_size=4))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_word_is_quoted_as_one_lexeme(terms: list[str]) -> None:
    for term in quoted(terms):
        assert term.startswith("'")
        assert term.endswith("'")
        assert "'" not in term[1:-1].replace("''", "").replace("\\\\", "")


@pytest.mark.parametrize(
    "term", ["it's", "a\\", "a\\'b", "a & b | !c", "x:*", "<->", "(", "'", "''", " ", "ü" * 2000]
)
async def test_no_word_can_break_out_of_its_query(
    term: str, database: Database, person: Person, clock: MovedClock
) -> None:
    memory = make_memory("odd", now=clock.now(), terms=(term, ""), vector=None, embedder=None)
    memories = await remember(database, person, memory, clock=clock)
    recall = await memories.recall(asking(person, "", terms=(term, ""), vector=None))
    assert [hit.text for hit in recall.found] == (["odd"] if len(term.encode()) < 2047 else [])


async def test_the_profile_keeps_the_most_important_facts_oldest_first(
    database: Database, person: Person, clock: MovedClock
) -> None:
    facts = []
    for number in range(PROFILE_LIMIT + 5):
        clock.move(timedelta(hours=1))
        weight = 0.4 if number < 5 else 0.8
        facts.append(
            make_memory(f"fact {number}", now=clock.now(), type="identity", importance=weight)
        )
    past = make_memory("was", now=clock.now(), type="identity", valid_to=clock.now())
    event = make_memory("event", now=clock.now(), importance=1.0)
    memories = await remember(database, person, *reversed(facts), past, event, clock=clock)
    recall = await memories.recall(asking(person, "nothing"))
    assert [line.text for line in recall.profile] == [
        f"fact {number}" for number in range(5, PROFILE_LIMIT + 5)
    ]


async def test_nothing_of_another_person_is_recalled(
    database: Database, person: Person, clock: MovedClock
) -> None:
    other = await make_person(database, clock)
    memories = await remember(
        database, other, make_memory("my sister", now=clock.now()), clock=clock
    )
    for said in ("my sister", "one", "two"):
        await exchange(make_talks(database), other, said, clock=clock)
    recall = await memories.recall(asking(person, "my sister"))
    assert (recall.window, recall.profile, recall.found) == ((), (), ())
    change = Consolidation(read_to=5, mentioned={uuid4(): clock.now()})
    assert await memories.consolidate(person.id, None, change, spendings=(), now=clock.now())


async def test_each_companion_remembers_for_itself(
    database: Database, person: Person, clock: MovedClock
) -> None:
    await Companions(database).find_or_create(person.id, "mio", name="Mio", now=clock.now())
    memories = await remember(
        database, person, make_memory("my sister", now=clock.now()), clock=clock
    )
    recall = await memories.recall(asking(person, "my sister", agent_id="mio"))
    assert recall.companion.name == "Mio"
    assert recall.found == ()
