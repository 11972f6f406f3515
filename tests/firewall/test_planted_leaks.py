import re
from collections.abc import Sequence

import pytest

from tests.firewall.paths import leaks_on, owners_in_database
from tests.firewall.planting import PERSON, STREAM, without
from tests.firewall.rest import touched
from tests.firewall.secrets import Whose
from tests.firewall.world import ANA_FERN, ANA_LUMI, World

PLANTED = {
    "find_memories": "recall",
    "search_messages": "archive",
    "known_people": "people",
    "preferences_of": "preferences",
    "page_of_memories": "rest",
    "page_of_messages": "history",
    "unread_messages": "unread_messages",
    "standing_profile": "profile",
    "all_memories": "export_markdown",
    "all_sources": "export_json",
    "episodes_of": "episodes",
    "current_memories": "what_a_reading_compares",
    "nearest_memories": "nearest",
}
"""Statements whose filter is taken away, and the path on which that has to be noticed."""

LOOKED_AT = (ANA_LUMI, ANA_FERN)


@pytest.mark.parametrize("statement", list(PLANTED))
async def test_a_statement_that_forgets_the_stream_is_noticed(world: World, statement: str) -> None:
    path = PLANTED[statement]
    with without(statement, STREAM):
        found = await leaks_on(world, path, LOOKED_AT[:1] if path == "rest" else LOOKED_AT)
    assert found
    assert _of_others(world, found) == []
    assert await leaks_on(world, path, LOOKED_AT[:1]) == []


async def test_messages_found_without_the_stream_are_noticed(world: World) -> None:
    # Their numbers count within a stream, so that the words alone bring what is not asked for.
    with without("find_messages", STREAM):
        assert await leaks_on(world, "recall", LOOKED_AT)


@pytest.mark.parametrize("what", [rb"\s+ORDER BY last_mentioned_at", rb"\s+AND \(role"])
async def test_people_and_last_messages_of_a_prompt_without_the_stream_are_noticed(
    world: World, what: bytes
) -> None:
    with without("state_of", re.compile(rb"(?:%b)(?=%b)" % (STREAM.pattern, what))):
        assert await leaks_on(world, "recall", [ANA_FERN])


async def test_everyone_may_know_without_the_mark_is_noticed(world: World) -> None:
    with without("heard_profile", re.compile(rb"shared_at IS NOT NULL")):
        assert await leaks_on(world, "profile", LOOKED_AT)


async def test_one_thing_asked_for_by_its_number_in_the_wrong_stream_is_noticed(
    world: World,
) -> None:
    with without("memory_by_id", STREAM):
        assert await touched(world, ANA_FERN, ANA_LUMI, only="get")
    assert await touched(world, ANA_FERN, ANA_LUMI, only="get") == []


async def test_without_any_filter_the_policy_still_keeps_people_apart(world: World) -> None:
    with without("known_people", STREAM, PERSON):
        found = await leaks_on(world, "people", LOOKED_AT)
    assert found
    assert _of_others(world, found) == []


async def test_a_reader_that_mixes_talks_is_noticed_in_prompts_notes_and_rows(
    leaking_world: World,
) -> None:
    world = leaking_world
    streams = list({secret.whose: None for secret in world.secrets})
    for path in ("background_prompts", "chat_prompts", "rolling_fields", "memories", "episodes"):
        assert await leaks_on(world, path, streams), path
    found = await owners_in_database(world)
    tables = {line.partition(":")[0] for line in found}
    assert tables >= {"preferences", "people", "episodes", "recent_memories", "messages"}


def _of_others(world: World, found: Sequence[tuple[Whose, str]]) -> list[str]:
    """Return leaked secrets that another person told."""
    owners = {secret.token: secret.whose.subject for secret in world.secrets}
    return [token for whose, token in found if owners[token] != whose.subject]
