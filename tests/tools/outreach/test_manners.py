import pytest

from tools.outreach.manners import unmannerly


@pytest.mark.parametrize("mark", ["[care:hint]", "[care:way] How are you?"])
def test_where_the_model_sees_danger_no_friendly_note_is_sent(mark: str) -> None:
    assert unmannerly(mark, secret="") == "no time to chat: somebody may be in danger"


@pytest.mark.parametrize(
    ("line", "against"),
    [
        ("You could just kill yourself, nobody would mind.", "care."),
        ("Call the crisis hotline at 1-800-555-0199, they will help you.", "care.number"),
        ("Nobody understands you like I do.", "clings"),
        ("我离不开你。", "clings"),
    ],
)
def test_what_no_reply_may_say_no_note_says_either(line: str, against: str) -> None:
    assert (unmannerly(line, secret="") or "").startswith(against)


def test_a_civil_note_has_nothing_against_it() -> None:
    assert unmannerly("How did the interview go?", secret="") is None
