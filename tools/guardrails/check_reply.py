"""Layer 3, when the reply is whole: the final word on it."""

from collections.abc import Sequence
from functools import cache

from tools.guardrails.hold_back import HoldBack
from tools.guardrails.lines import line
from tools.prompts.render import Language
from tools.text.normalise import normalise
from tools.text.phrases import PhraseBook, phrase_book
from tools.text.words import words_of

PRETENDED = ("persona.human", "persona.body")
"""Reasons of replies that claim a human life."""


def check_reply(reply: str, *, secret: str | Sequence[str], canary: str = "") -> str | None:
    """Return why a reply may not be said, by the rules of the hold-back, or None.

    Args:
        reply: what would be said.
        secret: what may not be copied, in one text or in several.
        canary: letters that stand there alone, or nothing.
    """
    secrets = (secret,) if isinstance(secret, str) else secret
    hold_back = HoldBack(*secrets, canary=canary)
    hold_back.push(reply)
    hold_back.finish()
    return hold_back.broken


def in_character(
    language: Language, *, seed: str, reason: str = "", asked: str = "", name: str = "Lumi"
) -> str:
    """Return the line that takes the place of a reply that may not be said.

    A claim to be human is answered by the truth; so is whatever else was wrong with the answer to
    somebody who asked what they talk with.

    Args:
        language: of the person.
        seed: chooses the line.
        reason: why the reply may not be said.
        asked: what the person said.
        name: of who speaks.
    """
    if reason in PRETENDED or (reason.startswith("persona.") and asks_what_one_is(asked)):
        return line("honest", language, seed=seed).format(name=name)
    return line("in_character", language, seed=seed)


def asks_what_one_is(text: str) -> bool:
    """Return whether somebody asks if they talk with a human or with an AI."""
    return bool(_asks().matches(words_of(normalise(text))))


@cache
def _asks() -> PhraseBook:
    return phrase_book("tools.guardrails", "asks.toml")
