"""What a message does for closeness, read locally, in English, Chinese or a mixture."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from tools.mood.read import read_mood
from tools.text.phrases import Match, PhraseBook, phrase_book
from tools.text.scripts import HAN
from tools.text.terms import terms_of
from tools.text.words import Word, placed_words

MOOD_DEPTH = 0.5
"""The share of depth that the mood alone can give; the rest is how it is spoken of."""

HAN_TERM = 0.5
"""What a pair of Chinese characters counts beside a whole word: two characters make one word."""

SMILES = "😂🤣😹😜😝😉🙃🤪"
"""Faces that laugh or tease."""

SMILE_HUMOUR = 0.4
"""What such faces are worth, however many."""

LONGEST_READ = 4_000
"""Characters of one turn that are read: what matters has been said by then."""

EMPTY = frozenset({"affection", "flattery"})
"""What takes no knowing each other to type."""

_SMILE = re.compile(f"[{SMILES}]")
_HAN = re.compile(f"[{HAN}]")


@dataclass(frozen=True, kw_only=True)
class Signals:
    """What one turn of a person tells, each part from 0 to 1."""

    depth: float = 0.0
    """How much is felt, and thought about what is felt."""
    vulnerability: float = 0.0
    """How much of themselves they show that could be hurt."""
    humour: float = 0.0
    consistency: float = 0.0
    """Whether they come back; not in the words but in their times."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The signals in some words, and what the words are about."""

    signals: Signals
    terms: frozenset[str]
    """The terms of what is said beside flattery and vows, which anybody can type."""
    affection: bool
    """Whether they say that they love or desire whom they talk with."""


CRUEL = Reading(signals=Signals(), terms=frozenset(), affection=False)
"""What insults tell: nothing that brings anybody closer, come back as they may."""


def read_signals(text: str) -> Reading:
    """Return what a person's words of one turn tell; linear in their length."""
    text = text[:LONGEST_READ]
    words = placed_words(text)
    matches = _book().matches(word.text for word in words)
    weights = _weights(matches)
    rest = _without_empty(text, words, matches)
    mood = read_mood(rest)
    if "hostile" in weights:
        return CRUEL
    felt = MOOD_DEPTH * abs(mood.valence) * mood.confidence
    smile = SMILE_HUMOUR if _SMILE.search(text) else 0.0
    return Reading(
        signals=Signals(
            depth=min(1.0, felt + weights["depth"]),
            vulnerability=min(1.0, weights["vulnerability"]),
            humour=min(1.0, smile + weights["humour"]),
        ),
        terms=frozenset(terms_of(rest)),
        affection="affection" in weights,
    )


def substance(terms: Iterable[str]) -> float:
    """Return how much some terms say, in whole words."""
    return sum(HAN_TERM if _HAN.search(term) else 1.0 for term in terms)


def _weights(matches: Iterable[Match]) -> Mapping[str, float]:
    """Return the weight of each signal; said twice in other words counts once."""
    found: dict[str, float] = defaultdict(float)
    for rule in {match.rule for match in matches}:
        found[rule.name] += rule.weight
    return found


def _without_empty(text: str, words: list[Word], matches: Iterable[Match]) -> str:
    """Return a text without its vows and compliments."""
    kept, end = [], 0
    spans = sorted((one.start, one.end) for one in matches if one.rule.name in EMPTY)
    for first, last in spans:
        kept.append(text[end : words[first].start])
        end = max(end, words[last - 1].end)
    return " ".join([*kept, text[end:]])


@cache
def _book() -> PhraseBook:
    return phrase_book("tools.relationship", "signals_en.toml", "signals_zh.toml")
