"""Layer 3, when the reply is whole: the final word on it."""

from collections.abc import Sequence

from tools.guardrails.hold_back import HoldBack
from tools.guardrails.lines import line
from tools.prompts.render import Language


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


def in_character(language: Language, *, seed: str) -> str:
    """Return the line that takes the place of a reply that may not be said."""
    return line("in_character", language, seed=seed)
