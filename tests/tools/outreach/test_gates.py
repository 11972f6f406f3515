from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.records.outreach import Candidate, GateReason, QuietHours
from tests.tools.outreach.lives import EVENING, INTERVIEW, OPEN, candidates, situations
from tests.tools.outreach.lives import with_settings as settings
from tools.outreach.gates import every_shut, first_shut
from tools.outreach.situation import Situation

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

CHECK_IN = replace(INTERVIEW, kind="check_in", trigger="silence")
AFTER_CRISIS = replace(INTERVIEW, kind="check_in", trigger="crisis")

SHUT: dict[GateReason, tuple[Candidate, Situation, datetime | None]] = {
    "unknown_zone": (INTERVIEW, replace(OPEN, knows_zone=False), None),
    "crisis_hold": (
        INTERVIEW,
        replace(OPEN, crisis_at=EVENING - HOUR),
        EVENING - HOUR + 2 * DAY,
    ),
    "no_consent": (INTERVIEW, settings(kinds=frozenset({"greeting"})), None),
    "snoozed": (INTERVIEW, settings(snoozed_until=EVENING + DAY), EVENING + DAY),
    "minor_hours": (
        CHECK_IN,
        replace(settings(quiet=None), age_group="minor", now=EVENING + 6 * HOUR),
        datetime(2026, 3, 7, 6, tzinfo=UTC),
    ),
    "quiet_hours": (
        INTERVIEW,
        settings(quiet=QuietHours(start=time(18), end=time(7))),
        datetime(2026, 3, 7, 7, tzinfo=UTC),
    ),
    "talking": (
        INTERVIEW,
        replace(OPEN, last_message_at=EVENING - timedelta(minutes=4)),
        EVENING + timedelta(minutes=6),
    ),
    "forbidden": (INTERVIEW, settings(forbidden=("my interviews",)), None),
    "settled": (replace(INTERVIEW, settled=True), OPEN, None),
    "asked_before": (replace(INTERVIEW, asked_before=True), OPEN, None),
    "stale": (replace(INTERVIEW, due_until=EVENING), OPEN, None),
    "not_due": (replace(INTERVIEW, due_from=EVENING + HOUR), OPEN, EVENING + HOUR),
    "sensitive": (
        replace(INTERVIEW, sensitive=True, raised_at=EVENING - 15 * DAY),
        settings(touches_sensitive=True),
        None,
    ),
    "unanswered": (INTERVIEW, replace(OPEN, unanswered=3), None),
    "too_new": (INTERVIEW, replace(OPEN, messages=9), None),
    "too_soon": (
        CHECK_IN,
        replace(OPEN, last_message_at=EVENING - 23 * HOUR),
        EVENING + HOUR,
    ),
    "daily_ceiling": (
        INTERVIEW,
        replace(OPEN, sent=(EVENING - 10 * HOUR,)),
        datetime(2026, 3, 7, tzinfo=UTC),
    ),
    "weekly_ceiling": (
        INTERVIEW,
        replace(OPEN, sent=tuple(EVENING - days * DAY for days in (6, 5, 4, 3, 2))),
        EVENING + DAY,
    ),
    "budget": (INTERVIEW, replace(OPEN, has_budget=False), None),
    "no_channel": (INTERVIEW, replace(OPEN, has_channel=False), None),
}
"""For each gate a candidate and a situation that it alone keeps back, and until when."""


def test_what_is_due_to_somebody_who_agreed_may_be_written() -> None:
    assert first_shut(INTERVIEW, OPEN) is None


@pytest.mark.parametrize("reason", get_args(GateReason))
def test_each_gate_says_why_it_is_shut_and_until_when(reason: GateReason) -> None:
    candidate, situation, until = SHUT[reason]

    [shut] = every_shut(candidate, situation)

    assert (shut.reason, shut.until) == (reason, until)


def test_the_check_in_agreed_on_passes_the_hold_after_a_crisis_once() -> None:
    agreed = replace(settings(checks_in_after_crisis=True), crisis_at=EVENING - DAY)

    assert first_shut(AFTER_CRISIS, agreed) is None
    assert _reason(AFTER_CRISIS, replace(agreed, checked_in=True)) == "crisis_hold"
    assert _reason(CHECK_IN, agreed) == "crisis_hold"
    assert _reason(AFTER_CRISIS, replace(OPEN, crisis_at=EVENING - DAY)) == "crisis_hold"


