"""The trained weights and how their benchmark counts."""

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.moods.figures import macro_f1, share
from tools.mood.grams import grams
from tools.text.pieces import BITS

LARGEST = 2_000_000
"""Bytes the package may grow by for them."""

PERMISSIVE = {"Apache-2.0", "as the project"}


def test_the_weights_are_small_and_say_where_they_come_from() -> None:
    folder = files("tools.mood")
    provenance = tomllib.loads(folder.joinpath("weights.toml").read_text("utf-8"))
    assert len(folder.joinpath("weights.npz").read_bytes()) < LARGEST
    assert {source["licence"] for source in provenance["sources"]} <= PERMISSIVE


@given(st.text())
def test_every_piece_has_a_bucket_once(text: str) -> None:
    pieces = grams(text)
    assert len(pieces) == len(set(pieces))
    assert all(0 <= piece < 1 << BITS for piece in pieces)


@given(st.lists(st.booleans(), min_size=1))
def test_an_interval_holds_its_share(right: list[bool]) -> None:
    found = share(right)
    assert 0 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 1


def test_macro_f1_weighs_classes_alike() -> None:
    assert macro_f1([(1, 1), (1, 1), (1, 1), (0, 1)]) == pytest.approx((6 / 7) / 2)
