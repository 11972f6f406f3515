"""The words of mood, from the data files beside this one."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast, get_args

from storage.records.mood import MoodLabel as MoodLabel
from tools.text.stem import stem
from tools.text.words import words_of

WordKind = Literal["mood", "negation", "strength", "turn", "sarcasm", "surprise"]

_PLAIN: Mapping[str, WordKind] = {
    "negations": "negation",
    "turns": "turn",
    "sarcasm": "sarcasm",
    "surprise": "surprise",
}
"""The parts of a file that are words and nothing else."""

SHORTEST_STEM = 4
"""Letters a stem needs to stand for a word: "hat" is no "hate"."""

Expression = tuple[str, ...]
"""A word or an expression, as folded words."""


@dataclass(frozen=True)
class Entry:
    """What one word or expression does to the mood."""

    kind: WordKind
    valence: float = 0.0
    arousal: float = 0.0
    label: MoodLabel = "neutral"
    factor: float = 1.0
    """How much stronger the next mood word gets; used by `strength`."""


@dataclass(frozen=True)
class Lexicon:
    """Words and expressions by their folded words, and how long the longest is."""

    entries: Mapping[Expression, Entry]
    longest: int
    first_words: frozenset[str]

    def at(self, words: list[str], index: int) -> tuple[Entry, int] | None:
        """Return the longest entry that begins at a word, and its number of words."""
        word = words[index]
        if word in self.first_words:
            for length in range(min(self.longest, len(words) - index), 0, -1):
                entry = self.entries.get(tuple(words[index : index + length]))
                if entry:
                    return entry, length
        entry = self.entries.get((stem(word),)) if word.isascii() else None
        return (entry, 1) if entry and entry.kind == "mood" else None


@cache
def lexicon() -> Lexicon:
    """Return both languages' words as one lexicon."""
    entries: dict[Expression, Entry] = {}
    for name in ("lexicon_en.toml", "lexicon_zh.toml"):
        for written, entry in _entries(_table(name)):
            words = tuple(words_of(written.replace("_", " ")))
            entries[words] = entry
            if len(words) == 1 and words[0].isascii() and len(stem(words[0])) >= SHORTEST_STEM:
                entries.setdefault((stem(words[0]),), entry)
    return Lexicon(entries, max(map(len, entries)), frozenset(words[0] for words in entries))


@cache
def signs() -> Mapping[str, Entry]:
    """Return the emoji and faces."""
    return dict(_entries(_table("emoji.toml")))


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files("tools.mood").joinpath(name).read_text("utf-8"))


def _entries(table: dict[str, Any]) -> Iterator[tuple[str, Entry]]:
    for numbers, words in _lines(table["words"]):
        valence, arousal, label = numbers.split()
        entry = Entry("mood", float(valence), float(arousal), _label(label))
        yield from ((word, entry) for word in words)
    for factor, words in _lines(table.get("strength", "")):
        yield from ((word, Entry("strength", factor=float(factor))) for word in words)
    for name, kind in _PLAIN.items():
        yield from ((word, Entry(kind)) for word in table.get(name, "").split())


def _lines(text: str) -> Iterator[tuple[str, list[str]]]:
    for line in text.strip().splitlines():
        numbers, _, words = line.partition("|")
        yield numbers, words.split()


def _label(name: str) -> MoodLabel:
    if name not in get_args(MoodLabel):
        raise ValueError(f"no mood is called {name}")
    return cast("MoodLabel", name)
