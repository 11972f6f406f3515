"""Read words that lost letters, got too many, or stand in the wrong order."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable
from string import ascii_lowercase

FEWEST = 3
"""Words written in a way from which the whole text is read so."""

FEWEST_TWICE = 12
"""Letters of words with each letter twice from which the whole text is read so."""

SHARE = 0.5
"""Part of the longer words that must be written in that way; of doubled letters, of all."""

SHORTEST = 3
"""Letters of a word that says something about how a text is written."""

VOWEL_SHARE = 0.08
"""Part of the letters that are vowels below which they were left out; English has 0.38."""

FEWEST_LETTERS = 12
"""Letters of a text from which its share of vowels says something."""

HOLES = "*#_•·"
"""Signs that stand for a letter left out."""

_LATIN = re.compile(r"[a-z]+")
_RUN = re.compile(r"\w+")
_TWICE = re.compile(r"(\w)\1")
_VOWEL = re.compile(r"[aeiou]")
_HOLE = re.compile(r"[*#_•·]")
_HOLED = re.compile(r"[a-z][*#_•·]|[*#_•·][a-z]")
_HOLED_RUN = re.compile(r"[a-z*#_•·]{2,24}")
_PIG = re.compile(r"\b([a-z]{1,22})ay\b")
_LONG = re.compile(r"[a-z]{3,}")


class Thickener:
    """Knows some words, the likeliest first, by what is left of them without their vowels.

    Of words that look the same then, the one is read that often follows the word before it.
    """

    def __init__(self, words: Iterable[str], pairs: Container[tuple[str, str]] = ()) -> None:
        self.words: dict[str, None] = dict.fromkeys(filter(_LATIN.fullmatch, words))
        self._pairs = pairs
        self._bare = defaultdict[str, list[str]](list)
        self._holed: dict[str, str] = {}
        for word in self.words:
            self._bare[_VOWEL.sub("", word)].append(word)
            self._holed.setdefault(_VOWEL.sub("*", word), word)

    def thickened(self, text: str) -> str | None:
        """Return a small text with its vowels back, None when it is not one without any."""
        count = sum(map(text.count, ascii_lowercase))
        if count < FEWEST_LETTERS:
            return None
        if sum(map(text.count, HOLES)) >= FEWEST and len(_HOLED.findall(text)) >= FEWEST:
            filled = _HOLED_RUN.sub(lambda run: self._fill(run[0]), text)
            return None if filled == text else filled
        if sum(map(text.count, "aeiou")) > count * VOWEL_SHARE:
            return None
        return self._in_a_row(text)

    def unpigged(self, text: str) -> str | None:
        """Return a small text in pig Latin as English, None when it is none."""
        if text.count("ay") < FEWEST:
            return None
        turned = _PIG.findall(text)
        if len(turned) < FEWEST or len(turned) < SHARE * len(_LONG.findall(text)):
            return None
        return _PIG.sub(lambda found: self._turned_back(found[1]), text)

    def _in_a_row(self, text: str) -> str:
        before = ""

        def read(found: re.Match[str]) -> str:
            nonlocal before
            words = self._bare.get(found[0], [found[0]])
            fitting = (word for word in words if (before, word) in self._pairs)
            before = next(fitting, words[0])
            return before

        return _LATIN.sub(read, text)

    def _fill(self, run: str) -> str:
        return self._holed.get(_HOLE.sub("*", run), run) if _HOLE.search(run) else run

    def _turned_back(self, core: str) -> str:
        """Return a word whose first letters, or a sign for none, stand at its end."""
        readings = [core[-size:] + core[:-size] for size in (1, 2, 3)] + [core[:-1], core]
        return next((one for one in readings if one in self.words), readings[0])


def undoubled(text: str) -> str | None:
    """Return a text with every letter once in which words have each of theirs twice, else None."""
    words = [word for word in _RUN.findall(text) if len(word) > SHORTEST]
    twice = sum(len(word) for word in words if word[::2] == word[1::2])
    if twice < FEWEST_TWICE or twice < SHARE * sum(map(len, words)):
        return None
    return _TWICE.sub(r"\1", text)
