from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from storage.records.relationship import STAGES, Stage
from tests.tools.relationship.records import CONFIG, NOON, make_relationship, scores, stages
from tools.relationship.stages import proposed
from tools.relationship.wishes import hold, release, step_back

LATER = NOON + timedelta(days=30)


def test_holding_twice_is_like_holding_once() -> None:
    held, first = hold(make_relationship(), now=NOON)
    again, second = hold(held, now=LATER)
    assert again == held
    assert ([one.kind for one in first], second) == (["held"], ())


def test_the_time_in_which_it_was_held_counts_for_nothing() -> None:
    held, _ = hold(make_relationship(score=40.0), now=NOON)
    released, [change] = release(held, now=LATER)
    assert (released.held_at, released.counted_to, released.score) == (None, LATER, 40.0)
    assert change.kind == "released"
    assert release(released, now=LATER) == (released, ())


@given(stages, scores, st.one_of(st.none(), stages))
def test_stepping_back_never_leads_forward_and_holds(
    stage: Stage, score: float, to: Stage | None
) -> None:
    start = make_relationship(stage=stage, score=score)
    after, changes = step_back(start, config=CONFIG, now=NOON, to=to)
    assert STAGES.index(after.stage) <= STAGES.index(stage)
    assert after.score <= score
    if changes:
        assert after.held_at is not None
        released, _ = release(after, now=NOON)
        assert proposed(released, config=CONFIG, age="adult", now=LATER) is None
    else:
        assert after == start


def test_one_steps_back_by_one_stage_or_as_far_as_one_likes() -> None:
    start = make_relationship(stage="partners", score=95.0)
    assert step_back(start, config=CONFIG, now=NOON)[0].stage == "ambiguous"
    assert step_back(start, config=CONFIG, now=NOON, to="just_met")[0].stage == "just_met"


def test_before_the_first_stage_there_is_nothing() -> None:
    start = make_relationship()
    assert step_back(start, config=CONFIG, now=NOON) == (start, ())
