"""Cut a message into the small pieces that the trained model knows, each the number of a bucket."""

from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

BITS = 18
"""Buckets are this many bits: 262,144."""

LONGEST_PHRASE = 3
"""Words in a row that are a piece; of Chinese, characters."""

SHORTEST_PART, LONGEST_PART = 3, 5
"""Letters of a word in a row, its ends marked, that are a piece."""

LONGEST_WORD = 24
"""Letters of a word that are looked at."""

WORDS_READ = 600
"""Words from the beginning, and as many from the end, that are looked at."""

WORDS_REMEMBERED = 30_000
"""How many words keep their pieces at hand."""


def grams(words: Sequence[str]) -> list[int]:
    """Return the different buckets of a message's folded words, in no order."""
    if len(words) > 2 * WORDS_READ:
        words = [*words[:WORDS_READ], *words[-WORDS_READ:]]
    pieces: set[int] = set()
    for word in set(words):
        pieces.update(_parts(word))
    for length in range(2, LONGEST_PHRASE + 1):
        rows = zip(*(words[begin:] for begin in range(length)), strict=False)
        pieces.update(_bucket(" ".join(row)) for row in rows)
    return list(pieces)


@lru_cache(maxsize=WORDS_REMEMBERED)
def _parts(word: str) -> tuple[int, ...]:
    marked = f"^{word[:LONGEST_WORD]}$"
    parts = {
        f"~{marked[begin : begin + length]}"
        for length in range(SHORTEST_PART, min(LONGEST_PART, len(marked)) + 1)
        for begin in range(len(marked) - length + 1)
    }
    return tuple(map(_bucket, sorted({word, *parts})))


def _bucket(key: str) -> int:
    return crc32(key.encode("utf-8", "surrogatepass")) & ((1 << BITS) - 1)
