from dataclasses import replace
from random import Random
from statistics import fmean, stdev

import pytest

from storage.records.variants import TalkUnderVariant
from tools.variants.compare import compare, crossed, ratio, student_t

TALK = TalkUnderVariant(
    experiment="parts",
    variant="usual",
    crossed=False,
    messages=10,
    replies=10,
    interrupted=1,
    replaced=0,
    reply_characters=400,
    message_characters=200,
    mood_pairs=4,
    mood_change=0.4,
    days=2,
    days_returned=1,
    cost_usd=0.02,
)


@pytest.mark.parametrize(("freedom", "true"), [(2, 4.3027), (5, 2.5706), (30, 2.0423)])
def test_intervals_of_few_people_are_wide(freedom: int, true: float) -> None:
    assert student_t(freedom) == pytest.approx(true, rel=0.035)


def test_with_equal_weights_the_interval_is_that_of_a_mean() -> None:
    values = [0.1, 0.4, 0.2, 0.8, 0.5, 0.3]
    found = ratio([(value, 1) for value in values])
    assert found is not None
    assert found.low is not None
    assert found.value == pytest.approx(fmean(values))
    assert found.value - found.low == pytest.approx(student_t(5) * stdev(values) / 6**0.5)


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    chance, held = Random(4), 0  # noqa: S311 - no secret
    for _ in range(400):
        pairs = []
        for _ in range(12):
            own, turns = chance.betavariate(2, 6), chance.randint(5, 15)
            pairs.append((sum(chance.random() < own for _ in range(turns)), turns))
        found = ratio(pairs)
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 0.25 <= found.high
    assert 0.90 <= held / 400 <= 0.98


def test_two_people_make_no_interval_and_nothing_makes_no_figure() -> None:
    found = ratio([(1, 2), (2, 2)])
    assert found is not None
    assert (found.value, found.low, found.talks) == (0.75, None, 2)
    assert ratio([(0, 0)]) is None


def test_variants_are_compared_side_by_side_without_those_who_met_both() -> None:
    talks = [TALK, replace(TALK, variant="single", reply_characters=200)]
    talks.append(replace(TALK, crossed=True, messages=99))
    single, usual = compare(talks)
    assert (single.variant, usual.variant) == ("single", "usual")
    lengths = [one.measures["length"] for one in (single, usual)]
    assert [length and length.value for length in lengths] == [1.0, 2.0]
    assert usual.messages == 10
    assert crossed(talks) == 1
