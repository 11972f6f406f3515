"""A model that keeps failing rests."""

from datetime import timedelta

from tools.clock import MovedClock
from tools.models.breaker import FAILURES_IN_A_ROW, REST, CircuitBreaker

MODEL = "a:b"


def broken(clock: MovedClock) -> CircuitBreaker:
    breaker = CircuitBreaker(clock)
    for _ in range(FAILURES_IN_A_ROW):
        assert breaker.allows(MODEL)
        breaker.failed(MODEL)
    return breaker


def test_several_failures_in_a_row_rest_one_model_and_no_other(clock: MovedClock) -> None:
    breaker = broken(clock)
    assert not breaker.allows(MODEL)
    assert breaker.allows("c:d")


def test_a_success_between_failures_starts_the_count_anew(clock: MovedClock) -> None:
    breaker = CircuitBreaker(clock)
    for _ in range(5):
        breaker.failed(MODEL)
        breaker.failed(MODEL)
        breaker.worked(MODEL)
    assert breaker.allows(MODEL)


def test_after_its_rest_one_call_tries_the_model(clock: MovedClock) -> None:
    breaker = broken(clock)
    clock.move(REST)
    assert breaker.allows(MODEL)
    assert not breaker.allows(MODEL)
    breaker.worked(MODEL)
    assert breaker.allows(MODEL)
    assert breaker.allows(MODEL)


def test_a_failed_trial_means_another_rest(clock: MovedClock) -> None:
    breaker = broken(clock)
    clock.move(REST)
    assert breaker.allows(MODEL)
    breaker.failed(MODEL)
    clock.move(REST - timedelta(seconds=1))
    assert not breaker.allows(MODEL)
    clock.move(timedelta(seconds=1))
    assert breaker.allows(MODEL)
