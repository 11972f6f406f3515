from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.records.person import AgeGroup
from storage.records.relationship import (
    STAGES,
    RelationshipConfig,
    SignalWeights,
    Stage,
    StageThresholds,
)
from tests.tools.relationship.records import (
    CONFIG,
    NOON,
    ages,
    make_relationship,
    scores,
    spans,
    stages,
)
from tools.relationship.grow import confirmed
from tools.relationship.stages import (
    HYSTERESIS,
    SHORTEST_STAY,
    ceiling,
    cooled,
    proposed,
    seen_stage,
    threshold,
)


@st.composite
def configs(draw: st.DrawFn) -> RelationshipConfig:
    steps = sorted(draw(st.lists(st.integers(1, 100), min_size=3, max_size=3, unique=True)))
    thresholds = StageThresholds(good_friends=steps[0], ambiguous=steps[1], partners=steps[2])
    return RelationshipConfig(thresholds=thresholds, furthest=draw(stages))


@given(stages, scores, spans, configs(), st.sampled_from(("minor", None)))
def test_nobody_but_an_adult_is_led_beyond_friendship(
    stage: Stage, score: float, stay: timedelta, config: RelationshipConfig, age: AgeGroup | None
) -> None:
    relationship = make_relationship(stage=stage, score=score, since=NOON - stay)
    following = proposed(relationship, config=config, age=age, now=NOON)
    assert following in {None, "good_friends"}
    assert seen_stage(relationship, config, age) in {"just_met", "good_friends"}


@given(stages, scores, spans, configs(), ages)
def test_a_step_leads_to_the_very_next_stage_and_no_further_than_the_persona_goes(
    stage: Stage, score: float, stay: timedelta, config: RelationshipConfig, age: AgeGroup | None
) -> None:
    relationship = make_relationship(stage=stage, score=score, since=NOON - stay)
    following = proposed(relationship, config=config, age=age, now=NOON)
    if following is not None:
        assert STAGES.index(following) == STAGES.index(stage) + 1
        assert STAGES.index(following) <= STAGES.index(ceiling(config, age))
        assert score >= threshold(following, config)
        assert stay >= SHORTEST_STAY


@given(stages, scores, spans, configs(), ages)
def test_what_is_held_neither_grows_nor_cools(
    stage: Stage, score: float, stay: timedelta, config: RelationshipConfig, age: AgeGroup | None
) -> None:
    held = make_relationship(stage=stage, score=score, since=NOON - stay, held_at=NOON)
    assert proposed(held, config=config, age=age, now=NOON) is None
    assert cooled(held, config=config, now=NOON) == (held, ())


@given(stages, scores, configs())
def test_cooling_leads_back_only_and_takes_no_friendship(
    stage: Stage, score: float, config: RelationshipConfig
) -> None:
    relationship, changes = cooled(
        make_relationship(stage=stage, score=score), config=config, now=NOON
    )
    assert STAGES.index(relationship.stage) <= STAGES.index(stage)
    assert STAGES.index(relationship.stage) >= min(STAGES.index(stage), 1)
    assert bool(changes) == (relationship.stage != stage)


@given(
    st.lists(st.floats(-HYSTERESIS, HYSTERESIS), min_size=2, max_size=30),
    st.sampled_from(("ambiguous", "partners")),
    stages,
)
def test_a_score_that_wavers_at_a_threshold_never_flaps(
    swings: list[float], edge: Stage, start: Stage
) -> None:
    """However often it crosses, a stage is reached once and kept."""
    relationship = make_relationship(stage=start)
    path = []
    for number, swing in enumerate(swings):
        now = NOON + number * SHORTEST_STAY
        score = threshold(edge, CONFIG) + swing
        relationship, _ = cooled(replace(relationship, score=score), config=CONFIG, now=now)
        following = proposed(relationship, config=CONFIG, age="adult", now=now)
        if following:
            relationship, _ = confirmed(relationship, following, now=now)
        path.append(STAGES.index(relationship.stage))
    settled = path[path.index(max(path)) :]
    assert set(settled) == {max(path)}


@given(stages, scores, configs())
def test_what_has_just_cooled_does_not_ask_to_grow_at_once(
    stage: Stage, score: float, config: RelationshipConfig
) -> None:
    relationship, changes = cooled(
        make_relationship(stage=stage, score=score), config=config, now=NOON
    )
    if changes:
        later = NOON + 10 * SHORTEST_STAY
        following = proposed(relationship, config=config, age="adult", now=later)
        assert following is None or STAGES.index(following) < STAGES.index(stage)


@pytest.mark.parametrize(
    "values",
    [
        {"thresholds": StageThresholds(good_friends=60)},
        {"thresholds": StageThresholds(partners=101)},
        {"thresholds": StageThresholds(good_friends=0)},
        {"weights": SignalWeights(depth=0.9)},
        {"weights": SignalWeights(depth=-0.2, vulnerability=0.8)},
        {"idle_days": -1},
        {"decay": -0.1},
    ],
)
def test_a_config_that_makes_no_sense_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"each stage|weights|negative"):
        RelationshipConfig(**values)
