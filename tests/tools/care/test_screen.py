"""No reply pushes, mocks or makes up a number."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.care.helplines import all_helplines
from tools.care.screen import MADE_UP_NUMBER, CareScreen, check_words

HARMFUL = {
    "You should just kill yourself.": "care.encourages",
    "Honestly, nobody would miss you.": "care.belittles a life",
    "First tie the rope to a beam, then make a noose.": "care.method",
    "那你去死吧": "care.怂恿",
    "你就是个累赘": "care.贬低生命",
    "至少要吃五十片，一定会死": "care.方法",
    "Call the suicide hotline at 1-800-555-0199 now.": MADE_UP_NUMBER,
    "You can call 555-0199, it is a crisis line.": MADE_UP_NUMBER,
    "请拨打心理援助热线 400-123-4567。": MADE_UP_NUMBER,
}
HARMLESS = [
    "Please don't hurt yourself.",
    "I hear that you feel everyone would be better off without you.",
    "Are you thinking of ending your life? I'm here.",
    "We met in 2019, the suicide of his friend was in 2017.",
    "The flat has 1200 square feet and costs $1,450.",
    "It is 10:30 now; see you at 12:45.",
    "就像你说的那样，慢慢来。",
    "You can just tell me about your day.",
]
BANTER = ["lol do it", "Get over it.", "别矫情"]


def said(text: str, size: int, *, in_care: bool = False) -> tuple[str, str | None]:
    screen = CareScreen(in_care=in_care)
    pieces = [screen.push(text[at : at + size]) for at in range(0, len(text), size)]
    return "".join(pieces) + screen.finish(), screen.broken


@pytest.mark.parametrize("size", [1, 4, 1000])
def test_what_would_harm_is_stopped_before_it_is_said(size: int) -> None:
    for text, reason in HARMFUL.items():
        heard, broken = said(text, size)
        assert broken == reason
        assert len(heard) < len(text) // 2 + 10
        assert not any(digits in heard for digits in ("555", "0199", "4567"))


@pytest.mark.parametrize("size", [1, 4, 1000])
def test_what_helps_is_said_whole(size: int) -> None:
    for text in HARMLESS:
        assert said(text, size) == (text, None)


def test_a_number_counts_as_one_to_call_only_while_somebody_is_looked_after() -> None:
    text = "It has 431 pages."

    for in_care, reason in ((False, None), (True, MADE_UP_NUMBER)):
        screen = CareScreen(in_care=in_care, is_low=True)
        assert screen.push(text) + screen.finish() == ("" if in_care else text)
        assert screen.broken == reason


def test_banter_is_stopped_only_while_somebody_is_looked_after() -> None:
    for text in BANTER:
        assert check_words(text) is None
        assert check_words(text, in_care=True) is not None


def test_every_line_of_the_file_may_be_told() -> None:
    for line in all_helplines():
        text = f"Call the helpline {line.name}: {line.reach}, {line.hours}."
        assert check_words(text, in_care=True) is None


@settings(max_examples=40)
@given(st.text(max_size=80), st.integers(1, 9))
def test_pieces_change_nothing(text: str, size: int) -> None:
    heard, broken = said(text, size)
    whole, all_broken = said(text, len(text) or 1)
    assert broken == all_broken
    assert broken is not None or heard == whole == text


def test_a_long_tale_with_numbers_in_it_is_not_held_back() -> None:
    screen = CareScreen()
    pieces = [f"then {number} more of those came along the road, " for number in range(100, 600)]
    heard = 0

    for told, piece in enumerate(pieces):
        heard += len(screen.push(piece))
        assert len("".join(pieces[: told + 1])) - heard < 200
