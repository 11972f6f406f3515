"""The answer to somebody in danger."""

from datetime import date, timedelta
from typing import get_args

import pytest

from tools.care.answer import (
    Place,
    again_answer,
    asked_in,
    asks_whether_safe,
    country_answer,
    crisis_answer,
    hint_answer,
    other_answer,
    safe_answer_answer,
    screened_answer,
    staying_answer,
    violence_answer,
)
from tools.care.crisis import CrisisLevel
from tools.care.helplines import (
    VERIFY_EVERY,
    all_helplines,
    emergency_number,
    helplines_in,
    international_pointer,
    outdated,
)
from tools.care.safe_answer import SafeAnswer
from tools.care.screen import check_words
from tools.care.stated_country import country_name
from tools.prompts.render import Language

COUNTRIES = sorted({line.country for line in all_helplines() if line.country})
CONDITIONS = {"en": "If you are in {}", "zh": "如果你在{}"}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("country", COUNTRIES)
def test_the_local_lines_are_there_word_for_word(language: Language, country: str) -> None:
    answer = crisis_answer(language, country)
    assert answer.helplines == helplines_in(country)
    assert all(line.country == country and line.reach in answer.text for line in answer.helplines)
    assert str(emergency_number(country)) in answer.text


@pytest.mark.parametrize(("language", "question"), [("en", "Which country"), ("zh", "哪个国家")])
@pytest.mark.parametrize("country", [None, "", "ZZ", "x"])
def test_an_unknown_country_is_asked_for_and_never_guessed(
    language: Language, question: str, country: str | None
) -> None:
    answer = crisis_answer(language, country)
    assert question in answer.text
    assert "findahelpline.com" in answer.text
    assert "988" not in answer.text


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("country", COUNTRIES)
def test_a_likely_country_is_a_condition_beside_the_lines_everywhere_and_the_question(
    language: Language, country: str
) -> None:
    answer = crisis_answer(language, None, likely=country)
    condition = CONDITIONS[language].format(country_name(country, language))
    assert answer.helplines == (*helplines_in(country), international_pointer())
    assert all(line.reach in answer.text for line in answer.helplines)
    assert condition in answer.text
    assert condition in answer.condition
    assert answer.text.index(condition) < answer.text.index(answer.helplines[0].reach)
    assert asked_in(answer.text) == language
    assert str(emergency_number(country)) in answer.text
    assert "$" not in answer.text + answer.condition


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_stated_country_outweighs_a_likely_one(language: Language) -> None:
    known = crisis_answer(language, "GB")
    assert crisis_answer(language, "GB", likely="US") == known
    assert known.condition == ""
    assert asked_in(known.text) is None
    assert crisis_answer(language, "IT", likely="US") == crisis_answer(language, None)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("likely", [None, "IT", "ZZ"])
def test_a_likely_country_without_lines_changes_nothing(
    language: Language, likely: str | None
) -> None:
    assert crisis_answer(language, None, likely=likely) == crisis_answer(language, None)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("country", COUNTRIES)
def test_who_says_where_they_are_reads_its_lines_and_may_correct_it(
    language: Language, country: str
) -> None:
    answer = country_answer(language, country)
    assert answer.helplines == helplines_in(country)
    assert all(line.reach in answer.text for line in answer.helplines)
    assert str(country_name(country, language)) in answer.text
    assert str(emergency_number(country)) in answer.text
    assert asked_in(answer.text) == language
    assert "$" not in answer.text


def test_there_is_no_answer_about_a_country_without_lines() -> None:
    with pytest.raises(ValueError, match="IT"):
        country_answer("en", "IT")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_answer_to_an_unknown_country_has_asked(language: Language) -> None:
    assert asked_in(crisis_answer(language, None).text) == language
    assert asked_in("Where are you? 你在哪里？") is None


def test_a_country_code_may_be_small() -> None:
    assert crisis_answer("en", "us") == crisis_answer("en", "US")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_answer_asks_directly_and_says_what_it_is(language: Language) -> None:
    text = crisis_answer(language, "US").text
    assert "AI" in text
    assert ("ending your life" in text) or ("结束自己的生命" in text)
    assert "$" not in text


@pytest.mark.parametrize("line", all_helplines(), ids=lambda line: line.name)
def test_a_line_says_where_it_comes_from_and_when_it_was_checked(line: object) -> None:
    values = vars(line)
    assert all(values[name] for name in ("name", "reach", "hours", "languages"))
    assert values["source"].startswith("https://")
    assert type(values["verified_at"]) is date
    assert all(len(code) == 2 for code in values["languages"])


CHECKED_SINCE = date(2025, 6, 1)
"""No line may be held against its source longer ago than the first time all were."""


def test_no_line_is_older_than_the_first_check_and_the_clock_tells_which_are_due() -> None:
    assert all(line.verified_at >= CHECKED_SINCE for line in all_helplines())
    newest = max(line.verified_at for line in all_helplines())
    assert outdated(newest + VERIFY_EVERY + timedelta(days=1)) == all_helplines()
    assert not [line for line in outdated(newest) if newest - line.verified_at <= VERIFY_EVERY]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_danger_now_puts_the_emergency_number_first(language: Language) -> None:
    text = crisis_answer(language, "GB", level=CrisisLevel.PLAN).text
    assert text.index("999") < text.index("116 123")
    unknown = crisis_answer(language, None, level=CrisisLevel.PLAN).text
    assert unknown.index("112") < unknown.index("findahelpline.com")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_danger_said_again_is_never_answered_in_the_same_words(language: Language) -> None:
    place = Place("GB")
    texts = [crisis_answer(language, "GB").text]
    texts += [again_answer(language, place, number=number).text for number in range(3)]
    assert len(set(texts)) == len(texts)
    assert all("116 123" in text and asks_whether_safe(text) for text in texts)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("place", [Place(), Place("GB"), Place(likely="GB"), Place("IT")])
def test_no_answer_has_a_gap_or_a_number_of_its_own(language: Language, place: Place) -> None:
    answers = [
        *(safe_answer_answer(language, place, safe) for safe in get_args(SafeAnswer)),
        other_answer(language, place),
        violence_answer(language, place),
        staying_answer(language, place),
        screened_answer(language, place),
        crisis_answer(language, place.country, likely=place.likely, young=True),
    ]
    assert not [one.text for one in answers if "$" in one.text]
    assert not [one.text for one in answers if check_words(one.text, in_care=True)]


def test_a_worried_friend_reads_how_to_help_and_is_not_asked_about_themselves() -> None:
    text = other_answer("en", Place("GB")).text
    assert "116 123" in text
    assert not asks_whether_safe(text)


@pytest.mark.parametrize(("language", "asks"), [("en", "ending your life"), ("zh", "结束生命")])
@pytest.mark.parametrize("country", [None, "GB"])
def test_a_hint_is_asked_about_with_one_line_and_no_wall(
    language: Language, asks: str, country: str | None
) -> None:
    place = Place(country)
    answer, full = hint_answer(language, place), crisis_answer(language, country)
    assert asks in answer.text
    assert asks_whether_safe(answer.text)
    assert answer.helplines == place.lines[:1]
    assert place.lines[0].reach in answer.text
    assert len(answer.text) < len(full.text)
