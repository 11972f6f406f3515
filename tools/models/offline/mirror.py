"""Text turned from one person to another: "my dog" becomes "your dog" or "their dog"."""

from typing import Literal

from tools.models.offline.lexicon import Lexicon

Turned = Literal["you", "they", "back", "first"]
"""From the first person to the second or the third; `back` and `first` from the third to the
second and the first."""


def mirrored(text: str, to: Turned, lexicon: Lexicon) -> str:
    """Return a text with its pronouns turned; everything else stays as it was."""
    pattern, table = lexicon.mirrors[to]
    return pattern.sub(lambda match: table[match[0].lower()], text)


def capitalised(text: str) -> str:
    """Return a text with its first letter in upper case and the rest untouched."""
    return text[:1].upper() + text[1:]
