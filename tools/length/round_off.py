"""End a reply that has grown long enough, at the end of a sentence and never inside one."""

import re

from tools.length.size import size_of
from tools.length.sort import folded, small_messages
from tools.text.sentences import SentenceStream

ENOUGH = 0.6
"""Share of the limit from which a reply may end; until then every sentence is sent as it comes."""

FITS = 1.2
"""Share of the limit up to which one more sentence is sent: a reply that keeps to what it was asked
for is never touched, and one that does not overshoots by a few words and not by a sentence."""

_CLAUSE = re.compile("[,，、;；—–~～!！.。…?？\\n]")
_LIST_LINE = re.compile(
    r"\s*(?:[-*•·+]|\d{1,3}[.)、:：]|[（(]?[a-z一二三四五六七八九十]{1,2}[)）、])\s*\S"
)
_LEADS_ON = re.compile("[:：,，;；—–][\"'”’」』）)*_\\s]*$")
_FENCE = "```"
_PAIRS = (
    ("(", ")"),
    ("（", "）"),
    ("[", "]"),
    ("「", "」"),
    ("『", "』"),
    ("“", "”"),
    ("《", "》"),
)

UNCLOSED_LIMIT = 400
"""Characters after which an open bracket or quotation mark was forgotten and holds no more."""


class RoundOff:
    """Takes a reply in pieces and gives back what may be sent.

    At first everything passes at once. Once there is enough, a sentence is sent when it is whole
    and still fits, and with the first that does not the reply is over. It never ends in a list, in
    code, in a quotation or behind a colon, however long they are.

    Args:
        soft: the size it is to have at most, about; None lets all of it through.
        alone: whether a first clause that stands alone ("Hey, …") may be the whole reply.
    """

    def __init__(self, soft: int | None, *, alone: bool = False) -> None:
        self.ended = False
        """Whether the reply was ended here."""
        self._soft = soft or 0
        self._is_free = soft is None
        self._alone = alone and soft is not None
        self._text = ""
        self._sent = self._whole = self._size = 0
        self._holds = False
        self._stream = SentenceStream()

    def push(self, text: str) -> str:
        """Take the next piece and return what may be sent now."""
        if self.ended:
            return ""
        if self._is_free:
            return text
        self._text += text
        return self._first_clause() if self._alone else self._go_on(text)

    def finish(self) -> str:
        """Take the end of the reply and return the rest."""
        if self.ended or self._is_free:
            return ""
        if self._holds and not self._has_room_for(self._text[self._whole :]):
            return self._end()
        return self._send(len(self._text))

    def _first_clause(self) -> str:
        """Hold a first clause that may stand alone till it is whole; end with it when it does."""
        found = _CLAUSE.search(self._text)
        if found is None and _may_stand_alone(folded(self._text)):
            return ""
        if found is None:
            self._alone = False
            return self._go_on(self._text)
        self._alone = False
        first = self._text[: found.start()]
        if found[0] not in ".。?？!！…" and folded(first) in small_messages()["stands_alone"]:
            self.ended = True
            return first.rstrip()
        return self._go_on(self._text)

    def _go_on(self, text: str) -> str:
        for sentence in self._stream.push(text):
            if self._holds and not self._has_room_for(sentence):
                return self._end()
            self._whole += len(sentence)
            self._size += size_of(sentence)
            self._holds = self._size >= ENOUGH * self._soft and self._may_end(self._whole)
        if not self._holds:
            return self._send(len(self._text))
        if not self._has_room_for(self._text[self._whole :]):
            return self._end()
        return self._send(self._last_end())

    def _has_room_for(self, more: str) -> bool:
        return self._size + size_of(more) <= FITS * self._soft

    def _end(self) -> str:
        self.ended = True
        return self._send(self._last_end())

    def _last_end(self) -> int:
        """Return where the last whole sentence ends, without the blank space behind it."""
        return len(self._text[: self._whole].rstrip())

    def _send(self, end: int) -> str:
        begin, self._sent = self._sent, max(self._sent, end)
        return self._text[begin:end]

    def _may_end(self, end: int) -> bool:
        """Say whether a reply that ends here is whole."""
        said = self._text[:end].rstrip()
        line = said.rpartition("\n")[2]
        if _LEADS_ON.search(said) or _LIST_LINE.match(line) or said.count(_FENCE) % 2:
            return False
        paragraph = re.split(r"\n\s*\n", said)[-1]
        return len(paragraph) > UNCLOSED_LIMIT or not _is_open(paragraph)


def _may_stand_alone(said: str) -> bool:
    """Say whether the first words of a reply may become a clause that stands alone."""
    return any(clause.startswith(said) for clause in small_messages()["stands_alone"])


def _is_open(text: str) -> bool:
    """Say whether a bracket or a quotation mark is open at the end of a text."""
    pairs = any(text.count(left) > text.count(right) for left, right in _PAIRS)
    return pairs or text.count('"') % 2 == 1 or text.count("**") % 2 == 1
