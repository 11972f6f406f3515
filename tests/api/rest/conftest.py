"""What tests of REST may ask for: somebody who is signed in, with a life that is remembered."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from api.entrance.tokens import OwnTokens
from storage.database import Database
from storage.persons import Persons
from storage.records import Episode, NewMemory
from tests.api.conftest import Client, come_in
from tests.factories import exchange, make_talks
from tests.remembering import memory, preference, read, somebody
from tools.clock import MovedClock


@pytest.fixture
async def owner_id(owner: Client) -> UUID:
    return UUID((await owner.get("/api/me")).json()["id"])


@pytest.fixture
async def moved(
    owner: Client, owner_id: UUID, own_tokens: OwnTokens, database: Database, clock: MovedClock
) -> tuple[NewMemory, NewMemory]:
    """Lived in London, and moved to Oslo ten days later; a sister, and a dog in Chinese."""
    london = memory("Lives in London", now=clock.now(), type="identity", importance=0.8)
    await read(database, owner_id, london, now=clock.now())
    clock.move(timedelta(days=10))
    await come_in(owner, own_tokens)
    oslo = memory("Lives in Oslo", now=clock.now(), type="identity", importance=0.8)
    dog = memory("他们的狗叫豆豆", now=clock.now(), type="relationship", people=("豆豆",))
    gone = {london.id: oslo.id}
    await read(database, owner_id, oslo, dog, now=clock.now(), superseded=gone)
    return london, oslo


@pytest.fixture
async def rich(
    owner: Client, owner_id: UUID, own_tokens: OwnTokens, database: Database, clock: MovedClock
) -> None:
    """Somebody of whom everything that can be remembered is remembered."""
    person = await Persons(database).by_id(owner_id)
    said = await exchange(make_talks(database), person, "My sister Ana --> Oslo!", clock=clock)
    ana = somebody("Ana", now=clock.now(), relationship="sister", attributes={"city": "Oslo"})
    sis = somebody("小安", now=clock.now(), aliases=("Sis",), merged_into=ana.id)
    london = memory("Lives in London", now=clock.now(), type="identity", importance=0.8)
    await read(database, owner_id, london, people=[ana], now=clock.now())
    clock.move(timedelta(days=10))
    await come_in(owner, own_tokens)
    oslo = memory("Lives in Oslo", now=clock.now(), type="identity", importance=0.8)
    sister = memory(
        "Their sister Ana lives in <Oslo> --> 奥斯陆",
        now=clock.now(),
        quote="My sister Ana --> Oslo",
        source_message_ids=(said.id,),
        people=("Ana",),
        known_people=(ana.id,),
        valid_from=clock.now() - timedelta(days=3),
        valid_precision="week",
    )
    tea = preference("preferences.food", "oolong: 乌龙茶", now=clock.now())
    stretch = Episode(
        id=uuid4(), agent_id=None, title="Ana", started_at=clock.now(), ended_at=clock.now(),
        first_position=said.position, last_position=said.position,
    )  # fmt: skip
    await read(
        database, owner_id, oslo, sister, now=clock.now(), superseded={london.id: oslo.id},
        people=[sis], preferences=[tea], episodes=(stretch,), counts={"kept": 3},
    )  # fmt: skip
