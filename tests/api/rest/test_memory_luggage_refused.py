"""Files that are not what they should be: refused as a whole, with a reason."""

import json
from typing import Any

import pytest

from tests.api.conftest import Client
from tests.api.rest.luggage import TWO_FORMS, bring, export


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
