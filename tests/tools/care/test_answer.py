"""The answer to somebody in danger."""

from datetime import date

import pytest

from tools.care.answer import asked_in, country_answer, crisis_answer
from tools.care.helplines import (
    all_helplines,
    emergency_number,
    helplines_in,
    international_pointer,
)
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
