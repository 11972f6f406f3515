from uuid import UUID

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from storage.database import Database
from storage.queue import Queue
from storage.records import IncomingMessage
from storage.talks import Talks
from tests.api.factories import LEASE
from tools.clock import MovedClock

Client = AsyncTestClient[Litestar]


@pytest.fixture
async def talked(owner: Client, database: Database, clock: MovedClock) -> list[str]:
    """Five things the owner said to Lumi, and one to a persona."""
    person_id = UUID((await owner.get("/api/me")).json()["id"])
    talks = Talks(database, Queue(database), holder="a test", lease=LEASE)
    said = ["one", "two", "three", "four", "五"]
    for text in said:
        await talks.receive(person_id, IncomingMessage(text=text), now=clock.now())
    other = IncomingMessage(text="hello Mio", agent_id="mio")
    await talks.receive(person_id, other, now=clock.now())
    return said


async def test_a_talk_is_read_backwards_page_by_page(owner: Client, talked: list[str]) -> None:
    read: list[str] = []
    query = "limit=2"
    while True:
        page = (await owner.get(f"/api/messages?{query}")).json()
        read = [message["content"] for message in page["messages"]] + read
        if page["earlier"] is None:
            break
        query = f"limit=2&before={page['earlier']}"
    assert read == talked


async def test_a_message_is_shown_with_all_that_is_known_of_it(
    owner: Client, talked: list[str], clock: MovedClock
) -> None:
    message = (await owner.get("/api/messages?limit=1")).json()["messages"][0]
    assert message.pop("id")
    assert message.pop("position") > 0
    assert message.pop("createdAt").startswith(f"{clock.now():%Y-%m-%dT%H:%M:%S}")
    assert message == {"role": "user", "kind": "talk", "content": talked[-1], "ended": None}


async def test_each_persona_has_a_talk_of_its_own(owner: Client, talked: list[str]) -> None:
    page = (await owner.get("/api/messages?agentId=mio")).json()
    assert [message["content"] for message in page["messages"]] == ["hello Mio"]


async def test_a_new_talk_is_empty(owner: Client) -> None:
    assert (await owner.get("/api/messages")).json() == {"messages": [], "earlier": None}


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=all",
        "before=0",
        "before=-1",
        f"before={2**63}",
        "agentId=",
        "agentId=%00",
    ],
)
async def test_a_page_that_cannot_be_is_a_problem(owner: Client, query: str) -> None:
    answer = await owner.get(f"/api/messages?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"]
