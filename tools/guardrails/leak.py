"""Notice a private text being copied, as the copy is spoken, in plain words or in a disguise.

What is compared are the letters alone, so that case, spacing, markup, hyphens, one letter at a time
and no spaces at all make no difference; beside the text as it stands its reversals and its rot13
are known. A translation or a retelling in other words is no copy, and is not noticed.
"""

import re
from bisect import bisect_left, bisect_right
from codecs import encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate

from tools.text.scripts import HAN
from tools.text.words import words_of

LEAK_WEIGHT = 16
"""A copied run this heavy is a leak: eight words, or sixteen Chinese characters.

Published replies of companions share at most five words in a row with their prompts.
"""

CHAIN_WEIGHT = 8
"""A copied run this heavy counts on when another begins right after it: sentences reordered."""

WORD_WEIGHT = 2
"""What a word weighs; a Chinese character weighs 1."""

CANARY_RUN = 6
"""Letters of a canary in a row that are a leak."""

LOOK_AHEAD = 400
"""Letters after a word that put it in order; a leak is shorter, unless its words are very long."""

OPENING = 4
"""Letters by which most words are known to begin no copy."""

MOST_COPIES = 64
"""Copies that are followed at once; only numbers, which may be passed over, leave so many."""

SECRETS_REMEMBERED = 128
"""Prepared secrets kept at hand; they differ by language and persona, not by turn."""

_HAN = re.compile(f"[{HAN}]")
_LOOK_ALIKE = str.maketrans("01345789l", "oieastbgi")
"""Digits that stand for letters; "l" and "i" are one letter, since "1" stands for both."""

_GAP = "\0"
"""Between the disguises of a secret; no letter of a reply is equal to it."""


@dataclass(frozen=True)
class _Copy:
    """What may be a copy: the places of the secret that say the same so far."""

    since: int
    """The number of its first word in the reply."""
    first: int
    last: int
    """The range of places, the last one not included."""
    letters: int
    before: int = 0
    """The weight of the runs that it goes on from."""


class Secret:
    """A private text prepared for telling whether some letters are a run of it."""

    def __init__(self, disguises: Iterable[Sequence[str]], *, word_weight: int) -> None:
        letters, weights = list[str](), list[int]()
        for words in disguises:
            for word in words:
                letters.append(word)
                weights += [*[0] * (len(word) - 1), 1 if _HAN.match(word) else word_weight]
            letters.append(_GAP)
            weights.append(0)
        ends = list(accumulate(map(len, letters), initial=0))
        self._letters = "".join(letters)
        self._weights = list(accumulate(weights, initial=0))
        self._starts = sorted(
            (at for at, word in zip(ends[:-1], letters, strict=True) if word != _GAP),
            key=lambda at: self._letters[at : at + LOOK_AHEAD],
        )
        self._openings = frozenset(
            self._letters[at : at + count] for at in self._starts for count in range(1, OPENING + 1)
        )

    def begin(self, letters: str, since: int, *, before: int = 0) -> _Copy | None:
        """Return the places that begin with some letters, None when there are none."""
        if letters[:OPENING] not in self._openings:
            return None
        return self.follow(_Copy(since, 0, len(self._starts), 0, before), letters)

    def follow(self, copy: _Copy, letters: str) -> _Copy | None:
        """Return the places of a copy that go on with some letters, None when there are none."""

        def next_letters(at: int) -> str:
            return self._letters[at + copy.letters : at + copy.letters + len(letters)]

        places, last = self._starts, copy.last
        first = bisect_left(places, letters, copy.first, last, key=next_letters)
        last = bisect_right(places, letters, first, last, key=next_letters)
        if first == last:
            return None
        return replace(copy, first=first, last=last, letters=copy.letters + len(letters))

    def weight(self, copy: _Copy) -> int:
        """Return how much of the secret a copy has said; a word counts when it is whole."""
        at = self._starts[copy.first]
        return self._weights[at + copy.letters] - self._weights[at]


class LeakListener:
    """Hears the words of a reply and follows every run that is a copy so far."""

    def __init__(self, *secrets: Secret) -> None:
        self._secrets = secrets
        self._copies: list[tuple[Secret, _Copy]] = []
        self._heard = 0

    def hear(self, word: str) -> bool:
        """Take the next word; True when what was copied is heavy enough to be a leak."""
        self._heard += 1
        letters = letters_of(word)
        if letters:
            kept = self._copies if word.isdecimal() else []
            self._copies = [*self._followed(letters, self._heard - 1), *kept][:MOST_COPIES]
        return any(
            copy.before + secret.weight(copy) >= LEAK_WEIGHT for secret, copy in self._copies
        )

    @property
    def run(self) -> int:
        """How many of the last words may be part of a copy."""
        return self._heard - min((copy.since for _, copy in self._copies), default=self._heard)

    def may_become(self, spelled: str) -> bool:
        """Return whether a word that is still being spelled may begin a copy or go on with one."""
        letters = letters_of(spelled)
        return not letters or any(True for _ in self._followed(letters, self._heard))

    def _followed(self, letters: str, since: int) -> Iterator[tuple[Secret, _Copy]]:
        for secret, copy in self._copies:
            if longer := secret.follow(copy, letters):
                yield secret, longer
        for secret in self._secrets:
            first, before = self._chain(secret, since)
            if begun := secret.begin(letters, first, before=before):
                yield secret, begun

    def _chain(self, secret: Secret, since: int) -> tuple[int, int]:
        """Return since when a secret is copied if a run of it begins now, and what came before."""
        runs = [
            (copy.before + weight, copy.since)
            for one, copy in self._copies
            if one is secret and (weight := secret.weight(copy)) >= CHAIN_WEIGHT
        ]
        before, first = max(runs, default=(0, since))
        return first, before


def letters_of(word: str) -> str:
    """Return the letters of a folded word as they are compared; none where it has none."""
    return word.translate(_LOOK_ALIKE) if word.isalnum() else ""


@lru_cache(maxsize=SECRETS_REMEMBERED)
def prepared(text: str) -> Secret:
    """Return a text prepared for listening; preparing takes a few milliseconds per 1,000 words."""
    words = [word for word in words_of(text) if letters_of(word) and not word.isdecimal()]
    turned = [word[::-1] for word in words]
    disguises = (
        words,
        words[::-1],
        turned,
        turned[::-1],
        [encode(word, "rot13") for word in words],
    )
    return Secret(([*map(letters_of, one)] for one in disguises), word_weight=WORD_WEIGHT)


def prepared_canary(canary: str) -> Secret:
    """Return a canary prepared for listening: a few letters of it in a row are a leak."""
    disguises = (canary, canary[::-1], encode(canary, "rot13"))
    weight = -(-LEAK_WEIGHT // CANARY_RUN)
    return Secret(([*map(letters_of, one)] for one in disguises), word_weight=weight)
