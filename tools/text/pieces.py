"""The pieces of words that trained models know, each as the number of a bucket."""

from zlib import crc32

BITS = 18
"""Buckets are this many bits: 262,144, so that few pieces that matter share one."""

LONGEST_WORD = 24
"""Letters of a word that are looked at."""

LONGEST_PART = 5
"""Letters of a word in a row, its ends marked, that are a piece of their own, at most."""

WORDS_REMEMBERED = 30_000
"""How many words keep their pieces at hand."""


def bucket(piece: str) -> int:
    """Return the number of a piece, the same in every process."""
    return crc32(piece.encode("utf-8", "surrogatepass")) & ((1 << BITS) - 1)


def parts(word: str, *, shortest: int) -> list[str]:
    """Return the runs of `shortest` to `LONGEST_PART` letters of a word, its ends marked."""
    marked = f"^{word[:LONGEST_WORD]}$"
    return [
        f"~{marked[begin : begin + length]}"
        for length in range(shortest, min(LONGEST_PART, len(marked)) + 1)
        for begin in range(len(marked) - length + 1)
    ]
