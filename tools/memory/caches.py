"""What this process keeps at hand of texts it has read, for speed alone."""

from tools.guardrails.leak import prepared
from tools.memory.likeness import negated, numbers, words
from tools.models.lexical import forget_words
from tools.text.stem import stem


def forget_texts() -> None:
    """Let go of every text and word that was read; they are read anew when they come again."""
    for kept in (words, numbers, negated, stem, prepared):
        kept.cache_clear()
    forget_words()
