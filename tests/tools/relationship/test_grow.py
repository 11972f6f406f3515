from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.records.person import AgeGroup
from storage.records.relationship import Relationship, RelationshipReason, Stage
from tests.tools.relationship.records import (
    CONFIG,
    DAY,
    NOON,
    OPEN,
    OPEN_ZH,
    ages,
    make_relationship,
    said,
    scores,
    spans,
    stages,
)
from tools.relationship.grow import Grown, grow, refused, silent
from tools.relationship.score import MOST_A_DAY, MOST_A_TURN
from tools.relationship.stages import threshold
from tools.relationship.turns import Turn

ZONE = ZoneInfo("Europe/London")
phrases = st.lists(st.sampled_from([*OPEN, *OPEN_ZH, "love you", "ok", "哈哈"]), max_size=8)


def grown(relationship: Relationship, turns: Sequence[Turn], **how: Any) -> Grown:
    given: dict[str, Any] = {"before": (), "config": CONFIG, "age": "adult", "zone": ZONE}
    return grow(relationship, turns, now=NOON, **(given | how))


@pytest.mark.parametrize("texts", [OPEN, OPEN_ZH])
def test_somebody_who_opens_up_comes_closer_in_both_languages(texts: Sequence[str]) -> None:
    score = grown(make_relationship(), said(*texts[:3])).relationship.score
    assert 1.0 < score <= 3 * MOST_A_TURN


@pytest.mark.parametrize(
    "text",
    [
        "I love you so much",
        "you are amazing, you are perfect, love you honey",
        "我爱你",
        "宝贝你真好，爱你，抱抱",
        "ok",
        "😂😂😂",
        "You are so stupid that I feel ashamed of every evening with such a machine",
        "你真没用，我觉得跟你说话很丢脸，浪费了我这么多晚上",
        "",
    ],
)
def test_vows_flattery_insults_and_pings_give_nothing_however_often(text: str) -> None:
    turns = said(*[text] * 40, apart=timedelta(hours=7))
    assert grown(make_relationship(), turns).relationship.score == 0


@pytest.mark.parametrize("text", [OPEN[0], OPEN_ZH[0]])
def test_the_same_confession_counts_once(text: str) -> None:
    once = grown(make_relationship(), said(text)).relationship.score
    often = grown(make_relationship(), said(*[text] * 20)).relationship.score
    assert often == once > 0


def test_words_that_were_said_before_this_reading_count_as_said() -> None:
    again = grown(make_relationship(), said(OPEN[0]), before=said(OPEN[0], begin=NOON - DAY))
    assert again.relationship.score == 0


def test_a_day_gives_no_more_than_a_day_gives() -> None:
    day = grown(make_relationship(), said(*OPEN, *OPEN_ZH)).relationship
    assert day.score == pytest.approx(MOST_A_DAY)
    tomorrow = said("I feel ashamed of the letter I never sent to my aunt", begin=NOON + DAY)
    assert grown(day, tomorrow).relationship.score > day.score


def test_travelling_west_brings_no_second_allowance() -> None:
    at_midnight = NOON + timedelta(hours=14)
    tokyo, seattle = ZoneInfo("Asia/Tokyo"), ZoneInfo("America/Los_Angeles")
    full = grown(make_relationship(), said(*OPEN, *OPEN_ZH, begin=at_midnight), zone=tokyo)
    landed = said(
        "I feel ashamed of the letter I never sent to my aunt", begin=at_midnight + DAY / 4
    )
    again = grown(full.relationship, landed, zone=seattle)
    assert full.relationship.score == pytest.approx(MOST_A_DAY)
    assert again.relationship.score == full.relationship.score


@given(stages, scores, phrases, spans, ages)
def test_one_reading_stays_within_bounds_and_never_leads_forward(
    stage: Stage, score: float, texts: list[str], pause: timedelta, age: AgeGroup | None
) -> None:
    before = make_relationship(stage=stage, score=score, last_turn_at=NOON)
    after = grown(before, said(*texts, begin=NOON + pause), age=age).relationship
    assert 0 <= after.score <= min(100, score + MOST_A_DAY * len(texts))
    assert threshold(after.stage, CONFIG) <= threshold(stage, CONFIG)


@given(stages, scores, phrases, spans)
def test_what_is_held_never_moves(
    stage: Stage, score: float, texts: list[str], pause: timedelta
) -> None:
    held = make_relationship(stage=stage, score=score, held_at=NOON, last_turn_at=NOON)
    after = grown(held, said(*texts, begin=NOON + pause))
    assert (after.relationship.stage, after.relationship.score) == (stage, score)
    assert after.changes == ()


@given(stages, scores, st.sampled_from(("minor", None)), st.booleans())
def test_age_goes_before_everything_even_before_a_hold(
    stage: Stage, score: float, age: AgeGroup | None, holds: bool
) -> None:
    held_at = NOON if holds else None
    start = make_relationship(stage=stage, score=score, held_at=held_at)
    after = grown(start, (), age=age)
    assert after.relationship.stage in {"just_met", "good_friends"}
    assert bool(after.changes) == (stage in {"ambiguous", "partners"})


def test_a_long_silence_lets_lovers_become_friends_again_and_no_less() -> None:
    lovers = make_relationship(stage="partners", score=90.0, last_turn_at=NOON)
    after = grown(lovers, said("Hello, it has been a while", begin=NOON + 300 * DAY))
    assert after.relationship.stage == "good_friends"
    assert [(one.kind, one.made_by) for one in after.changes] == [("cooled", "time")]


@given(stages, scores, spans)
def test_looking_at_a_silence_before_its_end_changes_nothing_about_it(
    stage: Stage, score: float, pause: timedelta
) -> None:
    start = make_relationship(stage=stage, score=score, last_turn_at=NOON)
    seen, _ = silent(start, NOON + pause, config=CONFIG)
    assert seen.score <= score
    assert silent(seen, NOON + pause, config=CONFIG) == (seen, ())
    held = replace(start, held_at=NOON)
    assert silent(held, NOON + pause, config=CONFIG) == (held, ())


def test_turns_read_one_by_one_come_to_the_same_as_read_at_once() -> None:
    turns = said(*OPEN, apart=timedelta(hours=9))
    at_once = grown(make_relationship(), turns).relationship
    one_by_one = make_relationship()
    for number, turn in enumerate(turns):
        one_by_one = grown(one_by_one, [turn], before=turns[:number]).relationship
    assert one_by_one == replace(at_once, score=one_by_one.score)
    assert one_by_one.score == pytest.approx(at_once.score)


def test_whoever_shows_themselves_day_by_day_is_a_friend_in_weeks_and_not_in_hours() -> None:
    turns = said(*OPEN, *OPEN_ZH, apart=timedelta(hours=12))
    path = [0.0]
    for number in range(1, len(turns) + 1):
        path.append(grown(make_relationship(), turns[:number]).relationship.score)
    assert all(later >= earlier for earlier, later in pairwise(path))
    assert path[2] < threshold("good_friends", CONFIG) / 4


@given(scores, st.sampled_from(("farming", "too_soon", "unclear")))
def test_a_refused_step_sets_a_score_back_but_takes_no_stage(
    score: float, reason: RelationshipReason
) -> None:
    start = make_relationship(stage="good_friends", score=score)
    after, [change] = refused(start, "ambiguous", reason, config=CONFIG, now=NOON)
    assert after.stage == "good_friends"
    assert after.score <= start.score
    assert after.score < threshold("ambiguous", CONFIG)
    assert after.score >= min(score, threshold("good_friends", CONFIG))
    assert (change.kind, change.reason) == ("refused", reason)
