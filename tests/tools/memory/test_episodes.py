from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from storage.records import Episode, Message
from tests.tools.memory.records import NOW, message
from tools.memory.episodes import EPISODE_GAP, LONGEST_EPISODE, Stretch, stretches

MINUTE = timedelta(minutes=1)


def talk(*minutes: int) -> list[Message]:
    return [
        message(f"at minute {minute}", position=place, created_at=NOW + minute * MINUTE)
        for place, minute in enumerate(minutes, 1)
    ]


def episode(first: Message, last: Message) -> Episode:
    return Episode(
        id=uuid4(),
        agent_id=None,
        title="",
        started_at=first.created_at,
        ended_at=last.created_at,
        first_position=first.position,
        last_position=last.position,
    )


def lengths(found: Sequence[Stretch]) -> list[int]:
    return [len(stretch.messages) for stretch in found]


def test_nothing_said_is_no_episode() -> None:
    assert stretches([], open_episode=None) == ()


def test_one_sitting_is_one_new_episode() -> None:
    (only,) = stretches(talk(0, 1, 30, 100), open_episode=None)

    assert only.episode_id is None
    assert len(only.messages) == 4


def test_a_long_silence_ends_an_episode_and_a_meal_does_not() -> None:
    gap = EPISODE_GAP // MINUTE

    assert lengths(stretches(talk(0, gap, gap + 1), open_episode=None)) == [1, 2]
    assert lengths(stretches(talk(0, gap - 1), open_episode=None)) == [2]


def test_what_follows_soon_continues_the_open_episode() -> None:
    said = talk(0, 5, 10, 400)
    known = episode(said[0], said[1])

    found = stretches(said[2:], open_episode=known)

    assert [stretch.episode_id for stretch in found] == [known.id, None]
    assert lengths(found) == [1, 1]


def test_what_follows_a_night_begins_a_new_one() -> None:
    said = talk(0, 600)

    (found,) = stretches(said[1:], open_episode=episode(said[0], said[0]))

    assert found.episode_id is None


def test_reading_the_same_messages_again_changes_nothing() -> None:
    said = talk(0, 5, 10)
    known = episode(said[0], said[2])

    assert stretches(said, open_episode=known) == (
        Stretch(episode_id=known.id, messages=tuple(said)),
    )


def test_a_trickle_of_messages_is_not_one_endless_episode() -> None:
    trickle = talk(*range(0, 24 * 60, 120))

    found = stretches(trickle, open_episode=None)

    assert all(
        one.messages[-1].created_at - one.messages[0].created_at < LONGEST_EPISODE for one in found
    )
    assert len(found) == 4


@given(
    st.lists(st.integers(min_value=0, max_value=500), min_size=1, max_size=30).flatmap(
        lambda pauses: st.tuples(st.just(pauses), st.integers(min_value=0, max_value=len(pauses)))
    )
)
def test_two_readings_cut_as_one_does(drawn: tuple[list[int], int]) -> None:
    pauses, half = drawn
    said = talk(*(sum(pauses[: place + 1]) for place in range(len(pauses))))
    at_once = [one.messages for one in stretches(said, open_episode=None)]

    before = stretches(said[:half], open_episode=None)
    known: UUID | None = None
    opened = None
    if before:
        opened = episode(before[-1].messages[0], before[-1].messages[-1])
        known = opened.id
    after = stretches(said[half:], open_episode=opened)

    joined = [one.messages for one in before]
    for one in after:
        if one.episode_id is not None:
            assert one.episode_id == known
            joined[-1] += one.messages
        else:
            joined.append(one.messages)
    assert joined == at_once
    assert [one for row in at_once for one in row] == said
