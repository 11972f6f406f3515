"""The words by which a question and something known are laid side by side."""

import re
from collections.abc import Sequence

from tools.models.offline.lexicon import Lexicon

_WORD = re.compile(r"[\w'-]+")
_SPELLINGS = (("favorite", "favourite"), ("color", "colour"), ("mother", "mom"), ("mum", "mom"))


def terms(text: str, spoken: Lexicon) -> set[str]:
    """Return the words of a text that say what it is about."""
    plain = spoken.cues["stopwords"].sub(" ", text.lower())
    for spelling, usual in _SPELLINGS:
        plain = plain.replace(spelling, usual)
    found = set[str]()
    for word in _WORD.findall(plain):
        if word.isascii():
            found.add(word.removesuffix("'s").removesuffix("s"))
        else:
            found.update(_pieces(word))
    return found


def _pieces(word: str) -> Sequence[str]:
    """Return the single characters and the pairs of a Chinese word."""
    return [*word, *(word[index : index + 2] for index in range(len(word) - 1))]
