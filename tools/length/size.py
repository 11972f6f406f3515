"""How long a text is, in the unit its language is written in."""

from tools.text.words import WORD

MEASURED = 3_000
"""Characters that are counted of a message: five hundred words, beyond which nothing changes."""


def size_of(text: str) -> int:
    """Return how many words a text has; each Chinese character counts as one."""
    return len(WORD.findall(text))


def size_of_message(text: str) -> int:
    """Return the size of a message as far as an answer follows it, in the same time for any."""
    return size_of(text[:MEASURED])
