"""Forgetting a memory, somebody or a preference: what goes with it, and what stays."""

from typing import Any
from uuid import UUID

import pytest

from storage.database import Database
from storage.errors import NotFound
from storage.forgetting import Forgetting
from storage.memories import Memories
from storage.messages import Messages
from storage.records import Person, Wish
from storage.remembered import Remembered
from storage.talks import Talks
from tests.catalogue import places_of
from tests.factories import exchange, make_talks
from tests.remembering import held, memory, preference, read, somebody
from tests.storage.traces import CHINESE, ENGLISH, Fact, told
from tools.clock import MovedClock


@pytest.mark.parametrize("fact", [ENGLISH, CHINESE], ids=["en", "zh"])
async def test_what_is_forgotten_is_nowhere_in_the_whole_database(
    fact: Fact,
    database: Database,
    database_url: str,
    person: Person,
    clock: MovedClock,
    forgetting: Forgetting,
) -> None:
    new, _ = await told(database, person, clock, fact)
    before = await places_of(database_url, fact.name)
    assert {
        "memories.content", "memories.people", "messages.content", "people.name",
        "people.attributes", "preferences.value", "profiles.lines", "episodes.title",
        "recent_memories.key_learnings", "frames.body",
    } <= before  # fmt: skip
    done = await forgetting.forget(person.id, None, Wish(memory_id=new.id), now=clock.now())
    assert await places_of(database_url, fact.name) == set()
    assert (done.memories, done.messages, done.people, done.preferences) == (1, 2, 1, 1)


@pytest.mark.parametrize(
    ("fact", "words", "reply"),
    [
        (ENGLISH, "It was a long day. […] I had soup.", "Soup is good! […]"),
        (CHINESE, "今天好累。[…]晚上喝了汤。", "喝汤好呀！[…]"),
    ],
    ids=["en", "zh"],
)
async def test_what_has_nothing_to_do_with_it_stays(
    fact: Fact,
    words: str,
    reply: str,
    database: Database,
    person: Person,
    clock: MovedClock,
    forgetting: Forgetting,
) -> None:
    new, _ = await told(database, person, clock, fact)
    await forgetting.forget(person.id, None, Wish(memory_id=new.id), now=clock.now())
    page = await Messages(database).page(person.id, None, before=None, limit=9)
    texts = [message.content for message in page.messages]
    assert texts == [fact.beside, "Good to hear.", words, reply]
    assert await held(database, person.id) == [fact.beside]
    recent = await Memories(database).recent(person.id, None)
    assert recent.current_state == "Busy at work."
    assert recent.purpose_and_context == "Wants to run a marathon."
    lines = (await Remembered(database).profile(person.id, None)).lines
    assert [line.text for line in lines] == ["Runs on Sundays"]


async def test_what_was_rewritten_is_found_by_its_new_words_alone(
    database: Database, person: Person, clock: MovedClock, forgetting: Forgetting
) -> None:
    new, message = await told(database, person, clock, ENGLISH)
    await forgetting.forget(person.id, None, Wish(memory_id=new.id), now=clock.now())
    waiting = await Messages(database).unindexed(person.id, embedder="test:letters", limit=9)
    assert message.id in {one.id for one in waiting}


async def test_a_device_that_comes_back_gets_every_frame_without_it(
    database: Database, person: Person, clock: MovedClock, forgetting: Forgetting
) -> None:
    new, _ = await told(database, person, clock, ENGLISH)
    talks: Talks = make_talks(database)
    before = await talks.frames_after(person.id, 0, now=clock.now())
    await forgetting.forget(person.id, None, Wish(memory_id=new.id), now=clock.now())
    after = await talks.frames_after(person.id, 0, now=clock.now())
    assert [frame.seq for frame in after.frames] == [frame.seq for frame in before.frames]
    said = "".join(frame.body.get("text", "") for frame in after.frames)
    assert "Soup is good! […]" in said
    assert after.complete


async def test_every_wording_of_a_fact_goes(
    database: Database,
    database_url: str,
    person: Person,
    clock: MovedClock,
    forgetting: Forgetting,
) -> None:
    first = memory("They have a cat Quill", now=clock.now())
    await read(database, person.id, first, now=clock.now())
    better = memory("They have a grey cat called Quill", now=clock.now())
    await read(database, person.id, now=clock.now(), replaced={first.id: better})
    await forgetting.forget(person.id, None, Wish(memory_id=better.id), now=clock.now())
    assert await places_of(database_url, "quill") == set()


