"""A guess at token counts, for when a provider does not tell."""

from collections.abc import Iterable

from langchain_core.messages import BaseMessage

CHARACTERS_A_TOKEN = 4.0
"""For English and other Latin text; Google and OpenAI both give "about four characters"."""

TOKENS_A_WIDE_CHARACTER = 0.7
"""For Chinese; vocabularies of 200,000 tokens hold the common words of two characters."""

TOKENS_A_MESSAGE = 4
"""What marks the beginning, role and end of a message."""


def estimate_tokens(text: str) -> int:
    """Return about how many tokens an English or Chinese text has; 0 for no text."""
    if not text:
        return 0
    more_bytes = len(text.encode("utf-8", "surrogatepass")) - len(text)
    wide = min(more_bytes // 2, len(text))  # a Chinese character has three bytes
    return max(1, round((len(text) - wide) / CHARACTERS_A_TOKEN + wide * TOKENS_A_WIDE_CHARACTER))


def estimate_prompt(prompt: Iterable[BaseMessage | str]) -> int:
    """Return about how many tokens messages or texts have; pictures and sound are not counted."""
    return sum(
        estimate_tokens(part)
        if isinstance(part, str)
        else estimate_tokens(part.text) + TOKENS_A_MESSAGE
        for part in prompt
    )
