"""What a page of memories says."""

from tests.api.conftest import Client


async def contents(owner: Client, query: str = "") -> list[str]:
    """What a page of memories says."""
    answer = await owner.get(f"/api/memories?{query}")
    assert answer.status_code == 200, answer.text
    return [one["content"] for one in answer.json()["memories"]]
