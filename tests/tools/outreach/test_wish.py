from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from storage.records.outreach import OutreachNote, OutreachSettings
from tools.outreach.errors import WishRefused
from tools.outreach.wish import (
    LEAST,
    MOST_TOPICS,
    again_about,
    as_often,
    less_like,
    never_about,
)

SETTINGS = OutreachSettings(kinds=frozenset({"check_in"}), checks_in_after_crisis=True)
NOTE = OutreachNote(
    message_id=uuid4(),
    kind="check_in",
    trigger="silence",
    memory_ids=(),
    loop_id=None,
    score=0.5,
    sent_at=datetime(2026, 3, 2, tzinfo=UTC),
)


def test_less_like_this_ends_at_an_eighth_and_is_taken_back() -> None:
    settings = SETTINGS
    for _ in range(9):
        settings = less_like(settings, NOTE)
    assert settings == replace(SETTINGS, slower={"check_in": LEAST})
    assert as_often(settings, "greeting") == settings
    assert as_often(settings, "check_in") == as_often(settings) == SETTINGS


def test_less_of_the_question_after_a_crisis_is_none_of_it() -> None:
    assert not less_like(SETTINGS, replace(NOTE, trigger="crisis")).checks_in_after_crisis


def test_a_topic_is_kept_once_in_the_words_first_used_and_in_order() -> None:
    settings = never_about(SETTINGS, ["My  ex", "work"])
    assert never_about(settings, ["my ex", "the dog"]).forbidden == ("My ex", "work", "the dog")
    assert again_about(settings, "MY EX").forbidden == ("work",)


def test_what_is_forbidden_has_words_and_an_end() -> None:
    full = never_about(SETTINGS, [f"topic {number}" for number in range(MOST_TOPICS)])
    for settings, topic in ((full, "one more"), (SETTINGS, "  "), (SETTINGS, "x" * 101)):
        with pytest.raises(WishRefused):
            never_about(settings, [topic])
