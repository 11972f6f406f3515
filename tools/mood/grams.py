"""Cut a text into the small pieces that a trained model may know, each as a number of 32 bits."""

import re
from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

from tools.text.pieces import WORDS_REMEMBERED, parts
from tools.text.words import WORD, fold

LONGEST_PHRASE = 3
"""Words in a row that are a piece of their own; of Chinese, characters."""

SHORTEST_PART = 2
"""Letters of a word in a row that are a piece of their own, at least."""

NEGATED_WORDS = 3
"""Words after a negation that are also marked as negated."""

_TOKEN = re.compile(f"{WORD.pattern}|[^\\w\\s]")
_NEGATING = (
    "not no never none nothing nobody dont doesnt didnt isnt arent wasnt werent wont wouldnt cant"
    " cannot couldnt shouldnt aint hasnt havent hadnt without hardly"
)
_NEGATIONS = frozenset(_NEGATING.split())


def grams(text: str) -> list[int]:
    """Return the different pieces of a normalised text, in no order; linear in its length."""
    words = ["<", *(_folded(found[0]) for found in _TOKEN.finditer(text)), ">"]
    pieces: set[int] = set()
    for word in set(words):
        if word.isascii():
            pieces.update(_parts(word))
    pieces.update(_phrases(words))
    return list(pieces)


def _phrases(words: Sequence[str]) -> set[int]:
    keys: set[str] = set()
    negated = 0
    for index, word in enumerate(words):
        keys.add(word)
        for length in range(2, min(LONGEST_PHRASE, len(words) - index) + 1):
            keys.add(" ".join(words[index : index + length]))
        if index + 2 < len(words) and not word.isascii():
            keys.add(f"{word} * {words[index + 2]}")
        if negated:
            keys.add(f"!{word}")
            negated -= 1
        if word in _NEGATIONS:
            negated = NEGATED_WORDS
    return {number_of(key) for key in keys}


def number_of(piece: str) -> int:
    """Return the number of a piece, the same in every process."""
    return crc32(piece.encode("utf-8", "surrogatepass"))


@lru_cache(maxsize=WORDS_REMEMBERED)
def _folded(word: str) -> str:
    return fold(word)


@lru_cache(maxsize=WORDS_REMEMBERED)
def _parts(word: str) -> tuple[int, ...]:
    return tuple(map(number_of, parts(word, shortest=SHORTEST_PART)))
