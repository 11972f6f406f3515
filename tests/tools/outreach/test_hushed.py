from dataclasses import replace

import pytest

from tests.tools.outreach.lives import INTERVIEW, OPEN
from tools.outreach.gates import first_shut
from tools.outreach.hushed import is_hushed


@pytest.mark.parametrize(
    ("text", "event", "is_about_it"),
    [
        (
            "I wonder how this goes on: Their dad has operation on Thursday.",
            "dad's operation",
            True,
        ),
        ("不知道后来怎么样：爸爸星期四要做手术。", "爸爸的手术", True),
        ("I wonder how this goes on: their job interview.", "dad's operation", False),
        ("不知道面试怎么样。", "爸爸的手术", False),
    ],
)
def test_a_thought_of_what_is_not_to_be_asked_about_is_known(
    text: str, event: str, is_about_it: bool
) -> None:
    assert is_hushed(text, [event]) is is_about_it


def test_nothing_is_written_first_about_what_is_not_to_be_asked_about_but_a_reminder() -> None:
    hushed = replace(OPEN, hushed=("job interview",))
    shut = first_shut(replace(INTERVIEW, trigger="continuing"), hushed)
    assert shut is not None
    assert (shut.reason, shut.until) == ("forbidden", None)
    assert first_shut(replace(INTERVIEW, kind="reminder", trigger="reminder"), hushed) is None
