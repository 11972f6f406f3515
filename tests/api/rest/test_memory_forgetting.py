from uuid import UUID, uuid4

from litestar import Litestar
from litestar.testing import AsyncTestClient

from api.entrance.tokens import OwnTokens
from storage.database import Database
from storage.persons import Persons
from tests.catalogue import places_of
from tests.factories import exchange, make_talks
from tests.remembering import memory, preference, read, somebody
from tools.clock import MovedClock
from tools.memory.likeness import words

Client = AsyncTestClient[Litestar]


async def test_what_is_forgotten_is_nowhere(
    owner: Client, owner_id: UUID, database: Database, database_url: str, clock: MovedClock
) -> None:
    talks = make_talks(database)
    person = await Persons(database).by_id(owner_id)
    said = await exchange(talks, person, "Hi. My dog is called Pemberton.", clock=clock)
    new = memory("Has a dog called Pemberton", now=clock.now(), source_message_ids=(said.id,))
    await read(database, owner_id, new, now=clock.now())
    words("Has a dog called Pemberton")
    done = await owner.post(f"/api/memories/{new.id}/forget")
    assert done.json() == {"memories": 1, "messages": 1, "people": 0, "preferences": 0}
    assert await places_of(database_url, "pemberton") == set()
    assert words.cache_info().currsize == 0
    assert (await owner.get(f"/api/memories/{new.id}")).status_code == 404
    assert (await owner.post(f"/api/memories/{new.id}/forget")).status_code == 404


async def test_somebody_and_a_preference_are_forgotten(
    owner: Client, owner_id: UUID, database: Database, database_url: str, clock: MovedClock
) -> None:
    li = somebody("小丽", now=clock.now(), relationship="朋友")
    tea = preference("food.drink", "oolong", now=clock.now())
    about = {"people": ("小丽",), "known_people": (li.id,)}
    fact = memory("小丽在腾讯工作", now=clock.now(), **about)
    await read(database, owner_id, fact, people=[li], preferences=[tea], now=clock.now())
    gone = (await owner.post(f"/api/memories/people/{li.id}/forget")).json()
    assert (gone["memories"], gone["people"]) == (1, 1)
    gone = (await owner.post(f"/api/memories/preferences/{tea.id}/forget")).json()
    assert gone["preferences"] == 1
    for word in ("小丽", "oolong", "腾讯"):
        assert await places_of(database_url, word) == set()


async def test_everything_is_forgotten_when_it_is_said_which_everything(
    owner: Client, owner_id: UUID, database: Database, clock: MovedClock
) -> None:
    for agent_id in (None, "mio"):
        one = memory("Likes rain", now=clock.now())
        await read(database, owner_id, one, agent_id=agent_id, now=clock.now())
    assert (await owner.post("/api/memories/forget", json={})).status_code == 400
    gone = (await owner.post("/api/memories/forget", json={"everything": "companion"})).json()
    assert gone["memories"] == 1
    gone = (await owner.post("/api/memories/forget", json={"everything": "person"})).json()
    assert gone["memories"] == 1
    assert (await owner.get("/api/memories?agentId=mio")).json()["memories"] == []


async def test_nobody_forgets_for_others(
    owner: Client,
    owner_id: UUID,
    own_tokens: OwnTokens,
    database: Database,
    clock: MovedClock,
) -> None:
    one, ana = memory("Likes rain", now=clock.now()), somebody("Ana", now=clock.now())
    tea = preference("food.drink", "oolong", now=clock.now())
    await read(database, owner_id, one, people=[ana], preferences=[tea], now=clock.now())
    stranger = {"Authorization": f"Bearer {own_tokens.session('somebody else')}"}
    for path in (str(one.id), f"people/{ana.id}", f"preferences/{tea.id}", str(uuid4())):
        for query, headers in (("", stranger), ("?agentId=mio", {})):
            answer = await owner.post(f"/api/memories/{path}/forget{query}", headers=headers)
            assert answer.status_code == 404
    everything = {"everything": "person"}
    await owner.post("/api/memories/forget", json=everything, headers=stranger)
    counts = (await owner.get("/api/memories/counts")).json()
    assert (counts["current"], counts["people"], counts["preferences"]) == (1, 1, 1)
