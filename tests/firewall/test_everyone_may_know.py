from typing import Any

from tests.firewall.paths import PATHS, leaks_on
from tests.firewall.world import ANA_FERN, ANA_LUMI, ANA_ROOK, BEN_LUMI, CARD, World

ALL = (ANA_LUMI, ANA_FERN, ANA_ROOK, BEN_LUMI)
PATHS_OF_SHARING = ("recall", "profile", "rest", "chat_prompts")
"""Where what everyone may know shows up."""

QUIET_PATHS = ("history", "memories", "people", "preferences", "episodes", "export_json", "nearest")
"""Where nothing of it does: it is known, and not copied."""


async def shared_memory(world: World, *, undone: bool = False) -> dict[str, Any]:
    """Let everyone know the first thing Lumi was told, over REST; returns it."""
    [row] = await world.rows(
        "SELECT id FROM memories WHERE user_id = %s AND stream = ''"
        " ORDER BY learned_at, id LIMIT 1",
        world.person(ANA_LUMI),
    )
    async with world.browser("ana") as browser:
        way = "unshare" if undone else "share"
        answer = await browser.post(f"/api/memories/{row['id']}/{way}")
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def test_what_everyone_may_know_reaches_every_companion_of_that_person_alone(
    small_world: World,
) -> None:
    world = small_world
    told = (await shared_memory(world))["content"]
    [token] = world.models.seen_in(told)
    for whose in (ANA_FERN, ANA_ROOK):
        await world.tell(whose, ["What do you know about me?"])
    for path in PATHS_OF_SHARING:
        found = await leaks_on(world, path, ALL)
        assert set(found) == {(ANA_FERN, token), (ANA_ROOK, token)}, path
    for path in QUIET_PATHS:
        assert {whose for whose, _ in await leaks_on(world, path, ALL)} <= {ANA_FERN, ANA_ROOK}

    assert (await shared_memory(world, undone=True))["sharedAt"] is None
    for path in ("recall", "profile"):
        shown = await PATHS[path](world, ANA_ROOK)
        assert told not in shown


async def test_only_the_words_are_shared_never_their_talk(small_world: World) -> None:
    world = small_world
    memory = await shared_memory(world)
    async with world.browser("ana") as browser:
        answer = await browser.get("/api/memories/shared", params={"agentId": "fern"})
        [heard] = answer.json()["memories"]
        of_lumi = await browser.get("/api/memories/shared")
        address = f"/api/memories/{memory['id']}"
        assert (await browser.get(address, params={"agentId": "fern"})).status_code == 404
    assert heard["content"] == memory["content"]
    assert (heard["quote"], heard["sourceMessageIds"], heard["episodeId"]) == ("", [], None)
    assert of_lumi.json()["memories"] == []
    await shared_memory(world, undone=True)


async def test_what_is_brought_from_one_companion_to_another_brings_no_message_along(
    small_world: World,
) -> None:
    world = small_world
    file = await PATHS["export_json"](world, ANA_LUMI)
    talk = await PATHS["history"](world, ANA_ROOK)
    async with world.browser("ana") as browser:
        query = {"agentId": "rook"}
        done = await browser.post("/api/memories/import", content=file, params=query)
        assert done.json()["added"] > 0
        listed = (await browser.get("/api/memories", params=query | {"limit": 100})).json()
        for memory in listed["memories"]:
            one = (await browser.get(f"/api/memories/{memory['id']}", params=query)).json()
            if memory["origin"] == "talk" and world.own(ANA_LUMI, memory["content"]):
                assert one["sources"] == []
    assert await PATHS["history"](world, ANA_ROOK) == talk


async def test_what_is_forgotten_with_one_companion_stays_with_the_others(
    small_world: World,
) -> None:
    world = small_world
    async with world.browser("ana") as browser:
        wish = {"everything": "companion"}
        await browser.post("/api/memories/forget", json=wish, params={"agentId": "fern"})
        left = {whose: len(world.own(whose, await _rows(world))) for whose in ALL}
        assert left[ANA_FERN] == 0
        assert min(left[whose] for whose in ALL if whose != ANA_FERN) >= 8
        await browser.post("/api/memories/forget", json={"everything": "person"})
    assert {whose for whose in ALL if world.own(whose, await _rows(world))} == {BEN_LUMI}


async def test_a_card_of_somebody_else_never_takes_over_a_talk(small_world: World) -> None:
    other = CARD | {"data": {**CARD["data"], "name": "Somebody Else"}}
    query = {"slug": "walker"}
    async with small_world.browser("ana") as browser:
        assert (await browser.post("/api/personas", json=CARD, params=query)).is_success
        assert (await browser.post("/api/personas/walker/meet")).is_success
        assert (await browser.post("/api/personas", json=CARD, params=query)).is_success
        refused = await browser.post("/api/personas", json=other, params=query)
        assert (refused.status_code, "choose another" in refused.text) == (409, True)
        await browser.delete("/api/personas/walker")
        assert (await browser.post("/api/personas", json=other, params=query)).is_error
        assert (await browser.post("/api/personas", json=CARD, params=query)).is_success


async def _rows(world: World) -> str:
    rows = await world.rows(
        "SELECT to_jsonb(m) - 'embedding' AS row FROM memories AS m"
        " UNION ALL SELECT to_jsonb(m) - 'embedding' FROM messages AS m"
        " UNION ALL SELECT to_jsonb(p) FROM people AS p"
        " UNION ALL SELECT to_jsonb(p) FROM preferences AS p"
        " UNION ALL SELECT to_jsonb(p) FROM profiles AS p"
        " UNION ALL SELECT to_jsonb(e) FROM episodes AS e"
        " UNION ALL SELECT to_jsonb(r) FROM recent_memories AS r"
        " UNION ALL SELECT to_jsonb(f) FROM frames AS f"
    )
    return "\n".join(str(row["row"]) for row in rows)
