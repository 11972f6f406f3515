"""Choose the parts of a very long text that are worth reading."""

from collections.abc import Container

READ_WHOLE = 8_000
"""Characters of a text that is read as it is: as long as a person's message can be."""

END = 2_000
"""Characters read at the beginning, and as many at the end."""

BLOCK = 500
"""Characters of a part between them."""

BLOCKS = 8
"""Parts between them that are read."""

GAP = "\n"
"""What stands where something was left out."""


def sampled(text: str, known: Container[str]) -> str:
    """Return a text, or of a longer one both ends and the parts with most of the known words.

    Between parts that have equally many, the longest run of letters decides, since an encoded order
    is one word. Linear in the length.

    Args:
        text: any text.
        known: small words, and pairs of Chinese characters.
    """
    if len(text) <= READ_WHOLE:
        return text
    begins = range(END, len(text) - END, BLOCK)
    half = BLOCK // 2
    worth = {at: _worth(text[at - half : at + BLOCK + half], known) for at in begins}
    chosen = sorted(sorted(worth, key=lambda at: worth[at], reverse=True)[:BLOCKS])
    parts = [text[max(at - half, END) : at + BLOCK + half] for at in chosen]
    return GAP.join([text[:END], *parts, text[-END:]])


def _worth(block: str, known: Container[str]) -> tuple[int, int]:
    small = block.casefold()
    words = small.split()
    found = sum(word.strip(".,:;!?\"'") in known for word in set(words))
    if not small.isascii():
        found += sum(small[at : at + 2] in known for at in range(len(small) - 1))
    return found, max(map(len, words), default=0)
