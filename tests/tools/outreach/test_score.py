from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from storage.records.outreach import Candidate
from tests.tools.outreach.lives import EVENING, INTERVIEW, LONDON
from tests.tools.outreach.test_triggers import QUIET
from tools.outreach.score import LEAST_RECEPTIVE, best_of, receptivity, score, worth_it_at

GREETING = replace(INTERVIEW, kind="greeting", trigger="time_of_day", importance=0.25)
NIGHT_OWL = replace(QUIET, said_by_hour=(40, *(0,) * 22, 10))


def test_an_interview_is_worth_more_than_a_greeting() -> None:
    best = best_of([GREETING, INTERVIEW], QUIET, now=EVENING, zone=LONDON)

    assert best is not None
    assert best.candidate is INTERVIEW


def test_nothing_under_the_bar_is_said() -> None:
    assert best_of([GREETING], NIGHT_OWL, now=EVENING, zone=LONDON) is None
    assert best_of([], QUIET, now=EVENING, zone=LONDON) is None


def test_each_unanswered_message_makes_the_next_less_worth_it() -> None:
    worth = [_score(INTERVIEW, unanswered=number) for number in range(4)]

    assert worth == sorted(worth, reverse=True)
    assert len(set(worth)) == 4


def test_what_was_ordered_needs_no_worth() -> None:
    reminder = replace(INTERVIEW, kind="reminder", trigger="reminder", importance=0.0)

    assert _score(reminder, unanswered=3) == 1


def test_a_reason_loses_worth_towards_the_end_of_its_time() -> None:
    early, late = (
        score(INTERVIEW, QUIET, now=INTERVIEW.due_from + timedelta(hours=hours), zone=LONDON)
        for hours in (0, 40)
    )

    assert early > late > 0


@given(st.lists(st.integers(0, 500), min_size=24, max_size=24), st.integers(0, 23))
def test_an_hour_counts_between_a_half_and_one(said: list[int], hour: int) -> None:
    assert LEAST_RECEPTIVE <= receptivity(said, hour) <= 1


def test_a_reason_waits_for_an_hour_at_which_the_person_is_usually_there() -> None:
    silence = replace(INTERVIEW, kind="check_in", importance=0.35, due_until=None)

    assert worth_it_at(silence, NIGHT_OWL, now=EVENING, zone=LONDON) == EVENING + timedelta(hours=5)
    over_by_ten = replace(silence, due_until=EVENING + timedelta(hours=4))
    assert worth_it_at(over_by_ten, NIGHT_OWL, now=EVENING, zone=LONDON) is None


def test_somebody_is_written_to_when_they_usually_write() -> None:
    assert receptivity(NIGHT_OWL.said_by_hour, 0) == 1
    assert receptivity(NIGHT_OWL.said_by_hour, 12) == LEAST_RECEPTIVE


def _score(candidate: Candidate, *, unanswered: int) -> float:
    standing = replace(QUIET, unanswered=unanswered)
    return score(candidate, standing, now=EVENING, zone=LONDON)
