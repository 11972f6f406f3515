import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.models.spread import spread

places = st.dictionaries(st.integers(0, 767), st.floats(-1, 1), min_size=1, max_size=12)


def vector(entries: dict[int, float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    made = np.zeros(768)
    made[list(entries)] = list(entries.values())
    return made


@given(places, places)
def test_turning_changes_no_likeness(one: dict[int, float], other: dict[int, float]) -> None:
    first, second = vector(one), vector(other)

    assert spread(first) @ spread(second) == pytest.approx(first @ second, abs=1e-9)


def test_a_single_number_is_spread_over_all_places() -> None:
    assert np.count_nonzero(spread(vector({5: 1.0}))) == 768
