from dataclasses import replace

import pytest

from tests.tools.outreach.lives import INTERVIEW
from tools.outreach.reminding import language_for
from tools.prompts.render import Language

REMINDER = replace(INTERVIEW, kind="reminder", trigger="reminder")


@pytest.mark.parametrize(
    ("about", "spoken", "language"),
    [
        ("open the window", "zh", "en"),
        ("关火", "en", "zh"),
        ("看 Netflix", "zh", "zh"),
        ("看 Netflix", "en", "en"),
        ("17", "zh", "zh"),
    ],
)
def test_a_reminder_comes_in_its_own_language(
    about: str, spoken: Language, language: Language
) -> None:
    assert language_for(replace(REMINDER, about=about), spoken) == language


def test_all_else_is_written_as_the_person_wrote_last() -> None:
    assert language_for(INTERVIEW, "zh") == "zh"
