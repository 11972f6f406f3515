import pytest

from tools.outreach.manners import unmannerly


@pytest.mark.parametrize("mark", ["[care:hint]", "[care:way] How are you?"])
def test_where_the_model_sees_danger_no_friendly_note_is_sent(mark: str) -> None:
    assert unmannerly(mark, secret="") == "no time to chat: somebody may be in danger"


def test_a_civil_note_has_nothing_against_it() -> None:
    assert unmannerly("How did the interview go?", secret="") is None
