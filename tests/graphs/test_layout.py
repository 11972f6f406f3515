from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphs.layout import ROW_HEIGHT, Layout, Pair, lay_out

WIDTH = 80.0

TURN: list[Pair] = [
    ("start", "guard"),
    ("guard", "care"),
    ("guard", "deflect"),
    ("guard", "retrieve"),
    ("retrieve", "assemble"),
    ("assemble", "generate"),
    ("generate", "tools"),
    ("tools", "generate"),
    ("generate", "check"),
    ("check", "extract"),
    ("care", "extract"),
    ("deflect", "extract"),
    ("extract", "end"),
]


def laid_out(arrows: list[Pair]) -> Layout:
    names = dict.fromkeys(name for pair in arrows for name in pair)
    return lay_out(dict.fromkeys(names, WIDTH), arrows)


def test_the_longest_way_is_a_straight_column() -> None:
    middles = laid_out(TURN).middles
    main = ["start", "guard", "retrieve", "assemble", "generate", "check", "extract", "end"]
    assert len({middles[name][0] for name in main}) == 1
    assert [middles[name][1] for name in main] == [(row + 0.5) * ROW_HEIGHT for row in range(8)]


def test_a_box_that_only_goes_to_and_fro_stands_beside_its_partner() -> None:
    middles = laid_out(TURN).middles
    assert middles["tools"][1] == middles["generate"][1]


def test_branches_of_the_same_length_stand_on_both_sides() -> None:
    middles = laid_out(TURN).middles
    assert middles["care"][0] < middles["guard"][0] < middles["deflect"][0]


def test_an_arrow_back_over_several_rows_gets_a_lane_of_its_own() -> None:
    layout = laid_out([("a", "b"), ("b", "c"), ("c", "d"), ("d", "a")])
    course = layout.courses["d", "a"]
    assert course[0][0] == course[-1][0] != course[1][0] == course[2][0]


def test_an_arrow_that_skips_rows_passes_beside_the_boxes() -> None:
    layout = laid_out([("a", "b"), ("b", "c"), ("a", "c")])
    assert layout.courses["a", "c"][1][0] != layout.middles["b"][0]


def test_an_arrow_to_itself_is_left_out() -> None:
    assert laid_out([("a", "a"), ("a", "b")]).courses.keys() == {("a", "b")}


names = st.sampled_from("abcdefgh")


@given(st.lists(st.tuples(names, names), min_size=1, max_size=14, unique=True))
def test_no_two_boxes_overlap_and_every_arrow_is_upright_or_level(arrows: list[Pair]) -> None:
    layout = laid_out(arrows)
    for (x0, y0), (x1, y1) in combinations(layout.middles.values(), 2):
        assert abs(x0 - x1) >= WIDTH or y0 != y1
    for x, y in layout.middles.values():
        assert WIDTH / 2 <= x <= layout.width - WIDTH / 2
        assert 0 < y < layout.height
    for (source, target), course in layout.courses.items():
        assert course[0] == layout.middles[source]
        assert course[-1] == layout.middles[target]
        for start, end in pairwise(course):
            assert start[0] == pytest.approx(end[0]) or start[1] == pytest.approx(end[1])
