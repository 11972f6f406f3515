from datetime import timedelta

import pytest

from tests.tools.loops.making import FRIDAY, asked, loop, message
from tools.loops.talk import asked_about, asks_again, to_hold_back, to_raise

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("reply", "asks"),
    [
        ("How did the interview go?", True),
        ("I remembered your interview. How was it?", True),
        ("面试怎么样了", True),
        ("Interviews can be hard. Rest well tonight.", False),
        ("How is your garden?", False),
    ],
)
def test_a_reply_asks_where_a_question_is_about_what_is_over(reply: str, asks: bool) -> None:
    over, ahead = loop("interview"), loop("interview", happens_until=FRIDAY + HOUR)
    assert asked_about(reply, [over, ahead], FRIDAY) == ([over] if asks else [])
    assert asks_again(reply, [asked("interview")], FRIDAY) is asks
    assert asked_about(reply, [asked("interview")], FRIDAY) == []
    assert not asks_again(reply, [over], FRIDAY)


def test_a_talk_begins_with_what_is_due_and_goes_on_without() -> None:
    small, great, later = (
        loop("film", importance=0.3),
        loop("interview", importance=0.9),
        loop("exam", due_from=FRIDAY + HOUR),
    )
    loops = [small, great, later, asked("trip")]
    assert to_raise(loops, [], now=FRIDAY) == [great, small]
    assert to_raise(loops, [], unspoken=["the interview"], now=FRIDAY) == [small]
    hushed = loop("film", do_not_ask=True, status="closed")
    assert to_raise([*loops, hushed], [], now=FRIDAY) == [great]
    window = [message("hi", at=FRIDAY - minutes * HOUR / 60) for minutes in (30, 20, 10)]
    assert to_raise(loops, window, now=FRIDAY) == []
    assert to_raise(loops, window, now=FRIDAY + 2 * HOUR)[:1] == [great]


def test_what_was_asked_or_is_unwelcome_is_held_back_for_a_while() -> None:
    hushed = loop("divorce", do_not_ask=True, status="closed", closed_at=FRIDAY)
    once = asked("interview")
    assert to_hold_back([loop("exam"), hushed, once], FRIDAY) == [hushed, once]
    assert to_hold_back([hushed, once], FRIDAY + timedelta(days=90)) == []
