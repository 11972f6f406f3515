from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from api.entrance.tokens import OwnTokens
from storage.database import Database
from storage.persons import Persons
from storage.records import NewMemory, ProfileLine
from tests.api.conftest import come_in
from tests.factories import exchange, make_talks
from tests.remembering import memory, preference, read, somebody
from tools.clock import MovedClock

Client = AsyncTestClient[Litestar]


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


async def contents(owner: Client, query: str = "") -> list[str]:
    """What a page of memories says."""
    answer = await owner.get(f"/api/memories?{query}")
    assert answer.status_code == 200, answer.text
    return [one["content"] for one in answer.json()["memories"]]


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


async def test_a_correction_takes_the_place_of_a_memory_and_is_taken_back(
    owner: Client, moved: tuple[NewMemory, NewMemory]
) -> None:
    _, oslo = moved
    corrected = (
        await owner.patch(f"/api/memories/{oslo.id}", json={"content": " Lives in Bergen "})
    ).json()
    assert corrected["memory"]["content"] == "Lives in Bergen"
    assert (corrected["memory"]["origin"], corrected["memory"]["confidence"]) == ("correction", 1)
    assert await contents(owner, "type=identity") == ["Lives in Bergen"]
    spent = (await owner.get("/api/spending")).json()["spending"]
    assert [one["role"] for one in spent] == ["embed"]
    for _ in range(2):
        undo = await owner.post(f"/api/memories/changes/{corrected['changeId']}/undo")
        assert undo.json()["undoneAt"] is not None
        assert await contents(owner, "type=identity") == ["Lives in Oslo"]
    assert (await owner.get(f"/api/memories/{oslo.id}")).json()["importance"] == 0.8


async def test_the_same_words_correct_nothing(
    owner: Client, moved: tuple[NewMemory, NewMemory]
) -> None:
    _, oslo = moved
    answer = await owner.patch(f"/api/memories/{oslo.id}", json={"content": "Lives in Oslo"})
    assert answer.json()["changeId"] is None
    assert (await owner.get("/api/spending")).json()["spending"] == []


async def test_what_gave_way_can_be_neither_corrected_nor_pinned(
    owner: Client, moved: tuple[NewMemory, NewMemory]
) -> None:
    london, _ = moved
    correction = await owner.patch(f"/api/memories/{london.id}", json={"content": "Lives in Rome"})
    pin = await owner.post(f"/api/memories/{london.id}/pin")
    assert (correction.status_code, pin.status_code) == (409, 409)
    assert pin.json()["code"] == "outdated"


async def test_a_memory_is_pinned_and_let_go(
    owner: Client, moved: tuple[NewMemory, NewMemory]
) -> None:
    _, oslo = moved
    pinned = (await owner.post(f"/api/memories/{oslo.id}/pin")).json()
    again = (await owner.post(f"/api/memories/{oslo.id}/pin")).json()
    assert pinned["pinnedAt"] == again["pinnedAt"] is not None
    assert (await owner.get("/api/memories/counts")).json()["pinned"] == 1
    assert (await owner.post(f"/api/memories/{oslo.id}/unpin")).json()["pinnedAt"] is None


async def test_changes_are_listed_and_what_a_talk_outdated_is_taken_back(
    owner: Client, moved: tuple[NewMemory, NewMemory]
) -> None:
    [change] = (await owner.get("/api/memories/changes")).json()["changes"]
    assert (change["before"], change["after"]) == ("Lives in London", "Lives in Oslo")
    await owner.post(f"/api/memories/changes/{change['id']}/undo")
    assert set(await contents(owner, "type=identity")) == {"Lives in London", "Lives in Oslo"}


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


async def test_two_people_are_one_until_it_is_taken_back(
    owner: Client, owner_id: UUID, database: Database, clock: MovedClock
) -> None:
    ana = somebody("Ana", now=clock.now(), relationship="sister", attributes={"city": "Oslo"})
    sis = somebody("小安", now=clock.now(), aliases=("Sis",), attributes={"job": "nurse"})
    await read(database, owner_id, people=[ana, sis], now=clock.now())
    merged = await owner.post(f"/api/memories/people/{sis.id}/merge", json={"into": str(ana.id)})
    assert merged.json()["kind"] == "people_merged"
    [one] = (await owner.get("/api/memories/people")).json()["people"]
    assert (one["name"], one["aliases"], one["mentionCount"]) == ("Ana", ["小安", "Sis"], 2)
    assert one["attributes"] == {"city": "Oslo", "job": "nurse"}
    assert one["merged"] == [{"id": str(sis.id), "name": "小安"}]
    circle = await owner.post(f"/api/memories/people/{ana.id}/merge", json={"into": str(sis.id)})
    assert circle.status_code == 409
    assert (await owner.post(f"/api/memories/people/{sis.id}/part")).json()["undoneAt"]
    assert len((await owner.get("/api/memories/people")).json()["people"]) == 2
    assert (await owner.post(f"/api/memories/people/{sis.id}/part")).status_code == 404


async def test_a_preference_is_corrected_and_remembered_as_it_was(
    owner: Client, owner_id: UUID, database: Database, clock: MovedClock
) -> None:
    diet = preference("health.diet", "vegetarian", now=clock.now())
    await read(database, owner_id, preferences=[diet], now=clock.now())
    address = f"/api/memories/preferences/{diet.id}"
    corrected = (await owner.patch(address, json={"value": "vegan"})).json()
    assert (corrected["key"], corrected["confidence"]) == ("health.diet", 1)
    for state, values in (("current", ["vegan"]), ("past", ["vegetarian"])):
        found = (await owner.get(f"/api/memories/preferences?state={state}")).json()
        assert [one["value"] for one in found["preferences"]] == values
    assert (await owner.patch(address, json={"value": "anything"})).status_code == 409


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


@pytest.mark.parametrize(
    "body",
    [{}, {"content": ""}, {"content": "  "}, {"content": "x" * 401}, {"content": "a\0b"}, {"x": 1}],
)
async def test_a_correction_that_cannot_be_is_a_problem(
    owner: Client, moved: tuple[NewMemory, NewMemory], body: dict[str, Any]
) -> None:
    answer = await owner.patch(f"/api/memories/{moved[1].id}", json=body)
    assert answer.status_code == 400
