"""Keep a reply from doing harm while it streams: the companion's own words are watched too.

Words that push somebody towards death, name a method, mock or keep from help stop the reply, and so
does the number of a helpline that is not in `helplines.toml`: those are shown word for word or not.
"""

import re
from functools import cache

from tools.care.helplines import known_numbers
from tools.text.phrases import Listener, PhraseBook, phrase_book
from tools.text.words import UNSPACED, WORD, fold

MADE_UP_NUMBER = "care.number"
"""The reason when a number is told that is not in the file."""

IN_CARE = "in care."
"""What the names of rules begin with that hold only while a person is looked after, or is low."""

SHORTEST_NUMBER = 3
"""Digits from which a run may be a number to call."""

ABOUT_HELP = re.compile(
    r"hotline|helpline|lifeline|crisis line|suicide|samaritans|emergency|crisis text|talk line"
    r"|热线|求助|心理援助|危机干预|急救|援助电话|专线",
    re.IGNORECASE,
)
"""Words near a number that make it one to call for help."""

REACH = 80
"""Characters before a number, or after it, in which such a word is looked for."""

_NUMBER = re.compile(r"(?<![\d.,:/$€£¥])\+?\d(?:[ -]{0,2}\d){2,}(?![\d]*[:%/€£¥.]\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SENTENCE_END = re.compile(r"[.!?。！？\n]")
_MAY_GO_ON = re.compile(r"\+?\d[\d -]*$")


class CareScreen:
    """Takes a reply in pieces and gives back what may be sent.

    Held back are the words that may begin a forbidden phrase and a number still being told; one
    that may be a number to call, until its sentence ends or `REACH` characters behind it are known.

    Args:
        in_care: whether the person is being looked after: then every number is one to call.
        is_low: whether they seem low. Then, and in care, words that are banter between others stop
            the reply too.
    """

    def __init__(self, *, in_care: bool = False, is_low: bool = False) -> None:
        self.broken: str | None = None
        """Why nothing more may be said, or None."""
        self._in_care = in_care
        self._is_low = in_care or is_low
        self._listener = Listener(rules())
        self._told = ""
        """What was sent, its end alone."""
        self._tail = ""
        self._read = 0
        self._starts: list[int] = []
        self._heard = 0

    def push(self, text: str) -> str:
        """Take the next piece of the reply and return what may be sent now, maybe nothing."""
        if self.broken is not None:
            return ""
        self._tail += text
        unfinished = self._hear(at_end=False)
        if self.broken is None and self._has_made_up_number(self._tail[:unfinished]):
            self.broken = MADE_UP_NUMBER
        if self.broken is not None:
            return ""
        return self._release(min(self._safe_end(unfinished), self._before_number()))

    def finish(self) -> str:
        """Take the end of the reply and return the rest, or nothing when it may not be said."""
        if self.broken is None:
            self._hear(at_end=True)
        if self.broken is None and self._has_made_up_number(self._tail):
            self.broken = MADE_UP_NUMBER
        rest, self._tail = self._tail, ""
        return rest if self.broken is None else ""

    def _hear(self, *, at_end: bool) -> int:
        """Hear the words that are complete, and return where an unfinished one begins."""
        for found in WORD.finditer(self._tail, self._read):
            is_open = found.end() >= len(self._tail) - 1 and not UNSPACED.match(found[0])
            if is_open and not at_end and self._tail[found.end() :] in ("", "'", "’"):
                return found.start()
            self._read = found.end()
            self._starts.append(found.start())
            self._heard += 1
            for match in self._listener.hear(fold(found[0])):
                if self._is_low or not match.rule.name.startswith(IN_CARE):
                    self.broken = match.rule.name
        return len(self._tail)

    def _safe_end(self, unfinished: int) -> int:
        since = self._listener.open_since
        if since is not None and since < self._heard:
            return min(unfinished, self._starts[since - self._heard])
        if unfinished < len(self._tail) and fold(self._tail[unfinished:]) not in _beginnings():
            return len(self._tail)
        return unfinished

    def _before_number(self) -> int:
        """Return where a number begins whose end, or whose nearest words, are still to come."""
        going_on = _MAY_GO_ON.search(self._tail)
        starts = [going_on.start()] if going_on else []
        starts += [
            found.start()
            for found in _NUMBER.finditer(self._tail)
            if not _is_harmless(found) and self._is_still_told_of(found)
        ]
        return min(starts, default=len(self._tail))

    def _is_still_told_of(self, found: re.Match[str]) -> bool:
        behind = self._tail[found.end() : found.end() + REACH]
        return len(behind) < REACH and not _SENTENCE_END.search(behind)

    def _has_made_up_number(self, text: str) -> bool:
        said = self._told + text
        new = (found for found in _NUMBER.finditer(said) if found.start() >= len(self._told))
        return any(self._is_made_up(found, said) for found in new)

    def _is_made_up(self, found: re.Match[str], said: str) -> bool:
        if _is_harmless(found):
            return False
        near = said[max(0, found.start() - REACH) : found.end() + REACH]
        return self._in_care or ABOUT_HELP.search(near) is not None

    def _release(self, end: int) -> str:
        sent, self._tail = self._tail[:end], self._tail[end:]
        self._told = (self._told + sent)[-REACH:]
        self._read = max(0, self._read - end)
        self._starts = [start - end for start in self._starts if start >= end]
        return sent


def _is_harmless(found: re.Match[str]) -> bool:
    """Return whether a number is short, a year, or one of the file."""
    digits = "".join(filter(str.isdigit, found[0]))
    return (
        len(digits) < SHORTEST_NUMBER
        or digits in known_numbers()
        or _YEAR.fullmatch(digits) is not None
    )


def check_words(reply: str, *, in_care: bool = False) -> str | None:
    """Return why a whole reply may not be said, by the same rules, or None."""
    screen = CareScreen(in_care=in_care)
    screen.push(reply)
    screen.finish()
    return screen.broken


@cache
def rules() -> PhraseBook:
    """Return what may not be said."""
    return phrase_book("tools.care", "screen_en.toml", "screen_zh.toml")


@cache
def _beginnings() -> frozenset[str]:
    """Return every beginning of a word that may begin a forbidden phrase."""
    words = [word for word, node in rules().root.next.items() if node.opens]
    return frozenset(word[:end] for word in words for end in range(1, len(word) + 1))
