"""What neither JSON nor the database can hold is taken out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.models.cleaning import clean_text, clean_value, is_clean

dirty = st.text(alphabet=st.characters() | st.sampled_from("\0\ud83d\ude00\udfff"))


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("plain", "plain"),
        ("我", "我"),
        ("a\0b", "ab"),
        ("\ud83d\ude00", "😀"),
        ("a\ud83d", "a"),
        ("\udc00b我", "b我"),
    ],
)
def test_only_what_is_broken_goes(text: str, cleaned: str) -> None:
    assert clean_text(text) == cleaned


@given(dirty)
def test_a_cleaned_text_is_clean_and_stays_as_it_is(text: str) -> None:
    once = clean_text(text)
    assert is_clean(once)
    assert clean_text(once) == once


def test_every_text_in_an_answer_is_cleaned() -> None:
    answer = {"na\0me": ["M\0ia", {"age": 3, "tall": None}]}
    assert clean_value(answer) == {"name": ["Mia", {"age": 3, "tall": None}]}
