import pytest

from storage.companions import Companions
from storage.corrections import Corrections
from storage.database import Database
from storage.errors import NotFound, Outdated
from storage.luggage import LuggageRoom
from storage.memories import Memories
from storage.records import Memory, NewMemory, Person, RecallRequest
from storage.remembered import Remembered
from tests.factories import EMBEDDER, terms_of, vector_of
from tests.remembering import memory, read, the
from tools.clock import MovedClock

OSLO = "Moved to Oslo with Mira and a cat"


def corrections(database: Database) -> Corrections:
    return Corrections(database, rewrite=lambda kept, _: kept.profile)


async def heard(database: Database, person: Person, agent_id: str | None) -> list[Memory]:
    """The memories that come to mind with a companion asked about Oslo."""
    request = RecallRequest(
        person_id=person.id,
        agent_id=agent_id,
        terms=terms_of("moved oslo cat"),
        vector=vector_of(OSLO),
        embedder=EMBEDDER,
        past=True,
    )
    found = (await Memories(database).recall(request)).found
    return [hit.memory for hit in found if hit.memory]


@pytest.fixture
async def oslo(database: Database, person: Person, clock: MovedClock) -> NewMemory:
    """Lumi was told of a move; Fern was not."""
    await Companions(database).find_or_create(person.id, "fern", name="Fern", now=clock.now())
    told = memory(OSLO, now=clock.now(), people=("Mira", "Anton"), quote="I moved, Anton helped")
    await read(database, person.id, told, now=clock.now())
    return told


async def test_what_is_shared_comes_to_mind_with_another_companion_without_its_talk(
    database: Database, person: Person, clock: MovedClock, oslo: NewMemory
) -> None:
    assert await heard(database, person, "fern") == []
    await corrections(database).share(person.id, None, oslo.id, shared=True, now=clock.now())
    [there] = await heard(database, person, "fern")
    assert (there.content, there.people) == (OSLO, ("Mira",))
    assert (there.quote, there.source_message_ids, there.episode_id) == ("", (), None)
    [here] = await heard(database, person, None)
    assert here.quote == "I moved, Anton helped"
    await corrections(database).share(person.id, None, oslo.id, shared=False, now=clock.now())
    assert await heard(database, person, "fern") == []


async def test_only_what_holds_and_is_ones_own_can_be_shared(
    database: Database, person: Person, clock: MovedClock, oslo: NewMemory
) -> None:
    with pytest.raises(NotFound):
        await corrections(database).share(person.id, "fern", oslo.id, shared=True, now=clock.now())
    bergen = memory("Moved to Bergen", now=clock.now())
    gone = {oslo.id: bergen.id}
    await corrections(database).share(person.id, None, oslo.id, shared=True, now=clock.now())
    await read(database, person.id, bergen, now=clock.now(), superseded=gone)
    assert await heard(database, person, "fern") == []
    with pytest.raises(Outdated):
        await corrections(database).share(person.id, None, oslo.id, shared=True, now=clock.now())


async def test_the_persons_own_correction_stays_shared_and_a_readers_wording_does_not(
    database: Database, person: Person, clock: MovedClock, oslo: NewMemory
) -> None:
    await corrections(database).share(person.id, None, oslo.id, shared=True, now=clock.now())
    mended = memory("Moved to Oslo with a cat", now=clock.now(), origin="correction")
    await corrections(database).correct(
        person.id, None, oslo.id, mended, spendings=(), now=clock.now()
    )
    assert [one.content for one in await heard(database, person, "fern")] == [mended.content]
    richer = memory("Moved to Oslo with a cat because of a secret", now=clock.now())
    await read(database, person.id, now=clock.now(), replaced={mended.id: richer})
    assert await heard(database, person, "fern") == []


async def test_what_is_shared_is_packed_as_shared(
    database: Database, person: Person, clock: MovedClock, oslo: NewMemory
) -> None:
    await corrections(database).share(person.id, None, oslo.id, shared=True, now=clock.now())
    luggage = await LuggageRoom(database, rewrite=lambda kept, _: kept.profile).pack(
        person.id, None
    )
    assert [one.shared_at for one in luggage.memories] == [clock.now()]


async def test_a_profile_tells_what_others_were_told_as_long_as_it_is_shared(
    database: Database, person: Person, clock: MovedClock, oslo: NewMemory
) -> None:
    await corrections(database).share(person.id, None, oslo.id, shared=True, now=clock.now())
    lines = (await Remembered(database).profile(person.id, "fern")).lines
    assert [(line.section, line.text) for line in lines] == [("recent", OSLO)]
    assert (await Remembered(database).profile(person.id, None)).lines == ()
    assert (await the(database, person.id, OSLO)).shared_at == clock.now()
