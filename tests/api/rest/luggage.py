"""A file of memories, taken along and brought back, and what it says."""

from typing import Any

import pytest

from tests.api.conftest import Client

TWO_FORMS = pytest.mark.parametrize("form", ["json", "markdown"])


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
