"""Noticing danger."""

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.care.crisis import crisis_level

SENTENCES = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text("utf-8"))
DANGER = [line for part in SENTENCES["danger"].values() for line in part.strip().splitlines()]
OTHER = [line for part in SENTENCES["other"].values() for line in part.strip().splitlines()]


@pytest.mark.parametrize("sentence", DANGER)
def test_an_explicit_statement_is_danger(sentence: str) -> None:
    assert crisis_level(sentence) == "danger"


@pytest.mark.parametrize("sentence", OTHER)
def test_what_only_sounds_like_it_is_no_danger(sentence: str) -> None:
    assert crisis_level(sentence) != "danger"


@pytest.mark.parametrize(
    "sentence",
    [
        "I wa\u200bnt to d\u200bie",
        "\uff29 want\u3000to \U0001d41d\U0001d422\U0001d41e",
        "i want to kill my\u00adself",
        "我\u200b想\u200b自\u200b殺",
        "I want\nto die",
    ],
)
def test_a_disguise_hides_nothing(sentence: str) -> None:
    assert crisis_level(sentence) == "danger"


@given(before=st.text(max_size=40), after=st.text(max_size=40))
def test_nothing_around_it_weakens_an_explicit_intent(before: str, after: str) -> None:
    assert crisis_level(f"{before} . I am going to kill myself . {after}") == "danger"


@pytest.mark.parametrize(
    "sentence", ["I feel hopeless", "撑不下去了", "my friend wants to die", "我朋友说他想自杀"]
)
def test_hopelessness_and_others_are_distress(sentence: str) -> None:
    assert crisis_level(sentence) == "distress"


@pytest.mark.parametrize(
    "unit", ["i want to ", "i ", "我想", "我", "how many pills ", "don't want ", "x", "自杀"]
)
def test_a_hundred_kilobytes_are_read_in_linear_time(unit: str) -> None:
    text = unit * (100_000 // len(unit.encode()))
    begin = time.process_time()
    crisis_level(text)
    assert time.process_time() - begin < 5


@given(st.text())
def test_any_text_has_a_level(text: str) -> None:
    assert crisis_level(text) in ("none", "distress", "danger")
