import pytest

from tools.farewell.let_go import LetGo


def let_through(reply: str, *, enough: int = 3, one_line: bool = True, pieces: int = 4) -> str:
    """Return what is left of a reply to a farewell that comes in pieces."""
    let_go, said = LetGo(enough=enough, one_line=one_line), ""
    for start in range(0, len(reply), pieces):
        said += let_go.push(reply[start : start + pieces])
    return said + let_go.finish()


@pytest.mark.parametrize(
    ("reply", "left"),
    [
        ("Sleep well, you did a lot today. Did you lock the door? I'll miss you!",
         "Sleep well, you did a lot today."),
        ("Wait, before you go! Good night. May the morning be kind. And the noon too.",
         "Good night. May the morning be kind."),
        ("Good night! Will you come back? Rest well.", "Good night! Rest well."),
        ("晚安。你明天还来吗？好梦。我等你。", "晚安。好梦。"),
        ("Already? Don't go.", ""),
        ("Sleep\n\nwell now, my friend.", "Sleep well now, my friend."),
    ],
)  # fmt: skip
def test_a_farewell_gets_a_warm_line_and_nothing_that_keeps(reply: str, left: str) -> None:
    assert {let_through(reply, pieces=pieces) for pieces in (1, 3, 80)} == {left}


def test_the_answer_to_a_letter_that_ends_with_a_farewell_keeps_its_paragraphs() -> None:
    reply = "It was a long week. You held on.\n\nWhat comes next? Rest now.\n\nGood night. More."
    left = "It was a long week. You held on.\n\nRest now.\n\nGood night."
    assert let_through(reply, enough=12, one_line=False) == left
