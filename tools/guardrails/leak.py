"""Notice a secret text being copied, word by word as the copy is spoken."""

import re
from functools import lru_cache

from tools.text.scripts import HAN
from tools.text.words import words_of

LEAK_WEIGHT = 16
"""A copied run this heavy is a leak: eight words, or sixteen Chinese characters.

Published replies of companions share at most five words in a row with their prompts.
"""

WORD_WEIGHT = 2
"""What a word weighs; a Chinese character weighs 1."""

SHORTEST_CANARY = 12
"""Letters and digits of a mixed word from which it is a canary: saying it once is a leak."""

SECRETS_REMEMBERED = 64
"""Prepared secrets kept at hand; they differ by language and persona, not by turn."""

_HAN = re.compile(f"[{HAN}]")
_CANARY = re.compile(rf"(?=.*\d)(?=.*[a-z])[a-z0-9]{{{SHORTEST_CANARY},}}")


class Secret:
    """A text prepared for telling whether some words are a run of it: a suffix automaton."""

    def __init__(self, text: str) -> None:
        words = words_of(text)
        self.canaries = frozenset(filter(_CANARY.fullmatch, words))
        self.prefixes = frozenset(
            word[:end] for word in set(words) for end in range(1, len(word) + 1)
        )
        self.next: list[dict[str, int]] = [{}]
        self.link = [-1]
        self.length = [0]
        last = 0
        for word in words:
            last = self._extend(last, word)

    def _extend(self, last: int, word: str) -> int:
        state = self._add({}, self.length[last] + 1)
        at = last
        while at != -1 and word not in self.next[at]:
            self.next[at][word] = state
            at = self.link[at]
        if at == -1:
            self.link[state] = 0
            return state
        target = self.next[at][word]
        if self.length[target] != self.length[at] + 1:
            target = self._split(at, word, target)
        self.link[state] = target
        return state

    def _split(self, at: int, word: str, target: int) -> int:
        clone = self._add(dict(self.next[target]), self.length[at] + 1)
        self.link[clone] = self.link[target]
        self.link[target] = clone
        while at != -1 and self.next[at].get(word) == target:
            self.next[at][word] = clone
            at = self.link[at]
        return clone

    def _add(self, following: dict[str, int], length: int) -> int:
        self.next.append(following)
        self.link.append(-1)
        self.length.append(length)
        return len(self.next) - 1


class LeakListener:
    """Hears the words of a reply and follows the longest run that the secret holds too."""

    def __init__(self, secret: Secret) -> None:
        self._secret = secret
        self._state = 0
        self._weights: list[int] = []

    def hear(self, word: str) -> bool:
        """Take the next word; True when a canary was said or the copied run is heavy enough."""
        if word in self._secret.canaries:
            return True
        kept = len(self._weights)
        while self._state and word not in self._secret.next[self._state]:
            self._state = self._secret.link[self._state]
            kept = self._secret.length[self._state]
        self._weights = self._weights[len(self._weights) - kept :]
        if word in self._secret.next[self._state]:
            self._state = self._secret.next[self._state][word]
            self._weights.append(1 if _HAN.match(word) else WORD_WEIGHT)
        return sum(self._weights) >= LEAK_WEIGHT

    @property
    def run(self) -> int:
        """How many of the last words are a run of the secret."""
        return len(self._weights)


@lru_cache(maxsize=SECRETS_REMEMBERED)
def prepared(text: str) -> Secret:
    """Return a text prepared for listening; preparing takes about a millisecond per 400 words."""
    return Secret(text)
