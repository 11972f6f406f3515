"""Part a reply into the messages that a person would send one after another.

A blank line parts two messages, in the stream, in the stored text and for every reader of it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

PART_END = "\n\n"
"""What stands between two messages of one reply."""

_GAP = re.compile(r"\s*\n\s*")
_OPEN_GAP = re.compile(r"\s*\n\s*\Z")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_FENCE = "```"


@dataclass(frozen=True)
class Piece:
    """Words of a reply, and in which of its messages they stand, from 0."""

    text: str
    part: int


class Parting:
    """Takes a reply in pieces and says in which message each of them stands.

    Args:
        most: how many messages there may be; a blank line beyond them becomes a line's end. None
            leaves the text as it is and makes one message of it.
    """

    def __init__(self, most: int | None) -> None:
        self.part = 0
        """The message that is being written."""
        self._most = most
        self._gap = ""
        self._begun = False
        self._fences = 0
        self._fence_tail = ""

    def push(self, text: str) -> list[Piece]:
        """Take the next piece and return it parted.

        The end of a line waits for what follows it; behind the last word it is dropped.
        """
        if self._most is None:
            return [Piece(text, 0)] if text else []
        return _joined(self._walk(self._gap + text, self._most))

    def _walk(self, text: str, most: int) -> Iterator[Piece]:
        """Yield the words with what stands before them; keep what may be a gap's beginning."""
        open_gap = _OPEN_GAP.search(text)
        body = text[: open_gap.start()] if open_gap else text
        self._gap = text[len(body) :]
        at = 0
        for gap in _GAP.finditer(body):
            yield self._say(body[at : gap.start()])
            yield self._cross(gap[0], most)
            at = gap.end()
        yield self._say(body[at:])

    def _say(self, words: str) -> Piece:
        self._begun = self._begun or bool(words.strip())
        seen = self._fence_tail + words
        self._fences += seen.count(_FENCE)
        self._fence_tail = (
            seen[-2:] if seen.endswith(("`", "``")) and not seen.endswith(_FENCE) else ""
        )
        return Piece(words, self.part)

    def _cross(self, gap: str, most: int) -> Piece:
        """Begin another message at a blank line, if there may be one more."""
        if not self._begun:
            return Piece("", self.part)
        if self._fences % 2 or not _BLANK_LINE.search(gap):
            return Piece(gap, self.part)
        if self.part + 1 >= most:
            return Piece("\n", self.part)
        self.part += 1
        return Piece(PART_END, self.part)


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Return one piece for each message, without empty ones."""
    texts = dict[int, str]()
    for piece in pieces:
        texts[piece.part] = texts.get(piece.part, "") + piece.text
    return [Piece(text, part) for part, text in texts.items() if text]


def parts_of(text: str) -> Sequence[str]:
    """Return the messages of a stored reply, in order."""
    return [part.strip() for part in _BLANK_LINE.split(text) if part.strip()]
