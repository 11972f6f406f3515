"""What is read of a very long text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tools.text.sample import BLOCK, BLOCKS, END, GAP, READ_WHOLE, sampled

FILLER = "nothing to see in this line of a very long letter. "


@given(st.text(max_size=50))
def test_a_message_is_read_whole(text: str) -> None:
    assert sampled(text, ()) == text


@settings(max_examples=20)
@given(st.text(min_size=1, max_size=8), st.integers(READ_WHOLE, 60_000))
def test_little_is_read_of_any_long_text(unit: str, size: int) -> None:
    text = (unit * size)[:size]
    read = sampled(text, {"order"})

    assert len(read) <= 2 * END + BLOCKS * (2 * BLOCK + len(GAP)) + len(GAP)
    assert read.startswith(text[:END])
    assert read.endswith(text[-END:])


def test_the_part_with_the_known_words_is_read() -> None:
    text = FILLER * 500 + "Here is an order, and a secret." + FILLER * 500
    assert "an order, and a secret" in sampled(text, {"order", "secret"})


def test_an_encoded_part_is_read_without_any_known_word() -> None:
    assert "QUJD" * 20 in sampled(FILLER * 500 + " " + "QUJD" * 20 + " " + FILLER * 500, ())
