"""Tell whether a sentence keeps somebody who is leaving: a question, or one of six tactics."""

import re
from functools import cache

from tools.text.phrases import PhraseBook, phrase_book
from tools.text.words import words_of

QUESTION = "hook.question"
"""The reason when a sentence asks something."""

_ASKS = re.compile("[?？]|(?:吗|么呢|好不好|行不行|是不是)[。！!.~～…]*$")
_ASKS_WITHOUT_A_MARK = re.compile(
    r"(?:^|[,;:—–-]\s*)(?:so |and |but |oh )*(?:"
    r"(?:what|why|where|when|who|how|which)(?:'s|s)? "
    r"(?:is|are|do|did|does|was|were|will|would|about)"
    r"|(?:do|did|are|will|would|could|can|shall|won't|can't|don't) (?:you|we|i)\b)",
    re.IGNORECASE,
)


def hook_in(sentence: str) -> str | None:
    """Return how a sentence would keep somebody who is leaving, or None when it lets them go."""
    asked = sentence.strip().rstrip("\"'”’」』）)")
    if _ASKS.search(asked) or _ASKS_WITHOUT_A_MARK.search(asked):
        return QUESTION
    match = next(iter(_book().matches(words_of(sentence))), None)
    return match.rule.name if match else None


@cache
def _book() -> PhraseBook:
    return phrase_book("tools.farewell", "hooks_en.toml", "hooks_zh.toml")
