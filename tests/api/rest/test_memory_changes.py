"""What is remembered, changed: corrected, pinned, made one, and taken back."""

from typing import Any
from uuid import UUID

import pytest

from storage.database import Database
from storage.records import NewMemory
from tests.api.conftest import Client
from tests.api.rest.memory_pages import contents
from tests.remembering import preference, read, somebody
from tools.clock import MovedClock


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


@pytest.mark.parametrize(
    "body",
    [{}, {"content": ""}, {"content": "  "}, {"content": "x" * 401}, {"content": "a\0b"}, {"x": 1}],
)
async def test_a_correction_that_cannot_be_is_a_problem(
    owner: Client, moved: tuple[NewMemory, NewMemory], body: dict[str, Any]
) -> None:
    answer = await owner.patch(f"/api/memories/{moved[1].id}", json=body)
    assert answer.status_code == 400
