"""Patterns that say many things."""

import random

import pytest

from tools.text.alternatives import one_spelling, spellings


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("plain", ["plain"]),
        ("a (b|c)", ["a b", "a c"]),
        ("(|very )sad", ["sad", "very sad"]),
        ("pills?", ["pills", "pill"]),
        ("(own )?life", ["own life", "life"]),
        ("(a(b|c)|d)e", ["abe", "ace", "de"]),
        ("", [""]),
    ],
)
def test_a_pattern_says_each_of_its_alternatives(pattern: str, said: list[str]) -> None:
    assert spellings(pattern) == said


@pytest.mark.parametrize("pattern", ["(open", "closed)", "(a|(b)"])
def test_a_bracket_without_its_other_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="a bracket"):
        spellings(pattern)


def test_one_spelling_is_among_all_of_them() -> None:
    pattern = "(I|we) (want|need(ed)?) (it|this)( now|)"
    dice = random.Random(1)  # noqa: S311 - the same every time
    made = {one_spelling(pattern, dice.randrange) for _ in range(20)}
    assert len(made) > 3
    assert made <= set(spellings(pattern))
