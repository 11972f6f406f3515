import json
from datetime import time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from api.entrance.tokens import OwnTokens
from storage.database import Database
from storage.outreach import Outreach
from storage.persons import Persons
from storage.records import Episode
from storage.records.outreach import OutreachSettings, QuietHours
from tests.api.conftest import come_in
from tests.factories import exchange, make_talks
from tests.remembering import memory, preference, read, somebody
from tools.clock import MovedClock

Client = AsyncTestClient[Litestar]

TWO_FORMS = pytest.mark.parametrize("form", ["json", "markdown"])

NOTES = """# My assistant's memory

## About the user
- **Name** is Robin
* lives in Oslo
- [2025-05-01] - Is allergic to hazelnuts

## Family
1. Their sister is called Ana
- John Doe

## 兴趣爱好
- 喜欢爬山
"""


@pytest.fixture
async def owner_id(owner: Client) -> UUID:
    return UUID((await owner.get("/api/me")).json()["id"])


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


def told(exported: dict[str, Any]) -> dict[str, Any]:
    """What an export says, without the ids and what belongs to its talk alone."""
    names = {
        one["id"]: one.get("content") or one.get("name")
        for one in exported["memories"] + exported["people"]
    }
    return {
        "memories": sorted(
            (
                {
                    **one,
                    "id": None,
                    "episodeId": one["episodeId"] is not None,
                    "supersededBy": names.get(one["supersededBy"]),
                    "knownPeople": [names[number] for number in one["knownPeople"]],
                }
                for one in exported["memories"]
            ),
            key=lambda one: str(one["content"]),
        ),
        "people": sorted(
            (
                {**one, "id": None, "mergedInto": names.get(one["mergedInto"])}
                for one in exported["people"]
            ),
            key=lambda one: str(one["name"]),
        ),
        "preferences": [{**one, "id": None} for one in exported["preferences"]],
        "episodes": [{**one, "id": None} for one in exported["episodes"]],
        "changes": [
            (one["kind"], names.get(one["memoryId"]), names.get(one["successorId"]))
            for one in exported["changes"]
        ],
    }


async def export(owner: Client, form: str = "json") -> bytes:
    """What is exported."""
    answer = await owner.get(f"/api/memories/export?format={form}")
    assert answer.status_code == 200
    return answer.content


