"""What a person is told of messages that come first, in their language."""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import get_args

from storage.records.outreach import (
    GateReason,
    OutreachKind,
    OutreachReason,
    OutreachTrigger,
    OutreachWish,
)
from tools.prompts.render import Language

KINDS: Sequence[OutreachKind] = get_args(OutreachKind)
"""In the order in which they are told: what was asked for comes before what was not."""

OF_REMINDERS: Sequence[GateReason] = (
    "unknown_zone",
    "no_consent",
    "minor_hours",
    "quiet_hours",
    "talking",
    "settled",
    "asked_before",
    "stale",
    "not_due",
    "no_channel",
)
"""What a reminder is asked; words that were ordered pass what keeps others in measure.

The hold after a crisis is not told of: what one passes in it is still on hold for others.
"""


def kind_name(kind: OutreachKind, language: Language) -> str:
    """Return what a kind of message is called."""
    return outreach_words(language)["kinds"][kind]


def kind_explained(kind: OutreachKind, language: Language) -> str:
    """Return what somebody agrees to who agrees to a kind."""
    return outreach_words(language)["explained"][kind]


def trigger_words(trigger: OutreachTrigger, language: Language) -> str:
    """Return what brought a message to mind, in a sentence."""
    return outreach_words(language)["triggers"][trigger]


def reason_words(trigger: OutreachTrigger, language: Language) -> str:
    """Return what would bring a message to mind, in a few words."""
    return outreach_words(language)["reasons"][trigger]


def kept_words(reason: OutreachReason, language: Language) -> str:
    """Return why a message is not written."""
    return outreach_words(language)["kept"][reason]


def passed_words(
    kind: OutreachKind, trigger: OutreachTrigger, language: Language
) -> Sequence[tuple[GateReason, str]]:
    """Return what a message that was sent had been asked before, a sentence for each gate.

    The one that was agreed on after a crisis is sent while everything else is on hold.
    """
    asked: Sequence[GateReason] = OF_REMINDERS if kind == "reminder" else get_args(GateReason)
    words = outreach_words(language)["passed"]
    return [
        (reason, words[reason])
        for reason in asked
        if not (trigger == "crisis" and reason == "crisis_hold")
    ]


def agreed_words(kinds: Collection[OutreachKind], language: Language) -> str:
    """Return what some kinds are called, one after the other."""
    between = outreach_words(language)["said"]["between"]
    return between.join(kind_name(kind, language) for kind in KINDS if kind in kinds)


def hours_words(wish: OutreachWish, language: Language) -> str:
    """Return when somebody wants to be written to, as far as they said; empty where they did not.

    Returns:
        Sentences such as "Not before 09:00. Not after 22:00."
    """
    said = outreach_words(language)["said"]
    told = {"not_before": wish.not_before, "not_after": wish.not_after}
    lines = [said[key].format(time=f"{time:%H:%M}") for key, time in told.items() if time]
    return (" " if language == "en" else "").join(lines)


def noted_words(wish: OutreachWish, language: Language) -> str:
    """Return what a person is told when their words were stored."""
    said, hours = outreach_words(language)["said"], hours_words(wish, language)
    if wish.allows:
        noted = said["allowed_now"].format(kinds=agreed_words(wish.allows, language))
    else:
        noted = said["refused_now" if wish.refuses else "hours_now"]
    return f"{noted} {hours}".strip() if language == "en" else f"{noted}{hours}"


@cache
def outreach_words(language: Language) -> Mapping[str, Mapping[str, str]]:
    """Return every word of one language, by its group."""
    text = files("tools.outreach").joinpath(f"words_{language}.toml").read_text("utf-8")
    return tomllib.loads(text)