def test_a_reminder_keeps_its_time_when_calls_for_attention_are_kept_back() -> None:
    reminder = replace(INTERVIEW, kind="reminder", trigger="reminder")
    loud = replace(
        OPEN,
        unanswered=5,
        last_message_at=EVENING - timedelta(minutes=1),
        sent=(EVENING - HOUR,) * 5,
    )

    assert first_shut(reminder, loud) is None
    assert _reason(reminder, replace(loud, in_turn=True)) == "talking"
    assert first_shut(reminder, replace(loud, crisis_at=EVENING - HOUR)) is None, "pills are taken"


PILLS = replace(
    INTERVIEW, kind="reminder", trigger="reminder", about="take my pills", due_until=None
)
GRAVE = replace(OPEN, crisis_at=EVENING - HOUR, grave_at=EVENING - 2 * HOUR)


@pytest.mark.parametrize(
    "about", ["take my pills", "Refill the INSULIN", "buy a rope", "吃药", "磨刀", "去天台收衣服"]
)
def test_after_words_of_a_way_a_reminder_of_what_could_be_a_means_waits(about: str) -> None:
    [shut] = every_shut(replace(PILLS, about=about), GRAVE)

    assert (shut.reason, shut.until) == ("crisis_hold", EVENING - HOUR + 2 * DAY)


@pytest.mark.parametrize(
    ("about", "situation"),
    [
        ("take my pills", replace(GRAVE, grave_at=None)),
        ("take my pills", replace(GRAVE, grave_at=EVENING - 3 * DAY)),
        ("take my pills", replace(GRAVE, crisis_at=None)),
        ("take my pills", replace(GRAVE, now=EVENING + 2 * DAY)),
        ("call mum", GRAVE),
        ("begin the essay", GRAVE),
        ("给妈妈打电话", GRAVE),
    ],
)
def test_every_other_reminder_comes_in_the_hold(about: str, situation: Situation) -> None:
    assert _reason(replace(PILLS, about=about), situation) is None


def test_what_meets_a_turn_comes_back_minutes_later_and_not_the_next_day() -> None:
    [shut] = every_shut(INTERVIEW, replace(OPEN, in_turn=True))

    assert shut.until == EVENING + timedelta(minutes=10)


def test_a_reminder_in_the_quiet_hours_needs_the_persons_word_that_they_mean_it() -> None:
    reminder = replace(INTERVIEW, kind="reminder", trigger="reminder")
    quiet = settings(quiet=QuietHours(start=time(18), end=time(7)))

    assert _reason(reminder, quiet) == "quiet_hours"
    assert first_shut(replace(reminder, insists=True), quiet) is None


def test_a_forbidden_topic_is_found_in_other_words_of_it_and_in_chinese() -> None:
    operation = replace(INTERVIEW, about="外婆下周三做手术。")

    assert _reason(operation, settings(forbidden=("手术",))) == "forbidden"
    assert first_shut(operation, settings(forbidden=("工作",))) is None
    assert _reason(INTERVIEW, settings(forbidden=("interviewing",))) == "forbidden"


def test_what_was_said_by_the_companion_last_does_not_stop_what_is_due() -> None:
    talked = replace(OPEN, last_message_at=EVENING - HOUR)

    assert first_shut(INTERVIEW, talked) is None
    assert _reason(CHECK_IN, talked) == "too_soon"


@given(st.data())
def test_a_gate_that_opens_by_itself_is_open_at_that_moment(data: st.DataObject) -> None:
    situation = data.draw(situations())
    candidate = data.draw(candidates(situation.now))
    for shut in every_shut(candidate, situation):
        if shut.until is None:
            continue
        assert shut.until > situation.now
        ended = replace(situation, now=shut.until, in_turn=False)
        later = {gate.reason for gate in every_shut(candidate, ended)}
        assert shut.reason not in later


def _reason(candidate: Candidate, situation: Situation) -> GateReason | None:
    shut = first_shut(candidate, situation)
    return shut.reason if shut else None
