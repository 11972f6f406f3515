"""Layer 3, when the reply is whole: the final word on it."""

from tools.guardrails.hold_back import HoldBack
from tools.guardrails.lines import line
from tools.prompts.render import Language


def check_reply(reply: str, *, secret: str, canary: str = "") -> str | None:
    """Return why a reply may not be said, by the rules of the hold-back, or None."""
    hold_back = HoldBack(secret, canary=canary)
    hold_back.push(reply)
    hold_back.finish()
    return hold_back.broken


def in_character(language: Language, *, seed: str) -> str:
    """Return the line that takes the place of a reply that may not be said."""
    return line("in_character", language, seed=seed)
