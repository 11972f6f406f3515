"""What is remembered, taken along as a file and brought back, here or elsewhere."""

import json
from datetime import time
from uuid import UUID

from api.entrance.tokens import OwnTokens
from storage.database import Database
from storage.outreach import Outreach
from storage.records.outreach import OutreachSettings, QuietHours
from tests.api.conftest import Client
from tests.api.rest.luggage import TWO_FORMS, bring, export, told
from tests.remembering import memory, read
from tools.clock import MovedClock

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
