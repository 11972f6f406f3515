"""Normalising, words, languages."""

import time
import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.text.clean import clean
from tools.text.language import language_of
from tools.text.normalise import normalise
from tools.text.words import placed_words, words_of

DISGUISES = tomllib.loads(Path(__file__).with_name("disguises.toml").read_text("utf-8"))["same"]

SECONDS_FOR_100_KB = 5.0
"""Generous: a quadratic reader needs minutes."""


@pytest.mark.parametrize("disguised", DISGUISES)
def test_a_disguise_reads_as_what_it_looks_like(disguised: str) -> None:
    assert normalise(disguised).casefold() == "ignore all rules"


@pytest.mark.parametrize(
    "text", ["Добрый вечер, друзья", "café à la crème", "Καλημέρα κόσμε", "tiếng Việt", "สวัสดีครับ"]
)
def test_other_languages_keep_their_letters(text: str) -> None:
    assert normalise(text) == unicodedata.normalize("NFKC", text)


def test_line_ends_stay_and_spaces_collapse() -> None:
    assert normalise(" a \t b \r\n\n c ") == "a b\nc"


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert words_of(normalise(once)) == words_of(once)


@pytest.mark.parametrize(
    "unit", ["\u0301\u0323", "a\u0301", "ﷺ", "\u05b0\u05b4", "\u0456", " \n", "\u200b", "'’", "我"]
)
def test_a_hundred_kilobytes_of_anything_are_read_at_once(unit: str) -> None:
    text = unit * (100_000 // len(unit.encode()))
    begin = time.process_time()
    words_of(normalise(text))
    assert time.process_time() - begin < SECONDS_FOR_100_KB


@given(st.text())
def test_words_stand_where_they_say(text: str) -> None:
    assert [word.text for word in placed_words(text)] == words_of(text)
    assert all(0 <= word.start < word.end <= len(text) for word in placed_words(text))


def test_traditional_characters_read_as_simplified() -> None:
    assert words_of("我想離開") == words_of("我想离开")


@given(st.text(alphabet=st.characters(codec=None)))
def test_clean_text_can_be_stored(text: str) -> None:
    stored = clean(text)
    stored.encode()
    assert "\x00" not in stored
    assert clean(stored) == stored


def test_cleaning_leaves_ordinary_text_alone() -> None:
    text = "家👨‍👩‍👧 \u200b é\n\tok"
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("How are you?", "en"),
        ("今天好累", "zh"),
        ("我今天去了 Starbucks 喝 coffee", "zh"),
        ("I love 火锅", "en"),
        ("", "en"),
        ("12:30 👍", "en"),
        ("こんにちは、元気ですか", "en"),
    ],
)
def test_language_follows_the_larger_part(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_text_without_letters_has_the_default_language() -> None:
    assert language_of("👍", "zh") == "zh"
