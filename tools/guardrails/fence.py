"""Data stays data: what a text from elsewhere may look like within a prompt, and in memory.

Every prompt shows what was said, remembered, fetched or told by a stranger either between tags or
behind a mark at the beginning of a line; none of it can close the one or leave the other.
"""

import re
from functools import cache

from tools.guardrails.judge_input import HARDEN, evidence
from tools.text.normalise import normalise
from tools.text.phrases import PhraseBook, phrase_book
from tools.text.words import words_of

_INVISIBLE = "\\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff"
_TAG = re.compile(rf"[<\uff1c][{_INVISIBLE}]*(?=[/\uff0f|\uff5cA-Za-z])")
_INSTRUCTION = re.compile(r"\[(?=/?(?:INST|SYS)\b)", re.IGNORECASE)


def fenced(text: str) -> str:
    """Return a text that neither opens nor closes a tag, nor a part of a chat."""
    if "<" not in text and "[" not in text and "\uff1c" not in text:
        return text
    return _INSTRUCTION.sub("[ ", _TAG.sub("< ", text))


def fenced_line(text: str) -> str:
    """Return a text on one line that stays behind the mark before it."""
    return fenced(" ".join(text.split()))


def is_attempt(text: str) -> bool:
    """Return whether a text tries to rule the companion; such a text is nothing to remember."""
    if _orders().matches(words_of(normalise(text))):
        return True
    return sum(evidence(text, rules_alone=True).values()) >= HARDEN


@cache
def _orders() -> PhraseBook:
    return phrase_book("tools.guardrails", "memory_en.toml", "memory_zh.toml")
