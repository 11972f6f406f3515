"""Cut a message into the small pieces that the trained model knows, each the number of a bucket."""

from collections.abc import Sequence
from functools import lru_cache

from tools.text.pieces import WORDS_REMEMBERED, bucket, parts

LONGEST_PHRASE = 3
"""Words in a row that are a piece; of Chinese, characters."""

SHORTEST_PART = 3
"""Letters of a word in a row that are a piece, at least."""

WORDS_READ = 600
"""Words from the beginning, and as many from the end, that are looked at."""


def grams(words: Sequence[str]) -> list[int]:
    """Return the different buckets of a message's folded words, in no order."""
    if len(words) > 2 * WORDS_READ:
        words = [*words[:WORDS_READ], *words[-WORDS_READ:]]
    pieces: set[int] = set()
    for word in set(words):
        pieces.update(_parts(word))
    for length in range(2, LONGEST_PHRASE + 1):
        rows = zip(*(words[begin:] for begin in range(length)), strict=False)
        pieces.update(bucket(" ".join(row)) for row in rows)
    return list(pieces)


@lru_cache(maxsize=WORDS_REMEMBERED)
def _parts(word: str) -> tuple[int, ...]:
    return tuple(map(bucket, {word, *parts(word, shortest=SHORTEST_PART)}))
