import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.length.round_off import ENOUGH, RoundOff
from tools.length.size import size_of

LONG = (
    'That sounds like a day. You said "I can do it. I really can." and you did! '
    "What (if I may. ask) came next? 你一直很努力。“真的。很努力。”我看见了。 "
    "And then, 3.5 hours later, Dr. Low called.\nThings to keep:\n- the note. From him."
    "\n- the key.\n\nWell done. Rest now."
)


def rounded(text: str, soft: int | None, *, pieces: int = 3, alone: bool = False) -> str:
    """Return what is left of a reply that comes in pieces of so many characters."""
    round_off, said = RoundOff(soft, alone=alone), ""
    for start in range(0, len(text), pieces):
        said += round_off.push(text[start : start + pieces])
    return said + round_off.finish()


@pytest.mark.parametrize(
    ("text", "soft", "left"),
    [
        ("One two three. Four five. Six.", 3, "One two three."),
        ("One two three. Four five. Six.", 4, "One two three."),
        ("One two three. Four five. Six.", 5, "One two three. Four five. Six."),
        ('She said "I am here. I stay." Then she left.', 3, 'She said "I am here. I stay."'),
        ("今天真好。“我知道。我也是。”明天见。", 8, "今天真好。“我知道。我也是。”"),
        ("Dr. Low has 3.5 dogs. Nice.", 2, "Dr. Low has 3.5 dogs."),
        ("Two things:\n- one. Yes.\n- two.\n\nThat is all. More.", 2,
         "Two things:\n- one. Yes.\n- two.\n\nThat is all."),
        ("Try:\n```\na. b\n\nc. d\n```\nDone. More.", 1, "Try:\n```\na. b\n\nc. d\n```"),
        ("A sentence without an end", 2, "A sentence without an end"),
        ("Really?! Yes. No.", 1, "Really?!"),
        ("No limit. At all. None.", None, "No limit. At all. None."),
    ],
)  # fmt: skip
def test_a_reply_ends_with_the_sentence_in_which_it_was_long_enough(
    text: str, soft: int | None, left: str
) -> None:
    assert {rounded(text, soft, pieces=pieces).rstrip() for pieces in (1, 2, 5, 200)} == {left}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Hey, I'm right here with you, what is going on?", "Hey"),
        ("在呢，怎么啦，发生什么事了？", "在呢"),
        ("I'm here – always.", "I'm here"),
        ("Because you asked, I looked. It rains.", "Because you asked, I looked."),
        ("Hi! How are you?", "Hi!"),
    ],
)
def test_a_first_clause_that_stands_alone_answers_a_ping(text: str, left: str) -> None:
    assert {rounded(text, 1, pieces=pieces, alone=True) for pieces in (1, 4, 99)} == {left}


@settings(max_examples=80)
@given(st.integers(1, 90), st.integers(1, 40))
def test_no_reply_is_ever_cut_inside_a_sentence(soft: int, pieces: int) -> None:
    said = rounded(LONG, soft, pieces=pieces)
    assert LONG.startswith(said)
    assert said[-1] in '.!?。”"'
    assert not said.endswith(("Dr.", "3.", "did it.", "note."))
    assert said == LONG or size_of(said) >= ENOUGH * soft


@settings(max_examples=30)
@given(st.integers(1, 40), st.integers(0, 30))
def test_a_reply_that_keeps_to_its_length_is_never_touched(pieces: int, spare: int) -> None:
    assert rounded(LONG, size_of(LONG) + spare, pieces=pieces) == LONG


@settings(max_examples=40)
@given(st.text(max_size=120), st.integers(1, 20), st.integers(1, 9))
def test_whatever_a_model_says_its_beginning_is_what_is_sent(
    text: str, soft: int, pieces: int
) -> None:
    assert text.startswith(rounded(text, soft, pieces=pieces))
    assert rounded(text, None, pieces=pieces) == text


def test_words_before_the_limit_are_sent_as_they_come() -> None:
    round_off = RoundOff(50)
    assert [round_off.push(piece) for piece in ("Well. ", "I ", "see.")] == ["Well. ", "I ", "see."]