async def bring(owner: Client, body: bytes, **query: str) -> dict[str, Any]:
    """Import a file."""
    answer = await owner.post("/api/memories/import", content=body, params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_an_export_holds_everything(owner: Client, rich: None, clock: MovedClock) -> None:
    answer = await owner.get("/api/memories/export")
    assert answer.headers["content-disposition"] == 'attachment; filename="memories.json"'
    assert answer.headers["cache-control"] == "no-store"
    exported = answer.json()
    assert (exported["format"], exported["version"]) == ("miolumi-memories", 1)
    assert [source["content"] for source in exported["sources"]] == ["My sister Ana --> Oslo!"]
    sizes = {name: len(part) for name, part in exported.items() if isinstance(part, list)}
    assert sizes == {
        "memories": 3, "preferences": 1, "people": 2, "episodes": 1, "changes": 1, "sources": 1,
        "profile": 0, "snapshots": 0, "loops": 0, "reminders": 0, "thoughts": 0,
    }  # fmt: skip
    assert exported["counts"] == {"kept": 3}
    old = next(one for one in exported["memories"] if one["content"] == "Lives in London")
    assert old["supersededAt"] == f"{clock.now():%Y-%m-%dT%H:%M:%SZ}"


@TWO_FORMS
async def test_what_was_agreed_to_of_writing_first_is_in_it_and_agreed_to_anew_elsewhere(
    owner: Client, owner_id: UUID, database: Database, clock: MovedClock, form: str
) -> None:
    outreach = Outreach(database)
    agreed = OutreachSettings(
        kinds=frozenset({"follow_up", "check_in"}),
        quiet=QuietHours(start=time(23), end=time(7, 30)),
        forbidden=("my father --> ever", "工作"),
        slower={"check_in": 2.0},
    )
    await read(database, owner_id, memory("Likes rain", now=clock.now()), now=clock.now())
    await outreach.save_settings(owner_id, None, agreed, now=clock.now())

    file = await export(owner, form)
    told = (await owner.get("/api/memories/export")).json()["outreach"]
    assert told["kinds"] == ["check_in", "follow_up"]
    assert told["quiet"] == {"start": "23:00:00", "end": "07:30:00"}
    assert (told["forbidden"], told["slower"]) == (list(agreed.forbidden), {"check_in": 2.0})

    await outreach.save_settings(owner_id, None, OutreachSettings(), now=clock.now())
    await bring(owner, file)
    assert await outreach.settings(owner_id, None) == OutreachSettings()


async def test_markdown_can_be_read(owner: Client, rich: None) -> None:
    text = (await export(owner, "markdown")).decode()
    assert "## Who they are\n\n- Lives in Oslo <!-- " in text
    assert "## What used to be\n\n- Lives in London <!-- " in text
    assert "- preferences.food: oolong: 乌龙茶 <!-- " in text
    assert text.count("-->") == text.count("<!--") + 1  # the one that was said


@TWO_FORMS
async def test_what_was_exported_and_forgotten_comes_back_as_it_was(
    owner: Client, rich: None, form: str
) -> None:
    before = json.loads(await export(owner))
    file = await export(owner, form)
    await owner.post("/api/memories/forget", json={"everything": "person"})
    assert (await bring(owner, file)) == {"added": 6, "known": 0, "rejected": {}}
    after = json.loads(await export(owner))
    assert told(after) == told(before)
    [old] = (await owner.get("/api/memories?state=past")).json()["memories"]
    shown = (await owner.get(f"/api/memories/{old['id']}")).json()
    assert shown["successor"]["content"] == "Lives in Oslo"
    await owner.post(f"/api/memories/changes/{shown['changes'][0]['id']}/undo")
    assert len((await owner.get("/api/memories?type=identity")).json()["memories"]) == 2


@TWO_FORMS
async def test_what_is_brought_twice_is_there_once(owner: Client, rich: None, form: str) -> None:
    file = await export(owner, form)
    assert (await bring(owner, file))["added"] == 0
    await owner.post("/api/memories/forget", json={"everything": "person"})
    await bring(owner, file)
    first = told(json.loads(await export(owner)))
    for again in (file, await export(owner, form)):
        assert (await bring(owner, again)) == {"added": 0, "known": 6, "rejected": {}}
    assert told(json.loads(await export(owner))) == first


async def test_somebody_else_gets_memories_of_their_own(
    owner: Client, rich: None, own_tokens: OwnTokens
) -> None:
    file = await export(owner)
    stranger = {"Authorization": f"Bearer {own_tokens.session('somebody else')}"}
    answer = await owner.post("/api/memories/import", content=file, headers=stranger)
    assert answer.json()["added"] == 6
    theirs = (await owner.get("/api/memories?state=all", headers=stranger)).json()["memories"]
    ours = (await owner.get("/api/memories?state=all")).json()["memories"]
    assert {one["id"] for one in ours}.isdisjoint(one["id"] for one in theirs)
    assert (await bring(owner, file, agentId="mio"))["added"] == 6


async def test_what_is_mended_or_added_in_markdown_counts(owner: Client, rich: None) -> None:
    text = (await export(owner, "markdown")).decode()
    await owner.post("/api/memories/forget", json={"everything": "person"})
    text = text.replace("- Lives in Oslo ", "- Lives in Bergen ")
    text = text.replace("## Who they are\n\n", "## Who they are\n\n- Speaks Norwegian\n")
    assert (await bring(owner, text.encode()))["added"] == 7
    found = (await owner.get("/api/memories?type=identity")).json()["memories"]
    assert {one["content"] for one in found} == {"Lives in Bergen", "Speaks Norwegian"}


async def test_the_notes_of_another_assistant_become_memories(
    owner: Client, clock: MovedClock
) -> None:
    done = await bring(owner, NOTES.encode())
    assert done == {"added": 5, "known": 0, "rejected": {"placeholder": 1}}
    found = (await owner.get("/api/memories")).json()["memories"]
    assert {one["content"]: one["type"] for one in found} == {
        "Name is Robin": "identity",
        "lives in Oslo": "identity",
        "Is allergic to hazelnuts": "identity",
        "Their sister is called Ana": "relationship",
        "喜欢爬山": "preference",
    }
    assert {one["origin"] for one in found} == {"import"}
    dated = next(one for one in found if "hazelnuts" in one["content"])
    assert dated["learnedAt"].startswith("2025-05-01")
    assert (await bring(owner, NOTES.encode()))["known"] == 5
    spent = (await owner.get("/api/spending")).json()["spending"]
    assert [one["role"] for one in spent] == ["embed"]
    assert "Name is Robin" in (await owner.get("/api/memories/profile")).json()["markdown"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "nothing to remember"),
        (b"Just a letter.", "nothing to remember"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"{", "not whole"),
        (b'{"memories": []}', "exportedAt"),
        (b"{}", "exportedAt"),
        (b'{"format": "other", "exportedAt": "2026-01-01T00:00:00Z"}', "no export"),
        (b'{"version": 2, "exportedAt": "2026-01-01T00:00:00Z"}', "version"),
        (b"<!-- miolumi-memories 1 {} -->\n- x\n", "not whole"),
        (
            (
                b'<!-- miolumi-memories 2 {"exportedAt": "2026-01-01T00:00:00Z"} --><!-- end of '
                b"miolumi-memories -->"
            ),
            "version",
        ),
        (b"[" * 100_000, "nothing to remember"),
        (b'{"a":' * 100_000, "not whole"),
    ],
)
async def test_a_file_that_cannot_be_read_says_why(
    owner: Client, rich: None, body: bytes, words: str
) -> None:
    before = await export(owner)
    answer = await owner.post("/api/memories/import", content=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "import_refused")
    assert words in answer.json()["detail"]
    assert json.loads(await export(owner)) == json.loads(before)


