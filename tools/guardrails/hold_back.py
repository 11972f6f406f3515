"""Layer 3, while the reply streams: let words out, but none that may be the start of a break."""

import re
from functools import cache

from tools.guardrails.leak import LeakListener, prepared, prepared_canary
from tools.guardrails.markup import MarkupScreen
from tools.text.phrases import Listener, PhraseBook, phrase_book
from tools.text.words import REST_OF_WORD, UNSPACED, WORD, fold

RULE_FILES = ("output_en.toml", "output_zh.toml")
"""The rules of every language always apply: a model may break into another one."""

LEAKED = "leak.prompt copied"
"""The reason when the secret is being copied."""

LONGEST_WORD = 64
"""Letters of a word still being spelled from which it is heard as one."""

UNKNOWN = "-"
"""Heard in the place of a word that cannot matter; no rule contains it."""

SENTENCE_END = re.compile(r"[.!?。！？\n]")
"""Between two words: nothing said before it takes back what is claimed after it."""

PAUSE = 6
"""Words that the end of a sentence counts for; no rule looks back further."""

_UNFINISHED = ("", "'", "’")


class HoldBack:
    """Takes a reply in pieces and gives back what may be sent.

    Held back is only what may still become forbidden: a run of words that the secret holds too
    (until it differs, or is eight words long and so a leak), and words that may begin a forbidden
    phrase. The window is as long as the longest phrase that is still possible there; mostly it is
    the last word or two, and nothing when the last word begins no phrase. A word that is still
    being spelled is held only while it may become such a word. What is let out goes through the
    screen for marks of machines, which holds back its own.

    Args:
        secrets: what may not be copied.
        canary: letters that stand in them alone, or nothing.
    """

    def __init__(self, *secrets: str, canary: str = "") -> None:
        self.broken: str | None = None
        """Why nothing more may be said, or None."""
        canaries = [prepared_canary(canary)] if canary else []
        self._leak = LeakListener(*map(prepared, secrets), *canaries)
        self._markup = MarkupScreen()
        self._phrases = Listener(rules())
        self._tail = ""
        self._read = self._gap = 0
        self._starts: list[int] = []
        self._heard = 0
        self._inside_word = False
        self._paused = False

    def push(self, text: str) -> str:
        """Take the next piece of the reply and return what may be sent now, maybe nothing."""
        if self.broken is not None:
            return ""
        self._tail += text
        self._pass_rest_of_word()
        spelled = self._hear_words()
        if self.broken is not None:
            return ""
        return self._unmarked(self._markup.push(self._release(self._safe_end(spelled))))

    def finish(self) -> str:
        """Take the end of the reply and return the rest, or nothing when it may not be said."""
        if self.broken is None:
            for found in WORD.finditer(self._tail, self._read):
                self._hear(fold(found[0]), found.start())
                self._gap = found.end()
        rest, self._tail = self._tail, ""
        if self.broken is not None:
            return ""
        return self._unmarked(self._markup.push(rest) + self._markup.finish())

    def _unmarked(self, text: str) -> str:
        self.broken = self._markup.broken
        return text if self.broken is None else ""

    def _pass_rest_of_word(self) -> None:
        """Skip the rest of a word whose beginning did not matter."""
        found = REST_OF_WORD.match(self._tail, self._read) if self._inside_word else None
        if found:
            self._read = self._gap = found.end()
            self._inside_word = self._read == len(self._tail)

    def _hear_words(self) -> int | None:
        """Hear the words that are complete; return where an unfinished one begins."""
        for found in WORD.finditer(self._tail, self._read):
            # A longer word is heard as several: spaces may have been left out.
            if self._is_unfinished(found) and len(found[0]) <= LONGEST_WORD:
                return found.start()
            self._hear(fold(found[0]), found.start())
            self._read = self._gap = found.end()
        return None

    def _is_unfinished(self, found: re.Match[str]) -> bool:
        if UNSPACED.match(found[0]) or found.end() < len(self._tail) - 1:
            return False
        return self._tail[found.end() :] in _UNFINISHED

    def _give_up_word(self, start: int) -> None:
        self._hear(UNKNOWN, start)
        self._read = self._gap = len(self._tail)
        self._inside_word = True

    def _hear(self, word: str, start: int) -> None:
        if not word or self.broken is not None:
            return
        if self._paused or SENTENCE_END.search(self._tail, self._gap, start):
            self._paused = False
            for _ in range(PAUSE):
                self._hear_one(UNKNOWN, start)
        self._hear_one(word, start)

    def _hear_one(self, word: str, start: int) -> None:
        self._starts.append(start)
        self._heard += 1
        if self._leak.hear(word):
            self.broken = LEAKED
        for match in self._phrases.hear(word):
            self.broken = match.rule.name

    def _safe_end(self, spelled: int | None) -> int:
        """Return the end of what may be sent: all before the first word that may still matter."""
        first = self._heard - self._leak.run
        if self._phrases.open_since is not None:
            first = min(first, self._phrases.open_since)
        if first < self._heard:
            return self._starts[first - self._heard]
        if spelled is None:
            return len(self._tail)
        if self._may_become(fold(self._tail[spelled:])):
            return spelled
        self._give_up_word(spelled)
        return len(self._tail)

    def _may_become(self, spelled: str) -> bool:
        return not spelled or spelled in _beginnings() or self._leak.may_become(spelled)

    def _release(self, end: int) -> str:
        sent, self._tail = self._tail[:end], self._tail[end:]
        if SENTENCE_END.search(sent, self._gap):
            self._paused = True
        self._read, self._gap = max(0, self._read - end), max(0, self._gap - end)
        self._starts = [start - end for start in self._starts if start >= end]
        return sent


@cache
def rules() -> PhraseBook:
    """Return what may not be said."""
    return phrase_book("tools.guardrails", *RULE_FILES)


@cache
def _beginnings() -> frozenset[str]:
    """Return every beginning of a word that may begin a forbidden phrase."""
    words = [word for word, node in rules().root.next.items() if node.opens]
    return frozenset(word[:end] for word in words for end in range(1, len(word) + 1))
