from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any, get_args
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from storage.records import MemoryType
from tests.tools.memory.records import NOW
from tools.memory.prune import MOST_MEMORIES, RESERVED, Prunable, pruned

TYPES: tuple[MemoryType, ...] = get_args(MemoryType)


Drawn = tuple[int, int]
"""A seed and a size: drawing each field of hundreds of memories would take a minute."""


def crowd(drawn: Drawn) -> list[Prunable]:
    seed, size = drawn
    chance = Random(seed)  # noqa: S311 - a seeded crowd, no secret
    kinds = chance.sample(TYPES, chance.randint(1, len(TYPES)))
    return [
        Prunable(
            id=UUID(int=chance.getrandbits(128)),
            type=chance.choice(kinds),
            importance=chance.choice([0.3, 0.5, 0.9]),
            last_mentioned_at=NOW - timedelta(days=chance.randint(0, 400)),
            pinned=chance.random() < 0.1,
        )
        for _ in range(size)
    ]


crowds = st.tuples(st.integers(min_value=0), st.integers(min_value=150, max_value=450))


def prunable(**fields: Any) -> Prunable:
    return Prunable(
        **{
            "id": uuid4(),
            "type": "shared",
            "importance": 0.5,
            "last_mentioned_at": NOW,
            "pinned": False,
            **fields,
        }
    )


def left(kept: list[Prunable]) -> list[Prunable]:
    gone = set(pruned(kept))
    return [one for one in kept if one.id not in gone]


def test_the_reserved_places_add_up() -> None:
    assert sum(RESERVED.values()) == 120
    assert set(RESERVED) == set(TYPES)
    assert (RESERVED["identity"], RESERVED["milestone"], RESERVED["preference"]) == (20, 10, 15)


def test_a_name_is_never_pruned_for_chatter() -> None:
    name = prunable(type="identity", importance=0.3, last_mentioned_at=NOW - timedelta(days=900))
    chatter = [prunable(importance=1.0) for _ in range(400)]

    assert name in left([name, *chatter])


def test_of_the_rest_the_least_important_goes_and_then_the_longest_unmentioned() -> None:
    many = [prunable(importance=0.8) for _ in range(MOST_MEMORIES - 1)]
    old = prunable(importance=0.5, last_mentioned_at=NOW - timedelta(days=9))
    recent, dull = prunable(importance=0.5), prunable(importance=0.4)

    assert pruned([*many, old, recent, dull]) == (dull.id, old.id)


def test_places_that_nobody_needs_are_lent() -> None:
    assert len(left([prunable() for _ in range(500)])) == MOST_MEMORIES


def test_what_is_pinned_stays_and_takes_a_place() -> None:
    pins = [prunable(pinned=True, importance=0.3) for _ in range(150)]
    others = [prunable(importance=0.9) for _ in range(100)]

    kept = left([*others, *pins])

    assert {one.id for one in pins} <= {one.id for one in kept}
    assert len(kept) == MOST_MEMORIES


@given(crowds)
def test_no_more_are_left_than_the_cap_except_for_pins(drawn: Drawn) -> None:
    kept = crowd(drawn)
    remaining = left(kept)

    assert len(remaining) <= MOST_MEMORIES or any(one.pinned for one in remaining)
    assert len(remaining) >= min(len(kept), MOST_MEMORIES)
    assert {one.id for one in kept if one.pinned} <= {one.id for one in remaining}


@given(crowds)
def test_nothing_goes_at_the_cap(drawn: Drawn) -> None:
    kept = crowd(drawn)
    assert pruned(kept[:MOST_MEMORIES]) == ()


@given(crowds)
def test_a_type_within_its_places_loses_nothing(drawn: Drawn) -> None:
    kept = crowd(drawn)
    before, after = (Counter(one.type for one in some) for some in (kept, left(kept)))

    for kind, places in RESERVED.items():
        assert after[kind] >= min(before[kind], places)


@given(crowds)
def test_the_order_of_reading_makes_no_difference(drawn: Drawn) -> None:
    kept = crowd(drawn)
    assert pruned(kept[::-1]) == pruned(kept)
