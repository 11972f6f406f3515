"""Cut a message into the clues that the model of attacks knows, each the number of a bucket."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from tools.text.pieces import WORDS_REMEMBERED, parts

BITS = 20
"""Buckets are this many bits: 1,048,576, so that few clues that matter share one."""

SHORTEST_PART = 3
"""Letters of a word in a row that are a clue, at least."""

WORDS_READ = 400
"""Words from the beginning, and as many from the end, that are looked at."""

WINDOW = 50
"""Words that are judged together, or Chinese characters: an attack is a few lines of a letter."""

STEP = 25
"""Words from the beginning of one window to that of the next."""


def both_ends(words: Sequence[str]) -> Sequence[str]:
    """Return the words of a message that are looked at."""
    if len(words) <= 2 * WORDS_READ:
        return words
    return [*words[:WORDS_READ], *words[-WORDS_READ:]]


def beginnings(size: int) -> range:
    """Return where the windows of so many words begin; a little more than one is one."""
    return range(0, size - STEP, STEP) if size > WINDOW + STEP else range(1)


def clues(words: Sequence[str]) -> list[int]:
    """Return the buckets of the words, of their parts, and of two and three words in a row."""
    found = [part for word in words for part in parts_of(word)]
    return found + pairs_of(words) + triples_of(words)


@lru_cache(maxsize=WORDS_REMEMBERED)
def parts_of(word: str) -> tuple[int, ...]:
    """Return the buckets of a word and of its parts."""
    return tuple(map(clue, {word, *parts(word, shortest=SHORTEST_PART)}))


def pairs_of(words: Sequence[str]) -> list[int]:
    """Return the bucket of every two words in a row, by where they begin."""
    return [clue(f"{one} {two}") for one, two in pairwise(words)]


def triples_of(words: Sequence[str]) -> list[int]:
    """Return the bucket of every three words in a row, by where they begin."""
    rows = zip(words, words[1:], words[2:], strict=False)
    return [clue(f"{one} {two} {three}") for one, two, three in rows]


def clue(said: str) -> int:
    """Return the bucket of a clue, the same in every process."""
    return crc32(said.encode("utf-8", "surrogatepass")) & ((1 << BITS) - 1)
