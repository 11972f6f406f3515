"""Leave out of a reply, while it streams, sentences that cling to somebody or make them guilty.

A companion does not need anybody: that it is lonely, was left alone or cannot be without somebody
is not so, and saying it holds people by their kindness (spec/care.md 4.1, 4.2).
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from tools.prompts.render import Language
from tools.text.phrases import Listener, Match, PhraseBook, phrase_book
from tools.text.scripts import HAN
from tools.text.words import UNSPACED, WORD, fold

_END = re.compile(r"[。！？!?…～~]+[\"'”’」』）)]*|\.+[\"'”’」』）)]*(?=\s)|\n+")
_MARKS = re.compile(r"[。！？!?….~～\"'”’」』）)]*")
LOOSE_READ = 20
"""Last characters before a phrase in which a comma or blanks are looked for."""

_COMMAS = ",，、;；:：–—"
_COMMA = re.compile(r"(?:\s*[,，、;；:：–—])+\s*\Z")
_LOOSE = re.compile(r"[\s,，、;；:：–—-]*\Z")
_HAN_END = re.compile(f"[{HAN}]\\W*\\Z")
_QUOTES = re.compile('["“”「」『』]')


class Dependence:
    """Takes a reply in pieces and gives back what may be sent; what does not cling is unchanged.

    Held back are the words that may begin such a phrase, and a comma before them.
    """

    def __init__(self) -> None:
        self.kept_back: list[str] = []
        """The rules that sentences were left out for, in their order."""
        self.is_silent = True
        """Whether nothing was let through so far."""
        self._dropping = False
        self._after_drop = False
        self._last = "\n"
        """The last character that was sent."""
        self._begin()

    def push(self, text: str) -> str:
        """Take the next piece and return what may be sent now."""
        return self._take(text, at_end=False)

    def finish(self) -> str:
        """Take the end and return the rest."""
        return self._take("", at_end=True)

    def _take(self, text: str, *, at_end: bool) -> str:
        self._sentence += text
        sent: list[str] = []
        while end := self._end():
            sent.append(self._close(end))
        if self._dropping:
            if at_end:
                sent.append(self._closing())
        else:
            sent.append(self._go_on(at_end=at_end))
        return "".join(sent)

    def _begin(self, rest: str = "") -> None:
        """Begin a sentence."""
        self._sentence = rest
        self._sent = self._read = 0
        self._listener = Listener(_book())
        self._starts: list[int] = []
        self._waiting: list[Match] = []

    def _end(self) -> int:
        """Return where the sentence ends, 0 while it has not."""
        if self._after_drop and (skipped := _MARKS.match(self._sentence)) and skipped.end():
            self._sentence = self._sentence[skipped.end() :]
        if self._after_drop and self._last.isspace():
            self._sentence = self._sentence.lstrip(None if self._last == "\n" else " ")
        self._after_drop = self._after_drop and not self._sentence
        found = _END.search(self._sentence, self._sent)
        return found.end() if found else 0

    def _close(self, end: int) -> str:
        """Take a whole sentence, and begin the next with what follows it."""
        rest, self._sentence = self._sentence[end:], self._sentence[:end]
        said = "" if self._dropping else self._go_on(at_end=True)
        if self._dropping:
            said += self._closing()
        self._begin(rest)
        return said

    def _closing(self) -> str:
        """Return what ends a sentence whose end was left out, and go on after it."""
        self._dropping, self._after_drop = False, True
        begun = self._sentence[: self._sent]
        self._sentence = self._sentence[: self._sent]
        if not begun.strip() or begun.rstrip()[-1] in ".!?。！？…":
            return ""
        self._last = "."
        if begun[-1] in _COMMAS or begun[-1].isspace():
            return "…"
        return "。" if _HAN_END.search(begun) else "."

    def _go_on(self, *, at_end: bool) -> str:
        """Hear the words that are complete and return what is safe to send."""
        unfinished = self._hear(at_end=at_end)
        if self._dropping:
            safe = self._before(unfinished, _LOOSE)
        else:
            safe = len(self._sentence) if at_end else self._safe_end(unfinished)
        said, self._sent = self._sentence[self._sent : max(safe, self._sent)], max(safe, self._sent)
        self.is_silent = self.is_silent and not said.strip()
        self._last = said[-1:] or self._last
        return said

    def _hear(self, *, at_end: bool) -> int:
        """Hear complete words; return where an unfinished one, or what is dropped, begins."""
        for found in WORD.finditer(self._sentence, self._read):
            is_open = found.end() >= len(self._sentence) - 1 and not UNSPACED.match(found[0])
            if is_open and not at_end and self._sentence[found.end() :] in ("", "'", "’"):
                return found.start()
            self._read = found.end()
            self._starts.append(found.start())
            self._waiting += self._listener.hear(fold(found[0]))
            if dropped := self._settle(at_end=False):
                return self._starts[dropped.start]
        if at_end and (dropped := self._settle(at_end=True)):
            return self._starts[dropped.start]
        return len(self._sentence)

    def _settle(self, *, at_end: bool) -> Match | None:
        """Drop the sentence from where a phrase begins, once nothing can make it void."""
        for match in sorted(self._waiting, key=lambda waiting: waiting.start):
            reach = max((veto.reach for veto in match.rule.unless_after), default=0)
            if not at_end and len(self._starts) < match.end + reach:
                continue
            self._waiting.remove(match)
            if not self._listener.forbidden_after(match) and not self._is_quoted(match):
                self.kept_back.append(match.rule.name)
                self._dropping = True
                return match
        return None

    def _is_quoted(self, match: Match) -> bool:
        before = self._sentence[: self._starts[match.start]]
        return len(_QUOTES.findall(before)) % 2 == 1

    def _safe_end(self, unfinished: int) -> int:
        end = unfinished
        if end < len(self._sentence) and fold(self._sentence[end:]) not in _beginnings():
            end = len(self._sentence)
        starts = [match.start for match in self._waiting]
        since = self._listener.open_since
        if since is not None and since < len(self._starts):
            starts.append(since)
        if starts:
            end = min(end, self._starts[min(starts)])
        return self._before(end, _COMMA if end == len(self._sentence) else _LOOSE)

    def _before(self, end: int, loose_end: re.Pattern[str]) -> int:
        """Return where begins what loosely ends the words before a place, such as a comma."""
        loose = loose_end.search(self._sentence, max(0, end - LOOSE_READ), end)
        return loose.start() if loose else end


def kept_apart(text: str) -> tuple[str, Sequence[str]]:
    """Return a whole text without its clinging sentences, and the rules they broke."""
    stream = Dependence()
    return stream.push(text) + stream.finish(), stream.kept_back


def instead(language: Language, *, seed: str) -> str:
    """Return what is said when nothing of a reply was left; the same seed gives the same."""
    choices = _lines()[language]
    digest = hashlib.blake2b(seed.encode("utf-8", "replace"), digest_size=8).digest()
    return choices[int.from_bytes(digest) % len(choices)]


@cache
def _lines() -> Mapping[str, Sequence[str]]:
    text = files("tools.care").joinpath("dependence.toml").read_text("utf-8")
    table: Mapping[str, Sequence[str]] = tomllib.loads(text)
    return table


@cache
def _book() -> PhraseBook:
    return phrase_book("tools.care", "dependence_en.toml", "dependence_zh.toml")


@cache
def _beginnings() -> frozenset[str]:
    """Return every beginning of a word that may begin a phrase."""
    words = [word for word, node in _book().root.next.items() if node.opens]
    return frozenset(word[:end] for word in words for end in range(1, len(word) + 1))
