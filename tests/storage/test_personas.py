import asyncio
from dataclasses import replace

import pytest
from psycopg import AsyncConnection

from storage.database import Database
from storage.errors import NotFound
from storage.messages import Messages
from storage.personas import MOST_PERSONAS, Personas, TooManyPersonas
from storage.persons import Persons
from storage.records import EmotionState, IncomingMessage, Person
from storage.records.persona import ImportedPersona, Meeting
from tests.factories import EMBEDDER, exchange, make_person, make_talks, say
from tests.tools.persona import samples
from tools.clock import MovedClock
from tools.persona.card import card_of
from tools.persona.sheet import sheet_of

SHEET = sheet_of(card_of(samples.V3_DECORATED))


@pytest.fixture
def personas(database: Database) -> Personas:
    return Personas(database)


def make_imported(slug: str, clock: MovedClock, *, name: str = "文心") -> ImportedPersona:
    return ImportedPersona(
        slug=slug,
        name=name,
        card=samples.V3_DECORATED,
        form="png",
        tagline="patient",
        sheet=SHEET,
        imported_at=clock.now(),
        original=bytes(range(256)),
    )


async def test_what_a_person_brings_is_kept_as_it_came(
    personas: Personas, person: Person, clock: MovedClock
) -> None:
    brought = make_imported("wenxin", clock)
    await personas.store(person.id, brought, now=clock.now())
    assert await personas.get(person.id, "wenxin", with_file=True) == brought
    found = await personas.get(person.id, "wenxin")
    assert found == replace(brought, original=None)
    assert (found.sheet.name, found.sheet.sketch, found.sheet.book) == (
        SHEET.name, SHEET.sketch, SHEET.book
    )  # fmt: skip
    [line], met = await personas.all_of(person.id)
    assert (line.slug, line.name, line.tagline, line.form) == ("wenxin", "文心", "patient", "png")
    assert met == []
    assert await personas.slug_of_card(person.id, brought.card) == "wenxin"
    assert await personas.slug_of_card(person.id, samples.V2) is None


async def test_the_same_slug_is_replaced(
    personas: Personas, person: Person, clock: MovedClock
) -> None:
    await personas.store(person.id, make_imported("wenxin", clock), now=clock.now())
    await personas.store(person.id, make_imported("wenxin", clock, name="W"), now=clock.now())
    brought, _ = await personas.all_of(person.id)
    assert [one.name for one in brought] == ["W"]


async def test_nobody_sees_what_another_brought(
    database: Database, personas: Personas, person: Person, clock: MovedClock
) -> None:
    other = await make_person(database, clock)
    await personas.store(person.id, make_imported("wenxin", clock), now=clock.now())
    await meet(personas, person, clock)
    assert await personas.all_of(other.id) == ([], [])
    with pytest.raises(NotFound, match="wenxin"):
        await personas.get(other.id, "wenxin")
    with pytest.raises(NotFound, match="wenxin"):
        await personas.remove(other.id, "wenxin", now=clock.now())


async def test_there_is_a_limit_and_replacing_is_always_possible(
    personas: Personas, person: Person, clock: MovedClock
) -> None:
    for number in range(MOST_PERSONAS):
        await personas.store(person.id, make_imported(f"p-{number}", clock), now=clock.now())
    with pytest.raises(TooManyPersonas, match="remove one"):
        await personas.store(person.id, make_imported("another", clock), now=clock.now())
    await personas.store(person.id, make_imported("p-7", clock, name="new"), now=clock.now())
    await personas.remove(person.id, "p-1", now=clock.now())
    await personas.store(person.id, make_imported("another", clock), now=clock.now())


async def test_what_is_removed_is_gone_and_what_was_said_stays(
    database: Database, personas: Personas, person: Person, clock: MovedClock
) -> None:
    talks, messages = make_talks(database), Messages(database)
    await personas.store(person.id, make_imported("wenxin", clock), now=clock.now())
    await meet(personas, person, clock)
    await exchange(talks, person, "the sea", clock=clock, agent_id="wenxin")
    await say(talks, person, "are you there?", clock=clock, agent_id="wenxin")
    await personas.remove(person.id, "wenxin", now=clock.now())
    with pytest.raises(NotFound):
        await personas.get(person.id, "wenxin")
    page = await messages.page(person.id, "wenxin", before=None, limit=10)
    assert [message.content for message in page.messages] == [
        "Hm.", "the sea", "I hear you.", "are you there?"
    ]  # fmt: skip
    assert await talks.pending(person.id) == ()
    _, [met] = await personas.all_of(person.id)
    assert met.left_at == clock.now()
    incoming = IncomingMessage(text="hello", agent_id="wenxin", only_if_met=True)
    with pytest.raises(NotFound):
        await talks.receive(person.id, incoming, now=clock.now())


async def test_a_message_to_somebody_never_met_is_refused_in_the_one_trip_that_stores_it(
    database: Database, personas: Personas, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    incoming = IncomingMessage(text="hello", agent_id="wenxin", only_if_met=True)
    with pytest.raises(NotFound):
        await talks.receive(person.id, incoming, now=clock.now())
    assert await talks.pending(person.id) == ()
    await meet(personas, person, clock)
    before = database.trips
    received = await talks.receive(person.id, incoming, now=clock.now())
    assert database.trips - before == 1
    assert received.message.agent_id == "wenxin"
    assert received.claim is not None


async def test_first_words_are_said_once_however_many_come_at_once(
    database: Database, personas: Personas, person: Person, clock: MovedClock
) -> None:
    meetings = await asyncio.gather(*(meet(personas, person, clock) for _ in range(5)))
    assert len([one for one in meetings if one.greeting]) == 1
    page = await Messages(database).page(person.id, "wenxin", before=None, limit=10)
    assert [(one.role, one.content, one.ended) for one in page.messages] == [
        ("assistant", "Hm.", "complete")
    ]
    [unindexed] = await Messages(database).unindexed(person.id, embedder=EMBEDDER, limit=10)
    assert unindexed.content == "Hm."


async def test_who_was_let_go_of_can_be_met_again_and_goes_on(
    personas: Personas, person: Person, clock: MovedClock
) -> None:
    await personas.store(person.id, make_imported("wenxin", clock), now=clock.now())
    first = await meet(personas, person, clock)
    await personas.remove(person.id, "wenxin", now=clock.now())
    await personas.store(person.id, make_imported("wenxin", clock), now=clock.now())
    again = await meet(personas, person, clock)
    assert (again.companion.id, again.greeting) == (first.companion.id, None)
    assert again.companion.emotion == EmotionState(valence=0.3)
    _, [met] = await personas.all_of(person.id)
    assert met.left_at is None


async def meet(personas: Personas, person: Person, clock: MovedClock) -> Meeting:
    return await personas.meet(
        person.id,
        "wenxin",
        name="文心",
        greeting="Hm.",
        terms=["hm"],
        emotion=EmotionState(valence=0.3),
        now=clock.now(),
    )


async def test_with_the_person_go_their_personas(
    database: Database, database_url: str, personas: Personas, person: Person, clock: MovedClock
) -> None:
    await personas.store(person.id, make_imported("wenxin", clock), now=clock.now())
    await Persons(database).delete(person.id)
    async with await AsyncConnection.connect(database_url, autocommit=True) as connection:
        rows = await (await connection.execute("SELECT FROM personas")).fetchall()
    assert rows == []
