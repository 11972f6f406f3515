from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.memory.decay import FADED, HALF_LIVES, freshness

ages = st.timedeltas(min_value=timedelta(), max_value=timedelta(days=20_000))
half_lives = st.sampled_from(sorted(HALF_LIVES.values()))


@given(ages, ages, half_lives)
def test_older_is_never_fresher(one: timedelta, other: timedelta, half_life: timedelta) -> None:
    young, old = sorted((one, other))

    assert freshness(young, half_life=half_life) >= freshness(old, half_life=half_life)


@given(ages)
def test_what_lasts_longer_fades_slower(age: timedelta) -> None:
    for shorter, longer in pairwise(sorted(HALF_LIVES.values())):
        assert freshness(age, half_life=longer) >= freshness(age, half_life=shorter)


@given(st.timedeltas(min_value=timedelta(days=-400), max_value=timedelta(days=20_000)), half_lives)
def test_fading_never_hides_and_never_adds(age: timedelta, half_life: timedelta) -> None:
    assert FADED <= freshness(age, half_life=half_life) <= 1


def test_half_of_what_can_fade_is_gone_after_a_half_life() -> None:
    year = HALF_LIVES["identity"]

    assert freshness(year, half_life=year) == pytest.approx((1 + FADED) / 2)


def test_the_schedule_is_the_one_of_the_seeds() -> None:
    days = {memory_type: half_life.days for memory_type, half_life in HALF_LIVES.items()}

    assert days == {
        "identity": 365,
        "milestone": 365,
        "preference": 180,
        "relationship": 120,
        "life_event": 90,
        "emotion": 60,
        "routine": 45,
        "shared": 30,
    }
