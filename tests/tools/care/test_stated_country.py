"""Which country somebody says they are in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.care.helplines import all_helplines
from tools.care.stated_country import country_name, stated_country

COUNTRIES = sorted({line.country for line in all_helplines() if line.country})


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_with_lines_is_understood_by_its_name(country: str) -> None:
    english, chinese = country_name(country, "en"), country_name(country, "zh")
    for said in (f"I'm in {english}", f"{english}", f"我在{chinese}", f"{chinese}"):
        assert stated_country(said) == country


@pytest.mark.parametrize(
    ("said", "country"),
    [
        ("I'm in Canada", "CA"),
        ("I’m in canada and I don't know what to do", "CA"),
        ("Canada.", "CA"),
        ("Toronto, Canada", "CA"),
        ("I live in New York City", "US"),
        ("US", "US"),
        ("the us", "US"),
        ("in the U.S.A.", "US"),
        ("I'm in the UK, please help me", "GB"),
        ("I'm in Northern Ireland", "GB"),
        ("not in the US, in Canada", "CA"),
        ("I'm in London, my mum is in Canada", "GB"),
        ("um, Dublin I guess", "IE"),
        ("in the netherlands right now", "NL"),
    ],
)
def test_a_country_or_a_well_known_city_is_understood_in_english(said: str, country: str) -> None:
    assert stated_country(said) == country


@pytest.mark.parametrize(
    ("said", "country"),
    [
        ("我在加拿大", "CA"),
        ("加拿大", "CA"),
        ("我现在人在多伦多", "CA"),
        ("加拿大多伦多", "CA"),
        ("我在上海，救救我", "CN"),
        ("我在臺北", "TW"),
        ("在香港", "HK"),
        ("我人在美国，我爸妈在北京", "US"),
        ("我不在美国，我在英国", "GB"),
        ("我住在新西兰", "NZ"),
        ("我在加拿大我不知道怎么办", "CA"),
    ],
)
def test_a_country_or_a_well_known_city_is_understood_in_chinese(said: str, country: str) -> None:
    assert stated_country(said) == country


@pytest.mark.parametrize(
    "said",
    [
        "",
        "I don't know",
        "help us",
        "us",
        "la la la",
        "I'm in pain",
        "My sister is in Canada",
        "I'm not in Canada",
        "if I'm in Canada",
        "I was in Canada",
        "I want to go to Canada",
        "I'm Sydney",
        "bc I live here",
        "I'm in Atlantis",
        "我在家",
        "我不在加拿大",
        "我在加拿大的时候很开心",
        "我在加拿大的朋友不理我",
        "如果我在加拿大",
        "我想去加拿大",
        "我姐姐在加拿大",
        "小时候我在加拿大",
        "我在美国长大",
    ],
)
def test_what_does_not_say_where_one_is_is_left_alone(said: str) -> None:
    assert stated_country(said) is None


@pytest.mark.parametrize(
    "said",
    ["I'm in London, Ontario", "I'm in Paris Texas", "Canada or France", "我在伦敦，我在巴黎"],
)
def test_two_countries_decide_nothing(said: str) -> None:
    assert stated_country(said) is None


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    assert stated_country(text) in {None, *COUNTRIES}
