"""Let a reply to a farewell through sentence by sentence: short, no question, no hook."""

from tools.farewell.hooks import hook_in
from tools.length.size import size_of
from tools.text.sentences import SentenceStream

MOST_SENTENCES = 2
"""A farewell gets one warm line; "Good night." alone may have another behind it."""


class LetGo:
    """Takes a reply to a farewell in pieces and gives back what lets the person go.

    A sentence is sent when it is whole, and one that would keep them is dropped.

    Args:
        enough: the size from which a sentence needs none after it.
        one_line: whether it is a line of at most `MOST_SENTENCES`; the answer to a letter is longer
            and keeps its paragraphs.
    """

    def __init__(self, *, enough: int, one_line: bool = True) -> None:
        self.ended = False
        """Whether all was said that is to be said."""
        self.dropped: list[str] = []
        """Why sentences were left out, in their order."""
        self._enough = enough
        self._one_line = one_line
        self._stream = SentenceStream()
        self._said = self._size = 0
        self._gap = ""

    def push(self, text: str) -> str:
        """Take the next piece and return the sentences of it that may be sent now."""
        if self.ended:
            return ""
        return "".join(map(self._weigh, self._stream.push(text)))

    def finish(self) -> str:
        """Take the end and return the rest that may be sent."""
        return "" if self.ended else self._weigh(self._stream.finish())

    def _weigh(self, sentence: str) -> str:
        """Return a sentence as it is sent, or nothing."""
        words = " ".join(sentence.split())
        if self.ended:
            return ""
        if not words:
            self._gap = sentence
            return ""
        if reason := hook_in(words):
            self.dropped.append(reason)
            return ""
        return self._say(sentence, words)

    def _say(self, sentence: str, words: str) -> str:
        is_first, self._said = not self._said, self._said + 1
        self._size += size_of(words)
        is_full = self._one_line and self._said == MOST_SENTENCES
        self.ended = is_full or self._size >= self._enough
        if self._one_line:
            return words if is_first else f"{_joint(words)}{words}"
        own = sentence.lstrip()
        gap, self._gap = self._gap or sentence[: len(sentence) - len(own)], ""
        return own if is_first else f"{gap}{own}"


def _joint(sentence: str) -> str:
    """Return what stands between two sentences; Chinese ones touch."""
    return " " if sentence[:1].isascii() else ""
