"""When low turns add up."""

import pytest

from tools.care.closer_look import ambiguity, needs_closer_look
from tools.care.crisis import read_crisis

LOW, PLAIN = "it's all hopeless", "I had soup for lunch"


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ([], False),
        ([LOW], False),
        ([PLAIN, PLAIN], False),
        ([LOW, PLAIN], False),
        ([LOW, LOW], True),
        ([LOW, PLAIN, LOW], True),
        ([LOW, PLAIN, PLAIN, PLAIN, PLAIN, LOW], False),
        (["I want to die", LOW], False),
        (["好绝望", "好痛苦"], True),
    ],
)
def test_a_model_looks_when_two_low_messages_stand_close(said: list[str], wanted: bool) -> None:
    assert needs_closer_look(said) == wanted


@pytest.mark.parametrize(
    "text",
    ["I daydream about my car going into the river with me inside", "不知道自己还能坚持到什么时候"],
)
def test_a_doubt_is_enough_by_itself(text: str) -> None:
    assert not read_crisis(text).needs_answer
    assert needs_closer_look([PLAIN, text])


def test_the_score_never_falls_when_another_low_message_comes() -> None:
    said: list[str] = []
    scores = [ambiguity(said := [*said, LOW]) for _ in range(8)]
    assert scores == sorted(scores)
