from datetime import date

import pytest

from tools.dates.find import READINGS
from tools.dates.grammar import grammars, prepare
from tools.dates.holidays import holiday
from tools.dates.numbers import number_of


def test_every_form_compiles_and_has_a_reading() -> None:
    prepare()
    for grammar in grammars():
        for rule in grammar.rules:
            assert rule.reads in READINGS
            assert all(form.pattern.match("") is None for form in rule.forms)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("3rd", 3),
        ("twenty-first", 21),
        ("a couple of", 2),
        ("nineteen eighty six", 1986),
        ("two thousand and five", 2005),
        ("十", 10),
        ("十五", 15),
        ("三十一", 31),
        ("两百", 200),
        ("二零一六", 2016),
        ("two thousand", 2000),
        ("", None),
        ("天", None),
    ],
)
def test_numbers_are_read_in_figures_and_words(text: str, number: int | None) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("easter", date(2024, 3, 31)),
        ("easter", date(2025, 4, 20)),
        ("easter", date(2038, 4, 25)),
        ("qingming", date(2024, 4, 4)),
        ("qingming", date(2027, 4, 5)),
        ("thanksgiving", date(2026, 11, 26)),
        ("black_friday", date(2010, 11, 26)),
        ("memorial_day", date(2026, 5, 25)),
        ("mothers_day", date(2026, 5, 10)),
        ("lunar_new_years_eve", date(2026, 2, 16)),
        ("lantern", date(2026, 3, 3)),
    ],
)
def test_holidays_fall_on_their_days(name: str, day: date) -> None:
    assert holiday(name, day.year) == day


def test_lunar_days_are_a_whole_number_of_moons_apart() -> None:
    moon = 29.53059
    for year in range(2020, 2036):
        first, dragon, autumn = (
            holiday(name, year) for name in ("lunar_new_year", "dragon_boat", "mid_autumn")
        )
        assert first
        assert dragon
        assert autumn
        for later, into_month in ((dragon, 4), (autumn, 14)):
            moons = ((later - first).days - into_month) / moon
            assert abs(moons - round(moons)) * moon < 1.5
    assert holiday("mid_autumn", 2036) is None
