"""The trained weights and how their benchmark counts."""

import tomllib
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.moods.logistic import fit, rows_of
from tests.benchmarks.moods.measures import estimate, mean_f1, mean_recall, share
from tools.mood.grams import grams
from tools.mood.model import known_rows

LARGEST = 2_000_000
"""Bytes the package may grow by for them."""

PERMISSIVE = {"Apache-2.0", "as the project"}


def test_the_weights_are_small_and_say_where_they_come_from() -> None:
    folder = files("tools.mood")
    provenance = tomllib.loads(folder.joinpath("weights.toml").read_text("utf-8"))
    assert len(folder.joinpath("weights.npz").read_bytes()) < LARGEST
    assert {source["licence"] for source in provenance["sources"]} <= PERMISSIVE


@given(st.text())
def test_every_piece_has_a_number_once(text: str) -> None:
    pieces = grams(text)
    assert len(pieces) == len(set(pieces))
    assert all(0 <= piece < 1 << 32 for piece in pieces)


@given(st.sets(st.integers(0, 9)), st.sets(st.integers(0, 9), min_size=1))
def test_only_known_pieces_have_a_row(pieces: set[int], known: set[int]) -> None:
    listed = np.array(sorted(known), np.uint32)
    rows = known_rows(np.array(sorted(pieces), np.uint32), listed)
    assert [int(listed[row]) for row in rows] == sorted(pieces & known)


def test_fitting_finds_which_piece_speaks_for_it() -> None:
    rows = rows_of([np.array(one) for one in ([0, 2], [0, 1], [1, 2], [1])], 3)
    wanted = np.array([1, 1, 0, 0], np.float32)
    ones, none = np.ones(3, np.float32), np.zeros(4, np.float32)
    weights = fit(rows, ones, none, wanted, np.ones(4, np.float32), room=100, steps=50)
    assert weights[0] > 1 > -1 > weights[1]
    assert list(rows.scores(weights) > 0) == [True, True, False, False]


@given(st.lists(st.booleans(), min_size=1))
def test_an_interval_holds_its_share(right: list[bool]) -> None:
    found = share(right)
    assert 0 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 1


def test_macro_f1_and_balanced_accuracy_weigh_classes_alike() -> None:
    pairs = [(1, 1), (1, 1), (1, 1), (0, 1)]
    found = estimate(pairs, mean_f1)
    assert found.value == pytest.approx((6 / 7) / 2)
    assert found.low <= found.value <= found.high
    assert estimate(pairs, mean_recall).value == pytest.approx(0.5)
    assert estimate([], mean_f1).n == 0
