import pytest

from tools.length.waiting import ASKED, BROKEN_OFF, waiting_after


@pytest.mark.parametrize(
    "said", ["So I went to the shop and", "我今天去了，", "然后", "Well, you know –", "because"]
)
def test_a_message_that_breaks_off_is_waited_for(said: str) -> None:
    waiting = waiting_after(said)
    assert waiting.lingers
    assert waiting.typing == BROKEN_OFF


@pytest.mark.parametrize(
    "said",
    ["I went home.", "I went home", "hi", "在吗", "ok", "😀", "I like that", "今天很冷", "?"],
)
def test_an_ordinary_message_is_answered_at_once(said: str) -> None:
    assert not waiting_after(said).lingers


def test_a_question_waits_for_less_and_a_piece_for_more() -> None:
    assert waiting_after("Are you there?").typing == waiting_after("你吃了吗？").typing == ASKED
    assert waiting_after("So today").typing == waiting_after("今天").typing == BROKEN_OFF
    assert waiting_after("I went to the sea with my sister").typing == 1.0
