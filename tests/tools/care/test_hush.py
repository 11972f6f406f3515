"""For how long a crisis that one companion was told quiets the others."""

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.records.care import CareMark, Referral
from tools.care.answer import Place, crisis_answer, safe_answer_answer, screened_answer
from tools.care.crisis import CrisisLevel
from tools.care.hush import is_hushed, marks_of
from tools.prompts.render import Language

NOW = datetime(2026, 3, 2, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("language", get_args(Language))
def test_every_fixed_answer_says_what_it_was(language: Language) -> None:
    place = Place("GB")
    plan = crisis_answer(language, "GB", level=CrisisLevel.PLAN).text
    assert marks_of(plan, "plan") == ("care", "plan")
    assert marks_of(crisis_answer(language, None).text, "ideation") == ("care",)
    assert marks_of(crisis_answer(language, None).text, "intent") == ("care", "intent")
    assert marks_of(screened_answer(language, place).text, "screened") == ("care",)
    assert marks_of(safe_answer_answer(language, place, "yes").text, None) == ("safe",)
    assert marks_of(safe_answer_answer(language, place, "unsure").text, None) == ("care",)
    assert marks_of(safe_answer_answer(language, place, "no").text, "plan") == ("care", "plan")
    assert marks_of("Tell me more about the sea.", None) == ()


@pytest.mark.parametrize(
    ("ago", "hushed"),
    [
        ({}, False),
        ({"care": 23}, True),
        ({"care": 25}, False),
        ({"care": 5, "safe": 4}, False),
        ({"care": 2, "safe": 1}, True),
        ({"care": 2, "safe": 30}, True),
        ({"care": 47, "plan": 47, "safe": 46}, True),
        ({"care": 49, "plan": 49}, False),
        ({"safe": 1}, False),
    ],
)
def test_it_lasts_as_long_as_in_the_talk_itself(ago: dict[CareMark, int], *, hushed: bool) -> None:
    assert is_hushed({mark: NOW - hours * HOUR for mark, hours in ago.items()}, NOW) is hushed


@given(st.text(max_size=200), st.sampled_from([None, *get_args(Referral)]))
def test_no_other_words_are_kept_as_anything_but_moments(
    reply: str, referral: Referral | None
) -> None:
    assert set(marks_of(reply, referral)) <= set(get_args(CareMark))