@TWO_FORMS
async def test_of_a_truncated_file_nothing_is_stored(owner: Client, rich: None, form: str) -> None:
    file = await export(owner, form)
    await owner.post("/api/memories/forget", json={"everything": "person"})
    for share in (0.3, 0.6, 0.95):
        answer = await owner.post("/api/memories/import", content=file[: int(len(file) * share)])
        assert answer.json()["code"] == "import_refused"
    assert (await owner.get("/api/memories?state=all")).json()["memories"] == []


@pytest.mark.parametrize(
    "change",
    [
        {"importance": 7},
        {"learnedAt": "0001-01-01T00:00:00Z"},
        {"learnedAt": "yesterday"},
        {"type": "secret"},
        {"content": ""},
        {"content": "a\0b"},
        {"content": "x" * 1_001},
        {"id": "me"},
    ],
)
async def test_one_wrong_value_refuses_the_whole_file(
    owner: Client, rich: None, change: dict[str, Any]
) -> None:
    file = json.loads(await export(owner))
    await owner.post("/api/memories/forget", json={"everything": "person"})
    file["memories"][-1] |= change
    answer = await owner.post("/api/memories/import", content=json.dumps(file).encode())
    assert answer.json()["code"] == "import_refused"
    assert next(iter(change)) in answer.json()["detail"]
    counts = (await owner.get("/api/memories/counts")).json()
    assert (counts["current"], counts["people"]) == (0, 0)


async def test_circles_in_a_file_lead_nowhere(owner: Client, rich: None) -> None:
    file = json.loads(await export(owner))
    await owner.post("/api/memories/forget", json={"everything": "person"})
    ana, sis = file["people"]
    ana["mergedInto"], sis["mergedInto"] = sis["id"], ana["id"]
    for one in file["memories"]:
        one |= {
            "supersededBy": one["id"],
            "supersededAs": "merged",
            "supersededAt": one["learnedAt"],
        }
    await bring(owner, json.dumps(file).encode())
    assert len((await owner.get("/api/memories/people")).json()["people"]) == 1


async def test_a_huge_file_is_refused(owner: Client) -> None:
    body = b"- Likes rain\n" * 500_000
    answer = await owner.post("/api/memories/import", content=body)
    assert answer.status_code == 413
    assert (await owner.get("/api/memories")).json()["memories"] == []


async def test_only_who_is_signed_in_takes_memories_along(visitor: Client) -> None:
    assert (await visitor.get("/api/memories/export")).status_code == 401
    assert (await visitor.post("/api/memories/import", content=b"- x")).status_code == 401
