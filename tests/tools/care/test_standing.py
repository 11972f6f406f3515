"""How long somebody is looked after."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from tools.care.answer import crisis_answer
from tools.care.crisis import CrisisLevel
from tools.care.standing import (
    EASES_AFTER,
    EASES_AFTER_PLAN,
    EASES_AFTER_SAFE,
    Standing,
    answer_of,
    standing_of,
)

THEN = datetime(2026, 3, 2, 21, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Line:
    role: str
    content: str
    kind: str = "care"
    created_at: datetime = THEN


def talk(*said: str, answered: bool = True) -> list[Line]:
    """The person's words, the first answered with care."""
    lines = [Line("user", said[0])]
    if answered:
        lines.append(Line("assistant", crisis_answer("en", "GB").text, created_at=THEN + MINUTE))
    return lines + [Line("user", one, created_at=THEN + 2 * MINUTE) for one in said[1:]]


def test_nobody_is_looked_after_before_a_care_answer() -> None:
    assert standing_of([], THEN) == Standing()
    assert not standing_of(talk("I want to die", answered=False), THEN).is_open
    talked = [Line("assistant", crisis_answer("en", "GB").text, kind="talk")]
    assert not standing_of(talked, THEN).is_open


def test_care_opens_with_the_answer_and_keeps_the_highest_level() -> None:
    standing = standing_of(talk("I want to die"), THEN + 2 * MINUTE)
    assert standing == Standing(CrisisLevel.IDEATION, answers=1, asked=True)
    worse = standing_of(talk("I swallowed a whole bottle of pills"), THEN + 2 * MINUTE)
    assert worse.level == CrisisLevel.PLAN


@pytest.mark.parametrize(
    ("said", "lasts"),
    [
        (("I want to die",), EASES_AFTER),
        (("I want to die", "yes, I'm safe"), EASES_AFTER_SAFE),
        (("I swallowed a whole bottle of pills",), EASES_AFTER_PLAN),
        (("I swallowed a whole bottle of pills", "yes"), EASES_AFTER_PLAN),
    ],
)
def test_care_eases_with_time_and_sooner_for_who_is_safe(
    said: tuple[str, ...], lasts: timedelta
) -> None:
    end = THEN + MINUTE + lasts
    assert standing_of(talk(*said), end).is_open
    assert not standing_of(talk(*said), end + MINUTE).is_open


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("yes", "yes"),
        ("I'm safe, my sister is here", "yes"),
        ("no", "no"),
        ("not really", "no"),
        ("i don't know", "unsure"),
        ("I think so", "unsure"),
        ("安全", "yes"),
        ("我没事", "yes"),
        ("不安全", "no"),
        ("不太安全", "no"),
        ("不知道", "unsure"),
        ("可是我好难受", None),
        ("对不起", None),
        ("it has been like this since the funeral last year in March and April", None),
    ],
)
def test_the_answer_is_understood_when_it_was_asked_and_only_then(
    text: str, safe: str | None
) -> None:
    assert answer_of(Standing(CrisisLevel.IDEATION, answers=1, asked=True), text) == safe
    assert answer_of(Standing(CrisisLevel.IDEATION, answers=1), text) is None
