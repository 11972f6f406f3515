from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from storage.records.persona import OutreachPace
from tests.tools.outreach.lives import INTERVIEW, OPEN, paces, situations, with_settings
from tools.outreach.pace import (
    SHORTEST_SILENCE,
    daily_ceiling,
    needed_silence,
    weekly_ceiling,
)
from tools.outreach.situation import Situation, closeness_of

CHECK_IN = replace(INTERVIEW, kind="check_in", trigger="silence")


def test_the_closest_partner_may_write_after_36_minutes_and_somebody_new_after_a_day() -> None:
    pace = OutreachPace(distant_hours=24, close_hours=0.6, back_off=2)
    close, new = (replace(OPEN, pace=pace, closeness=value) for value in (1.0, 0.0))

    assert needed_silence(CHECK_IN, close) == timedelta(minutes=36)
    assert needed_silence(CHECK_IN, new) == timedelta(days=1)


@given(situations(), st.floats(0, 1))
def test_closer_never_waits_longer(situation: Situation, other: float) -> None:
    near, far = (replace(situation, closeness=closeness) for closeness in _sorted(other, situation))

    assert needed_silence(CHECK_IN, near) <= needed_silence(CHECK_IN, far) + timedelta(seconds=1)
    assert daily_ceiling(near) >= daily_ceiling(far)


@given(situations())
def test_no_silence_is_ever_under_36_minutes_nor_shorter_after_one_unanswered(
    situation: Situation,
) -> None:
    silence = needed_silence(CHECK_IN, situation)
    once_more = replace(situation, unanswered=situation.unanswered + 1)

    assert silence >= SHORTEST_SILENCE
    assert needed_silence(CHECK_IN, once_more) > silence


@given(paces, st.integers(0, 3))
def test_each_unanswered_message_multiplies_the_silence(pace: OutreachPace, missed: int) -> None:
    before, after = (
        needed_silence(CHECK_IN, replace(OPEN, pace=pace, unanswered=number))
        for number in (missed, missed + 1)
    )

    assert abs(after / before - pace.back_off) < 0.01


@given(situations(), st.floats(0, 24))
def test_more_use_never_means_more_messages(situation: Situation, more: float) -> None:
    heavier = replace(situation, hours_a_day=situation.hours_a_day + more)

    assert needed_silence(CHECK_IN, heavier) >= needed_silence(CHECK_IN, situation)


def test_less_like_this_stretches_that_kind_alone() -> None:
    wished = with_settings(slower={"check_in": 3.0})

    assert needed_silence(CHECK_IN, wished) == 3 * needed_silence(CHECK_IN, OPEN)
    assert needed_silence(INTERVIEW, wished) == needed_silence(INTERVIEW, OPEN)


def test_a_minor_gets_one_a_day_however_close() -> None:
    minor = replace(OPEN, age_group="minor", closeness=1.0)

    assert daily_ceiling(minor) == 1
    assert needed_silence(CHECK_IN, minor) == timedelta(days=1)


@given(situations())
def test_what_the_person_set_as_most_is_never_exceeded(situation: Situation) -> None:
    most = daily_ceiling(situation)
    wished = situation.settings.daily_ceiling

    assert 0 <= most <= 4
    assert wished is None or most <= wished
    assert weekly_ceiling(situation) <= 7 * most or most == 0


def test_lumi_grows_closer_with_the_talk_but_never_as_close_as_a_partner() -> None:
    grown = [closeness_of(None, messages=number) for number in (0, 500, 2_000, 90_000)]

    assert grown == sorted(grown)
    assert grown[0] == 0
    assert grown[-1] < closeness_of("partners", messages=0) == 1


def _sorted(other: float, situation: Situation) -> list[float]:
    return sorted((other, situation.closeness), reverse=True)
