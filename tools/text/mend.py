"""Mend words that are misspelled so that a rule does not know them, on purpose or not."""

import re
from collections.abc import Iterable
from functools import lru_cache

SHORTEST_SHUFFLED = 4
"""Letters of a word whose inner letters may stand in any order and still be read."""

SHORTEST_MISSING = 6
"""Letters of a word that is still known with one of them missing or one too many."""

SHORTEST_CHANGED = 8
"""Letters of a word that is still known with one of them exchanged."""

LONGEST = 24
"""Letters of the longest word that is looked at; the longest of the rules has sixteen."""

LONG = 150
"""Words from which only those near a mended one are read again."""

NEAR = 16
"""How many words before a mended one, and from it on; phrases of the rules are no longer."""

TOKENS_REMEMBERED = 30_000
"""How many words keep at hand what they were meant to be."""

LEET = str.maketrans("013457@$!|+€", "oieastasiite")
"""Digits and signs as the letters they pass for."""

LEET_L = str.maketrans("013457@$!|+€", "oleastasllte")
"""The same where 1, ! and | pass for l."""

_TOKEN = re.compile(r"\S+")
_EDGE = re.compile(r"^[^\w@$!|]+|[^\w@$]+$")
_INSIDE = re.compile(r"[\W_]+")
_SIGNS = re.compile(r"[013457@$!|+€]")
_SIGNED = re.compile(r"[a-z][013457@$!|+€]{1,3}[a-z]")
_REPEATED = re.compile(r"(.)\1+")


FEWEST_SIGNED = 2
"""Words found behind digits and signs from which all are read so; of unknown ones, one more."""


class Mender:
    """Knows some words, and finds them again in what is left of them.

    The first and the last letter must be right: an ending is no misspelling.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(words)
        latin = [word for word in self.words if word.isascii() and word.isalpha()]
        self._shuffled = {_key(one): one for one in latin if len(one) >= SHORTEST_SHUFFLED}
        self._missing = {
            left: one for one in latin if len(one) >= SHORTEST_MISSING for left in _shorter(one)
        }
        self._mended = lru_cache(maxsize=TOKENS_REMEMBERED)(self._mend)
        self._single = {
            _REPEATED.sub(r"\1", one): one for one in latin if len(one) >= SHORTEST_SHUFFLED
        }

    def mended(self, text: str) -> str | None:
        """Return the text in small letters with the words that were found, None when none was."""
        tokens = _TOKEN.findall(text.casefold())
        mended = [
            self._mended(token) if 1 < len(token) <= 2 * LONGEST else token for token in tokens
        ]
        signs = _SIGNED.findall(text.casefold())
        if mended == tokens and len(signs) <= FEWEST_SIGNED:
            return None
        changed = zip(tokens, mended, strict=True)
        signed = sum(one != new and bool(_SIGNS.search(one)) for one, new in changed)
        if signed >= FEWEST_SIGNED or len(signs) > FEWEST_SIGNED:
            mended = [_INSIDE.sub(" ", token.translate(LEET)) for token in mended]
        return " ".join(mended if len(mended) <= LONG else _near(tokens, mended))

    def _mend(self, token: str) -> str:
        core = _EDGE.sub("", token)
        if core in self.words or not core or not core.isascii():
            return token
        if core.isalpha():
            return self._known(core) or token
        readings = _readings(core)
        for reading in readings:
            if reading in self.words:
                return reading
        if not _SIGNS.search(core):
            return token
        return next(filter(None, map(self._known, readings)), token)

    def _known(self, word: str) -> str | None:
        """Return the word of the rules that this one was, or None."""
        size = len(word)
        if not SHORTEST_SHUFFLED <= size <= 2 * LONGEST:
            return None
        found = self._shuffled.get(_key(word)) or self._single.get(_REPEATED.sub(r"\1", word))
        if found and len(found) != size - 1:
            return found
        if size > LONGEST or size < SHORTEST_MISSING - 1:
            return None
        return self._missing.get(word) or self._one_more_or_other(word)

    def _one_more_or_other(self, word: str) -> str | None:
        for left in _shorter(word):
            if left in self.words and len(left) >= SHORTEST_MISSING:
                return left
            other = self._missing.get(left)
            if other and len(other) == len(word) >= SHORTEST_CHANGED:
                return other
        return None


def _near(tokens: list[str], mended: list[str]) -> list[str]:
    """Return the words round those that were mended, the rest left out."""
    changed = (at for at, (one, new) in enumerate(zip(tokens, mended, strict=True)) if one != new)
    near = {at for place in changed for at in range(max(0, place - NEAR), place + NEAR)}
    return [mended[at] for at in sorted(near) if at < len(mended)]


def _readings(core: str) -> list[str]:
    """Return what signs among letters may stand for: nothing, or the letters they look like."""
    plain = _INSIDE.sub("", core)
    as_i, as_l = (_INSIDE.sub("", core.translate(table)) for table in (LEET, LEET_L))
    mixed = _mixed(core)
    return [plain, as_i, as_l, *mixed] if _SIGNS.search(core) else [plain]


def _mixed(core: str) -> list[str]:
    """Return the readings of two signs of which one is an i and the other an l."""
    if sum(core.count(sign) for sign in "1!|") != 2:
        return []
    first = next(at for at, sign in enumerate(core) if sign in "1!|") + 1
    head, tail = core[:first], core[first:]
    return [
        _INSIDE.sub("", head.translate(one) + tail.translate(other))
        for one, other in ((LEET, LEET_L), (LEET_L, LEET))
    ]


def _key(word: str) -> str:
    return word[0] + "".join(sorted(word[1:-1])) + word[-1]


def _shorter(word: str) -> Iterable[str]:
    return (word[:at] + word[at + 1 :] for at in range(1, len(word) - 1))
