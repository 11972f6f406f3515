"""The answer to somebody in danger."""

from datetime import date

import pytest

from tools.care.answer import crisis_answer
from tools.care.helplines import all_helplines, emergency_number, helplines_in
from tools.prompts.render import Language

COUNTRIES = [
    "US",
    "GB",
    "IE",
    "CA",
    "AU",
    "NZ",
    "CN",
    "TW",
    "HK",
    "SG",
    "JP",
    "KR",
    "IN",
    "DE",
    "FR",
    "ES",
    "NL",
]


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
