"""Cut a text into words: Latin and other spaced words whole, Chinese one character at a time."""

import re
from typing import NamedTuple

from tools.text.normalise import normalise
from tools.text.scripts import HAN, KANA
from tools.text.simplify import simplified

_UNSPACED = f"{HAN}{KANA}"
_INVISIBLE = "\u00ad\u200b-\u200f\u2060-\u2064\ufeff"
_LETTER = f"(?:[^\\W_{_UNSPACED}]|[{_INVISIBLE}])"

WORD = re.compile(f"[{_UNSPACED}]|{_LETTER}+(?:['’]{_LETTER}+)*")
"""One word. Invisible characters do not end a word; an underscore does."""

REST_OF_WORD = re.compile(f"(?:{_LETTER}|['’])*")
"""What may follow the beginning of a spaced word and still belong to it."""

UNSPACED = re.compile(f"[{_UNSPACED}]")
"""A character that is a word of its own."""

_APOSTROPHES = re.compile("['’]")


class Word(NamedTuple):
    """A folded word and where it stands in the text, end not included."""

    text: str
    start: int
    end: int


def fold(word: str) -> str:
    """Return one word as rules compare it: small, simplified, no apostrophe, no disguise."""
    if word.isascii():
        return word.casefold().replace("'", "")
    return _APOSTROPHES.sub("", simplified(normalise(word)).casefold())


def words_of(text: str) -> list[str]:
    """Return the folded words of a text, in order."""
    return [word for word in map(fold, WORD.findall(text)) if word]


def placed_words(text: str) -> list[Word]:
    """Return the folded words of a text with their places in it."""
    words = (Word(fold(found[0]), *found.span()) for found in WORD.finditer(text))
    return [word for word in words if word.text]
