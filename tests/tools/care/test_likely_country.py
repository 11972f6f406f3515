"""Which country a time zone speaks for."""

from importlib.resources import files
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.care.helplines import all_helplines
from tools.care.likely_country import ABBREVIATIONS, likely_country


def codes() -> set[str]:
    lines = files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text("utf-8").splitlines()
    return {line.split("\t")[0] for line in lines if line and not line.startswith("#")}


@pytest.mark.parametrize(
    ("timezone", "country"),
    [
        ("America/New_York", "US"),
        ("Europe/London", "GB"),
        ("Asia/Shanghai", "CN"),
        ("Asia/Urumqi", "CN"),
        ("Asia/Hong_Kong", "HK"),
        ("Asia/Taipei", "TW"),
        ("Australia/Perth", "AU"),
    ],
)
def test_a_city_lies_in_one_country(timezone: str, country: str) -> None:
    assert likely_country(timezone) == country


@pytest.mark.parametrize(
    ("timezone", "country"),
    [("Europe/Berlin", "DE"), ("Europe/Oslo", "NO"), ("Europe/Jersey", "JE")],
)
def test_cities_whose_clocks_agree_keep_their_own_countries(timezone: str, country: str) -> None:
    assert likely_country(timezone) == country


@pytest.mark.parametrize(
    ("timezone", "country"),
    [
        ("Asia/Calcutta", "IN"),
        ("US/Pacific", "US"),
        ("PRC", "CN"),
        ("Eire", "IE"),
        ("Australia/NSW", "AU"),
        ("Asia/Saigon", "VN"),
    ],
)
def test_an_older_name_counts_as_the_zone_it_links_to(timezone: str, country: str) -> None:
    assert likely_country(timezone) == country


@pytest.mark.parametrize(
    "timezone", ["Atlantic/Jan_Mayen", "Africa/Timbuktu", "America/Coral_Harbour", "Pacific/Yap"]
)
def test_an_older_name_of_a_zone_of_several_countries_tells_nothing(timezone: str) -> None:
    assert likely_country(timezone) is None


@pytest.mark.parametrize(
    "timezone",
    ["UTC", "GMT", "Zulu", "Etc/UTC", "Etc/GMT+5", "Factory", "Mars/Base", "EST5EDT", "PST8PDT"],
)
def test_an_offset_or_nothing_is_no_place(timezone: str) -> None:
    assert likely_country(timezone) is None


@pytest.mark.parametrize("timezone", ["", *sorted(ABBREVIATIONS)])
def test_an_abbreviation_is_no_place(timezone: str) -> None:
    assert likely_country(timezone) is None


def test_every_zone_gives_a_country_that_exists_or_none() -> None:
    found = {name: likely_country(name) for name in available_timezones()}
    assert {country for country in found.values() if country} <= codes()
    assert all(found[name] is None for name in found if name.startswith("Etc/"))


def test_every_country_with_lines_is_reached_from_some_zone() -> None:
    reached = {likely_country(name) for name in available_timezones()}
    assert {line.country for line in all_helplines() if line.country} <= reached


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    country = likely_country(text)
    assert country is None or len(country) == 2
