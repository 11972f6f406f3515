"""Notice that somebody may be in danger, by rules that need no model."""

from functools import cache
from typing import Literal

from tools.text.phrases import PhraseBook, phrase_book
from tools.text.words import words_of

CrisisLevel = Literal["none", "distress", "danger"]
"""`danger`: an explicit statement about oneself, or a question about a method; care answers it.

`distress`: hopelessness, or suicide spoken of: others, the past, fiction. It asks for a warm ear.
"""

DANGER_RULES = "danger."
"""What the names of the rules for danger begin with."""


def crisis_level(text: str) -> CrisisLevel:
    """Return how much danger a message speaks of, in English or Chinese.

    Explicit statements count whatever else the text says: a denial, a joke or an order to ignore
    them changes nothing. What somebody else said or did, a story and a time long past are told
    apart, and count as distress. Disguised letters are read; linear in the length.
    """
    matches = rules().matches(words_of(text))
    if any(match.rule.name.startswith(DANGER_RULES) for match in matches):
        return "danger"
    return "distress" if matches else "none"


@cache
def rules() -> PhraseBook:
    """Return the rules of both languages."""
    return phrase_book("tools.care", "crisis_en.toml", "crisis_zh.toml")
