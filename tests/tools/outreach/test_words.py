from typing import get_args

from storage.records.outreach import (
    GateReason,
    OutreachKind,
    OutreachReason,
    OutreachTrigger,
    OutreachWish,
)
from tools.outreach.gates import REMINDER_GATES
from tools.outreach.words import KINDS, OF_REMINDERS, noted_words, outreach_words, passed_words
from tools.prompts.render import LANGUAGES

REASONS = {reason for kind in get_args(OutreachReason) for reason in get_args(kind) or (kind,)}
CODES = {"_consent": "no_consent", "_in_turn": "talking", "_crisis_means": "crisis_hold"}
"""The codes of gates that are not called as the function is."""


def test_everything_there_is_has_words_in_both_languages() -> None:
    for language in LANGUAGES:
        words = outreach_words(language)
        assert set(words["kinds"]) == set(words["explained"]) == set(get_args(OutreachKind))
        assert set(words["triggers"]) == set(words["reasons"]) == set(get_args(OutreachTrigger))
        assert set(words["passed"]) == set(get_args(GateReason))
        assert set(words["kept"]) == REASONS
    assert set(outreach_words("en")["said"]) == set(outreach_words("zh")["said"])


def test_a_reminder_tells_of_no_gate_that_it_was_not_asked() -> None:
    asked = [CODES.get(gate.__name__, gate.__name__[1:]) for gate in REMINDER_GATES]
    assert {*OF_REMINDERS, "crisis_hold"} == set(asked), "others are on hold when one passes it"
    assert [gate for gate, _ in passed_words("reminder", "reminder", "en")] == list(OF_REMINDERS)


def test_what_was_agreed_on_after_a_crisis_did_not_wait_for_its_end() -> None:
    told = {gate for gate, _ in passed_words("check_in", "crisis", "en")}
    assert set(get_args(GateReason)) - told == {"crisis_hold"}


def test_whoever_refuses_is_told_that_their_reminders_still_come() -> None:
    refused = OutreachWish(refuses=frozenset(KINDS))
    assert noted_words(refused, "en").endswith("what you asked to be reminded of still comes.")
    assert noted_words(refused, "zh").endswith("你请它提醒的事仍会提醒。")
