"""What is remembered, seen: what holds, what held, and why."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from api.entrance.tokens import OwnTokens
from storage.database import Database
from storage.persons import Persons
from storage.records import NewMemory, ProfileLine
from tests.api.conftest import Client
from tests.api.rest.memory_pages import contents
from tests.factories import exchange, make_talks
from tests.remembering import memory, read, somebody
from tools.clock import MovedClock


async def test_what_holds_is_shown_and_what_held_on_demand(owner: Client, moved: object) -> None:
    assert set(await contents(owner)) == {"Lives in Oslo", "他们的狗叫豆豆"}
    assert await contents(owner, "state=past") == ["Lives in London"]
    assert await contents(owner, "type=identity") == ["Lives in Oslo"]
    assert len(await contents(owner, "state=all")) == 3


async def test_words_in_both_languages_find_a_memory(owner: Client, moved: object) -> None:
    assert await contents(owner, "query=oslo") == ["Lives in Oslo"]
    assert await contents(owner, "query=豆豆") == ["他们的狗叫豆豆"]
    assert await contents(owner, "query=living+oslo") == ["Lives in Oslo"]
    assert await contents(owner, "query=50%25") == []


async def test_the_past_is_shown_as_it_was_known(
    owner: Client, moved: object, clock: MovedClock
) -> None:
    before = (clock.now() - timedelta(days=3)).strftime("%Y-%m-%dT%H:%M:%S")
    assert await contents(owner, f"asOf={before}") == ["Lives in London"]
    assert await contents(owner, f"asOf={before}Z") == ["Lives in London"]
    long_ago = (clock.now() - timedelta(days=30)).strftime("%Y-%m-%dT%H:%M:%S")
    assert await contents(owner, f"asOf={long_ago}") == []


async def test_what_was_learned_on_a_day_is_the_day_where_the_person_lives(
    owner: Client, moved: object, clock: MovedClock
) -> None:
    today = f"{clock.now():%Y-%m-%d}"
    assert len(await contents(owner, f"learnedOn={today}")) == 2
    await owner.patch("/api/me", json={"timezone": "Asia/Shanghai"})
    assert await contents(owner, f"learnedOn={today}") == []  # 20:00 in London is tomorrow there
    counts = (await owner.get("/api/memories/counts")).json()
    assert counts["today"] == f"{clock.now() + timedelta(days=1):%Y-%m-%d}"
    assert counts["learnedToday"] == 2


async def test_pages_follow_each_other_without_a_gap(
    owner: Client, owner_id: UUID, database: Database, clock: MovedClock
) -> None:
    written = [f"Has the lucky number {number}" for number in range(7)]
    await read(
        database, owner_id, *(memory(one, now=clock.now()) for one in written), now=clock.now()
    )
    seen: list[str] = []
    cursor = ""
    while True:
        page = (await owner.get(f"/api/memories?limit=3{cursor}")).json()
        seen += [one["content"] for one in page["memories"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert sorted(seen) == written


async def test_a_memory_says_why(
    owner: Client, owner_id: UUID, database: Database, clock: MovedClock
) -> None:
    said = await exchange(
        make_talks(database),
        await Persons(database).by_id(owner_id),
        "My sister Ana lives in Oslo!",
        clock=clock,
    )
    ana = somebody("Ana", now=clock.now(), relationship="sister")
    new = memory(
        "Their sister Ana lives in Oslo",
        now=clock.now(),
        quote="My sister Ana lives in Oslo",
        source_message_ids=(said.id,),
        people=("Ana",),
        known_people=(ana.id,),
    )
    await read(database, owner_id, new, people=[ana], now=clock.now())
    why = (await owner.get(f"/api/memories/{new.id}")).json()
    [source] = why["sources"]
    assert source["content"] == "My sister Ana lives in Oslo!"
    assert source["position"] == said.position
    assert (why["quote"], why["confidence"]) == ("My sister Ana lives in Oslo", 0.75)
    assert why["knownPeople"] == [{"id": str(ana.id), "name": "Ana"}]
    assert await contents(owner, f"knownPersonId={ana.id}") == ["Their sister Ana lives in Oslo"]


async def test_a_memory_knows_what_came_before_and_after(
    owner: Client, moved: tuple[NewMemory, NewMemory]
) -> None:
    london, oslo = moved
    old = (await owner.get(f"/api/memories/{london.id}")).json()
    new = (await owner.get(f"/api/memories/{oslo.id}")).json()
    assert old["successor"]["content"] == "Lives in Oslo"
    assert [one["content"] for one in new["predecessors"]] == ["Lives in London"]
    assert [one["kind"] for one in new["changes"]] == ["superseded"]


async def test_counts_say_what_became_of_what_was_read(
    owner: Client, owner_id: UUID, moved: object, database: Database, clock: MovedClock
) -> None:
    await read(database, owner_id, now=clock.now(), counts={"kept": 3, "placeholder": 2})
    counts = (await owner.get("/api/memories/counts")).json()
    assert counts["types"] == [
        {"type": "identity", "current": 1, "past": 1},
        {"type": "relationship", "current": 1, "past": 0},
    ]
    assert (counts["current"], counts["past"]) == (2, 1)
    assert counts["reasons"] == {"kept": 3, "placeholder": 2}


async def test_the_standing_profile_is_shown_and_loses_what_was_corrected(
    owner: Client,
    owner_id: UUID,
    moved: tuple[NewMemory, NewMemory],
    database: Database,
    clock: MovedClock,
) -> None:
    _, oslo = moved
    runs = memory("Runs on Sundays", now=clock.now(), type="routine")
    lines = [
        ProfileLine(section="basic", text="Lives in Oslo", memory_id=oslo.id),
        ProfileLine(section="routines", text="Runs on Sundays", memory_id=runs.id),
    ]
    await read(database, owner_id, runs, profile=lines, now=clock.now())
    profile = (await owner.get("/api/memories/profile")).json()
    assert profile["lines"][0]["memoryId"] == str(oslo.id)
    assert "## Basic information\n\n- Lives in Oslo\n" in profile["markdown"]
    await owner.patch(f"/api/memories/{oslo.id}", json={"content": "Lives in Bergen"})
    markdown = (await owner.get("/api/memories/profile")).json()["markdown"]
    assert "Oslo" not in markdown
    assert "Lives in Bergen" in markdown
    assert "Runs on Sundays" in markdown


async def test_nothing_is_an_answer_too(owner: Client) -> None:
    assert (await owner.get("/api/memories")).json() == {"memories": [], "next": None}
    assert (await owner.get("/api/memories/changes")).json() == {"changes": [], "next": None}
    assert (await owner.get("/api/memories/people")).json() == {"people": []}
    assert (await owner.get("/api/memories/preferences")).json() == {"preferences": []}
    assert (await owner.get("/api/memories/profile")).json() == {
        "lines": [], "markdown": "", "writtenAt": None
    }  # fmt: skip


async def test_nobody_sees_or_changes_the_memories_of_others(
    owner: Client,
    own_tokens: OwnTokens,
    moved: tuple[NewMemory, NewMemory],
) -> None:
    _, oslo = moved
    stranger = {"Authorization": f"Bearer {own_tokens.session('somebody else')}"}
    [change] = (await owner.get("/api/memories/changes")).json()["changes"]
    assert (await owner.get("/api/memories", headers=stranger)).json()["memories"] == []
    for query, headers in (("", stranger), ("?agentId=mio", {})):
        for method, path, body in (
            ("GET", f"/api/memories/{oslo.id}", None),
            ("PATCH", f"/api/memories/{oslo.id}", {"content": "Lives nowhere"}),
            ("POST", f"/api/memories/{oslo.id}/pin", None),
            ("POST", f"/api/memories/{oslo.id}/unpin", None),
            ("POST", f"/api/memories/changes/{change['id']}/undo", None),
        ):
            answer = await owner.request(method, path + query, json=body, headers=headers)
            assert answer.status_code == 404, path
    assert await contents(owner, "agentId=mio") == []
    assert "Lives in Oslo" in await contents(owner)


async def test_nothing_is_told_to_who_is_not_signed_in(visitor: Client) -> None:
    for path in ("", "/counts", "/changes", "/people", "/preferences", "/profile", f"/{uuid4()}"):
        assert (await visitor.get(f"/api/memories{path}")).status_code == 401


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "type=secret",
        "state=maybe",
        "asOf=yesterday",
        "asOf=0001-01-01T00:00:00",
        "learnedOn=9999-12-31",
        "cursor=nonsense",
        "cursor=YWJj",
        "knownPersonId=me",
        "query=%00",
        f"query={'x' * 201}",
        "agentId=",
    ],
)
async def test_a_question_that_cannot_be_is_a_problem(owner: Client, query: str) -> None:
    answer = await owner.get(f"/api/memories?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