async def test_what_rests_on_the_same_words_goes_and_what_it_outdated_stays(
    database: Database, person: Person, clock: MovedClock, forgetting: Forgetting
) -> None:
    message = await exchange(
        make_talks(database), person, "I moved to Rome. I like tea.", clock=clock
    )
    source: dict[str, Any] = {"source_message_ids": (message.id,), "now": clock.now()}
    london = memory("Lives in London", now=clock.now())
    rome = memory("Lives in Rome", quote="I moved to Rome", **source)
    moved = memory("Moved to another city", quote="I moved to Rome", **source)
    tea = memory("Likes tea", quote="I like tea", **source)
    await read(database, person.id, london, now=clock.now())
    await read(
        database, person.id, rome, moved, tea, now=clock.now(), superseded={london.id: rome.id}
    )
    await forgetting.forget(person.id, None, Wish(memory_id=rome.id), now=clock.now())
    assert await held(database, person.id) == ["Likes tea"]
    assert await held(database, person.id, state="past") == ["Lives in London"]
    [said, _] = (await Messages(database).page(person.id, None, before=None, limit=9)).messages
    assert said.content == "[…] I like tea."


async def test_somebody_known_otherwise_stays_without_what_is_forgotten(
    database: Database, person: Person, clock: MovedClock, forgetting: Forgetting
) -> None:
    ana = somebody(
        "Ana", now=clock.now(), relationship="sister", mention_count=3,
        attributes={"job": "works at Tencent", "city": "Oslo"},
    )  # fmt: skip
    about: dict[str, Any] = {"people": ("Ana",), "known_people": (ana.id,), "now": clock.now()}
    job = memory("Ana works at Tencent", **about)
    city = memory("Their sister Ana lives in Oslo", **about)
    await read(database, person.id, job, city, people=[ana], now=clock.now())
    await forgetting.forget(person.id, None, Wish(memory_id=job.id), now=clock.now())
    [left] = await Remembered(database).people(person.id, None)
    assert (left.name, left.relationship, left.attributes) == ("Ana", "sister", {"city": "Oslo"})
    assert await held(database, person.id) == ["Their sister Ana lives in Oslo"]


async def test_somebody_is_forgotten_with_all_that_is_about_them(
    database: Database,
    database_url: str,
    person: Person,
    clock: MovedClock,
    forgetting: Forgetting,
) -> None:
    talks = make_talks(database)
    await exchange(talks, person, "Nice day. Wilhelmina was ill.", clock=clock, answer="Oh no.")
    await exchange(talks, person, "I called Mina again.", clock=clock, answer="How is Mina?")
    mina = somebody("Wilhelmina", now=clock.now(), aliases=("Mina",), relationship="aunt")
    about: dict[str, Any] = {
        "people": ("Wilhelmina",),
        "known_people": (mina.id,),
        "now": clock.now(),
    }
    await read(
        database,
        person.id,
        memory("Their aunt Wilhelmina was ill", **about),
        memory("Wilhelmina is well again", **about),
        memory("Likes rain", now=clock.now()),
        people=[mina],
        now=clock.now(),
    )
    done = await forgetting.forget(person.id, None, Wish(known_person_id=mina.id), now=clock.now())
    assert (done.memories, done.people) == (2, 1)
    assert await places_of(database_url, "wilhelmina") == set()
    assert await places_of(database_url, "mina") == set()
    assert await held(database, person.id) == ["Likes rain"]
    texts = (await Messages(database).page(person.id, None, before=None, limit=9)).messages
    assert texts[0].content == "Nice day. […]"


async def test_a_preference_is_forgotten_with_the_memory_of_the_same_words(
    database: Database,
    database_url: str,
    person: Person,
    clock: MovedClock,
    forgetting: Forgetting,
) -> None:
    message = await exchange(
        make_talks(database), person, "I am allergic to hazelnuts. It rains.", clock=clock
    )
    quote = "I am allergic to hazelnuts"
    source: dict[str, Any] = {"quote": quote, "now": clock.now()}
    allergy = preference("health.allergy", "hazelnuts", source_message_id=message.id, **source)
    same = memory("Is allergic to hazelnuts", source_message_ids=(message.id,), **source)
    await read(database, person.id, same, preferences=[allergy], now=clock.now())
    await forgetting.forget(person.id, None, Wish(preference_id=allergy.id), now=clock.now())
    assert await places_of(database_url, "hazelnut") == set()
    assert await held(database, person.id) == []


async def test_forgetting_twice_finds_nothing_and_strangers_find_nothing(
    database: Database, person: Person, clock: MovedClock, forgetting: Forgetting
) -> None:
    one = memory("Likes rain", now=clock.now())
    await read(database, person.id, one, now=clock.now())
    wish = Wish(memory_id=one.id)
    for person_id, agent_id in ((UUID(int=7), None), (person.id, "mio")):
        with pytest.raises(NotFound):
            await forgetting.forget(person_id, agent_id, wish, now=clock.now())
    assert await held(database, person.id) == ["Likes rain"]
    await forgetting.forget(person.id, None, wish, now=clock.now())
    with pytest.raises(NotFound):
        await forgetting.forget(person.id, None, wish, now=clock.now())
