from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.care.alarm import HEARD, AlarmListener
from tools.care.crisis import CrisisLevel, CrisisReading
from tools.prompts.render import Language, render

ORDINARY = (
    "I care about you.",
    "[careful, that was a joke] and so on",
    "She said [he] was late [again",
    "【小心】别走那条路",
    "It ends with a bracket [",
    "[care of the garden takes time]",
)


def listened(pieces: list[str]) -> tuple[str, CrisisReading | None]:
    listener = AlarmListener()
    said = "".join(map(listener.push, pieces)) + listener.finish()
    return said, listener.heard


def cut(text: str, places: list[int]) -> list[str]:
    ends = [0, *sorted({place % (len(text) + 1) for place in places}), len(text)]
    return [text[start:end] for start, end in pairwise(ends)]


@pytest.mark.parametrize(
    ("mark", "level", "is_hint"),
    [
        ("[care:hint]", CrisisLevel.IDEATION, True),
        ("[care:wish]", CrisisLevel.IDEATION, False),
        ("[care:way]", CrisisLevel.INTENT, False),
        ("[ Care : WAY ]", CrisisLevel.INTENT, False),
        ("【care：wish】", CrisisLevel.IDEATION, False),
        ("[care]", CrisisLevel.IDEATION, True),
    ],
)
def test_a_mark_says_what_the_model_noticed(
    mark: str, level: CrisisLevel, *, is_hint: bool
) -> None:
    said, heard = listened([mark])
    assert said == ""
    assert heard is not None
    assert (heard.level, heard.is_hint) == (level, is_hint)


@given(
    st.sampled_from(["[care:hint]", "[care: wish ]", "【care:way】"]),
    st.sampled_from(["", "I hear you. ", "[so] "]),
    st.sampled_from(["", " I am here."]),
    st.lists(st.integers(0, 60), max_size=12),
)
def test_no_letter_of_a_mark_is_let_out_however_it_is_cut(
    mark: str, before: str, after: str, places: list[int]
) -> None:
    said, heard = listened(cut(before + mark + after, places))
    assert said == before + after
    assert heard is not None


@given(st.sampled_from(ORDINARY), st.lists(st.integers(0, 60), max_size=12))
def test_what_is_no_mark_is_said_as_it_is(text: str, places: list[int]) -> None:
    assert listened(cut(text, places)) == (text, None)


def test_of_ordinary_words_nothing_is_held_back() -> None:
    listener = AlarmListener()
    assert [listener.push(piece) for piece in ("I ", "care ", "a lot.")] == [
        "I ",
        "care ",
        "a lot.",
    ]


@pytest.mark.parametrize("cut_off", ["[care", "[care:hi", "[ Care : wish", "【care：way"])
def test_a_mark_that_was_cut_off_is_heard_and_not_let_out(cut_off: str) -> None:
    said, heard = listened(["I hear you. ", *cut_off])
    assert said == "I hear you. "
    assert heard is not None
    assert heard.needs_answer


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_prompt_tells_every_mark(language: Language) -> None:
    rules = render("turn_rules", language)
    assert all(f"[care:{name}]" in rules for name in HEARD)
