"""The whole of REST, as its own description lists it: what it shows, and what it refuses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tests.firewall.secrets import Whose
from tests.firewall.world import World

METHODS = ("get", "post", "put", "patch", "delete")

IDS = {
    "memory_id": "memories",
    "known_person_id": "people",
    "preference_id": "preferences",
    "change_id": "memory_changes",
    "message_id": "messages",
    "reminder_id": "reminders",
    "thought_id": "thoughts",
    "loop_id": "open_loops",
}
"""The table that the numbers in an address are from."""

PERSONAS = frozenset({"agent_id", "slug"})
"""Parts of an address that name a companion."""

BODIES: Mapping[str, Any] = {
    "patch /api/memories/{memory_id}": {"content": "something else"},
    "patch /api/memories/preferences/{preference_id}": {"value": "something else"},
    "post /api/memories/people/{known_person_id}/merge": {"into": str(UUID(int=7))},
}
"""What is sent along where something has to be."""


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One thing that can be asked."""

    method: str
    path: str
    takes_agent: bool
    parts: tuple[str, ...]
    """The names in the address."""


async def operations(world: World) -> list[Operation]:
    """Return everything that can be asked, as the description says."""
    if not world.description:
        async with world.browser("ana") as browser:
            world.description = (await browser.get("/schema/openapi.json")).json()
    return [
        Operation(
            method=method,
            path=path,
            takes_agent="agentId" in _names(described, "query"),
            parts=tuple(_names(described, "path")),
        )
        for path, methods in world.description["paths"].items()
        for method, described in methods.items()
        if method in METHODS
    ]


async def read_everything(world: World, whose: Whose) -> str:
    """Return every answer to everything that can be read without naming a single thing."""
    answers = []
    async with world.browser(whose.subject) as browser:
        for one in await operations(world):
            if one.method != "get" or set(one.parts) - PERSONAS:
                continue
            if set(one.parts) and whose.agent_id is None:
                continue
            address = one.path.replace("{agent_id}", "{slug}")
            address = address.replace("{slug}", str(whose.agent_id))
            query: dict[str, str] = {"state": "all", "limit": "100"} if one.path in _LISTS else {}
            if one.takes_agent and whose.agent_id:
                query["agentId"] = whose.agent_id
            answer = await browser.get(address, params=query)
            answers.append(f"{one.path} {answer.text}")
            while one.path in _LISTS and (cursor := answer.json().get("next")):
                answer = await browser.get(one.path, params=query | {"cursor": cursor})
                answers.append(answer.text)
    return "\n".join(answers)


async def touched(
    world: World, whose: Whose, other: Whose, *, only: str | None = None
) -> list[str]:
    """Ask for each single thing of another stream in all ways, and return what was not refused.

    A refusal is a 404 that says nothing of the thing.
    """
    ids = {name: await _first(world, table, other) for name, table in IDS.items()}
    went_through = []
    async with world.browser(whose.subject) as browser:
        for one in await operations(world):
            if only not in {None, one.method}:
                continue
            if not set(one.parts) & set(IDS) or None in (ids[part] for part in one.parts):
                continue
            answer = await browser.request(
                one.method,
                one.path.format(**ids),
                params={"agentId": whose.agent_id} if whose.agent_id else {},
                json=BODIES.get(f"{one.method} {one.path}"),
            )
            if answer.status_code != 404 or world.leaks(whose, answer.text):
                went_through.append(f"{one.method} {one.path}: {answer.status_code}")
    return went_through


async def strange_parts(world: World) -> set[str]:
    """Return names in addresses that this suite cannot fill: whoever adds one teaches it."""
    known = set(IDS) | PERSONAS | {"file_path", "device_id"}
    return {part for one in await operations(world) for part in one.parts} - known


async def _first(world: World, table: str, whose: Whose) -> str | None:
    query = (
        f"SELECT id FROM {table} WHERE user_id = %s"  # noqa: S608 - out of `IDS`
        " AND stream = coalesce(%s, '') ORDER BY id LIMIT 1"
    )
    rows = await world.rows(query, world.person(whose), whose.agent_id)
    return str(rows[0]["id"]) if rows else None


_LISTS = frozenset({"/api/memories", "/api/memories/changes"})


def _names(described: Mapping[str, Any], where: str) -> Iterator[str]:
    for parameter in described.get("parameters", ()):
        if parameter["in"] == where:
            yield parameter["name"]
