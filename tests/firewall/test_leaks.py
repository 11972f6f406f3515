import pytest

from tests.firewall.paths import PATHS, TELLS_NOTHING, owners_in_database
from tests.firewall.rest import strange_parts, touched
from tests.firewall.secrets import Whose
from tests.firewall.world import ANA_FERN, ANA_LUMI, ANA_ROOK, BEN_FERN, STREAMS, World, flat


async def test_more_than_two_hundred_secrets_were_told_and_are_kept(world: World) -> None:
    assert len(world.secrets) >= 200
    for whose in STREAMS:
        told = world.own(whose, await PATHS["history"](world, whose))
        kept = world.own(whose, await PATHS["memories"](world, whose))
        assert len(told) == len([one for one in world.secrets if one.whose == whose])
        assert len(kept) > 0.8 * len(told), whose


@pytest.mark.parametrize("path", list(PATHS))
async def test_no_secret_reaches_another_companion(world: World, path: str) -> None:
    for whose in STREAMS:
        shown = await PATHS[path](world, whose)
        assert world.leaks(whose, shown) == []
        assert path in TELLS_NOTHING or world.own(whose, shown), "a path that shows nothing"


async def test_every_row_with_a_secret_belongs_to_whom_it_was_told(world: World) -> None:
    assert await owners_in_database(world) == []


@pytest.mark.parametrize(
    ("whose", "other"), [(ANA_FERN, ANA_LUMI), (ANA_LUMI, ANA_ROOK), (ANA_FERN, BEN_FERN)]
)
async def test_nothing_of_another_stream_can_be_asked_for_or_touched_by_its_number(
    world: World, whose: Whose, other: Whose
) -> None:
    assert await touched(world, whose, other) == []
    assert await strange_parts(world) == set()


async def test_no_log_line_tells_a_secret(world: World) -> None:
    lines = world.log.getvalue().splitlines()
    assert len(lines) > 100
    assert [line for line in lines if world.models.seen_in(line)] == []


async def test_the_books_name_who_was_talked_with_and_tell_nothing(world: World) -> None:
    rows = await world.rows(
        "SELECT token_transactions.*, subject FROM token_transactions"
        " JOIN users ON users.id = user_id"
    )
    assert {(row["subject"], row["agent_id"]) for row in rows} == {
        (whose.subject, whose.agent_id) for whose in STREAMS
    }
    assert [one.token for one in world.secrets if one.token in flat(rows)] == []
