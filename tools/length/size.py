"""How long a text is, in the unit its language is written in."""

from tools.text.words import WORD


def size_of(text: str) -> int:
    """Return how many words a text has; each Chinese character counts as one."""
    return sum(1 for _ in WORD.finditer(text))
