from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st

from storage.records.relationship import RelationshipConfig, SignalWeights
from tests.tools.relationship.records import CONFIG, DAY, NOON, scores, shares, spans
from tools.relationship.score import (
    MOST_A_TURN,
    after_silence,
    consistency,
    delta,
    freshness,
)
from tools.relationship.signals import Signals, read_signals

parts = st.builds(Signals, depth=shares, vulnerability=shares, humour=shares, consistency=shares)
SHANGHAI = ZoneInfo("Asia/Shanghai")


@st.composite
def weights(draw: st.DrawFn) -> SignalWeights:
    cuts = sorted(draw(st.tuples(shares, shares, shares)))
    depth, vulnerability, humour = cuts[0], cuts[1] - cuts[0], cuts[2] - cuts[1]
    return SignalWeights(
        depth=depth, vulnerability=vulnerability, humour=humour, consistency=1 - cuts[2]
    )


@given(parts, shares, weights())
def test_a_turn_gives_something_between_nothing_and_the_most(
    signals: Signals, fresh: float, weights: SignalWeights
) -> None:
    assert 0 <= delta(signals, fresh, weights=weights) <= MOST_A_TURN


@given(
    parts, shares, weights(), st.sampled_from(("depth", "vulnerability", "humour", "consistency")),
    shares,
)  # fmt: skip
def test_more_evidence_never_gives_less(
    signals: Signals, fresh: float, weights: SignalWeights, name: str, share: float
) -> None:
    more = replace(signals, **{name: max(share, getattr(signals, name))})
    before = delta(signals, fresh, weights=weights)
    assert delta(more, fresh, weights=weights) >= before
    assert delta(signals, max(fresh, share), weights=weights) >= before


@given(parts, weights())
def test_words_without_anything_new_give_nothing(signals: Signals, weights: SignalWeights) -> None:
    assert delta(signals, 0.0, weights=weights) == 0


@given(scores, spans, spans, spans)
def test_silence_never_raises_a_score_and_longer_silence_never_less(
    score: float, ago: timedelta, first: timedelta, second: timedelta
) -> None:
    def left(after: timedelta) -> float:
        return after_silence(
            score, last_turn_at=NOON - ago, counted_to=NOON, now=NOON + after, config=CONFIG
        )

    assert 0 <= left(first + second) <= left(first) <= score


@given(scores, spans, spans)
def test_a_silence_counted_in_parts_costs_the_same(
    score: float, first: timedelta, second: timedelta
) -> None:
    def silent(score: float, begin: datetime, end: datetime) -> float:
        return after_silence(score, last_turn_at=NOON, counted_to=begin, now=end, config=CONFIG)

    middle, end = NOON + first, NOON + first + second
    in_parts = silent(silent(score, NOON, middle), middle, end)
    assert abs(in_parts - silent(score, NOON, end)) < 1e-6


def test_the_first_days_of_silence_cost_nothing_and_then_each_day_its_points() -> None:
    config = RelationshipConfig(idle_days=2, decay=3)
    left = [
        after_silence(50, last_turn_at=NOON, counted_to=NOON, now=NOON + days * DAY, config=config)
        for days in (0, 1, 2, 3, 4, 100)
    ]
    assert left == [50, 50, 50, 47, 44, 0]


def test_a_clock_that_runs_backwards_changes_nothing() -> None:
    earlier = NOON - 5 * DAY
    assert after_silence(50, last_turn_at=NOON, counted_to=NOON, now=earlier, config=CONFIG) == 50


def test_coming_back_the_next_day_is_steady_and_the_same_evening_is_not() -> None:
    evening = datetime(2026, 3, 2, 15, 59, tzinfo=UTC)
    assert consistency(evening, evening + timedelta(minutes=2), zone=SHANGHAI) == 1
    assert consistency(evening, evening + timedelta(minutes=2), zone=ZoneInfo("UTC")) == 0
    assert consistency(evening, evening + 9 * DAY, zone=SHANGHAI) == 0
    assert consistency(None, evening, zone=SHANGHAI) == 0


@given(st.text(max_size=200))
def test_the_same_words_again_are_not_new(text: str) -> None:
    reading = read_signals(text)
    assume(reading.terms)
    assert freshness(reading, reading.terms) == 0


def test_the_same_words_in_another_order_are_not_new() -> None:
    first = read_signals("I feel ashamed of my father and his shop").terms
    assert freshness(read_signals("His shop, my father: ashamed of it, I feel"), first) == 0
