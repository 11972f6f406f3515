"""A small linear model of danger said in other words than the rules know.

It weighs the words of each sentence and, apart from them, what they mean and in which order
(tools/care/meanings.py). Where it is sure a message counts as danger, and where it has a doubt a
model looks closer; below that it makes the talk softer, no more.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from tools.care.clauses import clauses
from tools.care.crisis_level import CrisisLevel
from tools.care.meanings import meaning_pieces
from tools.guardrails.grams import grams
from tools.text.words import UNSPACED

WEIGHTS = "learned.npz"
"""The file of weights; `learned.toml` says what they were trained on, and how."""

FEWEST_WORDS = (4, 5)
"""Words, and Chinese characters, below which the model raises nothing by itself."""

COUNTS = (1.0, 2.0)
"""What the words of a sentence count, and what they mean."""

DANGER, SAID, WAY = range(3)
"""The questions that weights were trained for."""

Pieces = tuple[NDArray[np.int64], NDArray[np.int64]]


@dataclass(frozen=True)
class Learned:
    """What the model makes of a message."""

    level: CrisisLevel = CrisisLevel.NONE
    is_hint: bool = False
    """Whether danger may be meant and is not said for certain: worth a question, not a wall."""
    agrees: bool = False
    """Whether it agrees with a rule that asks it (`maybe_` in crisis_*.toml)."""
    in_doubt: bool = False
    """Whether it may be danger, and a model should look closer."""


@dataclass(frozen=True)
class Weights:
    """Trained numbers, by question: danger at all, danger that is said, a way or means of it."""

    pieces: NDArray[np.int8]
    """One number a bucket."""
    scales: tuple[float, ...]
    """What 1 of `pieces` is worth."""
    bases: tuple[float, ...]
    """Log-odds of a message without any known piece."""
    low: tuple[float, ...]
    """Log-odds, English and Chinese, from which a message counts as distress."""
    doubt: tuple[float, ...]
    """From which a model should look closer."""
    high: tuple[float, ...]
    """From which it counts as danger."""
    said: tuple[float, ...]
    """Log-odds of danger that is said, hints left aside, from which it counts as said."""
    certain: tuple[float, ...]
    """From which it is said for certain."""
    way: tuple[float, ...]
    """Log-odds of a way or means from which danger that is certain counts as intent."""


def learned_reading(text: str) -> Learned:
    """Return what the model makes of a message: of the sentence in it that sounds most like it."""
    readings = [_read(words) for words in clauses(text)]
    most = max(readings, key=_rank, default=Learned())
    return replace(most, agrees=any(reading.agrees for reading in readings))


def log_odds(pieces: Pieces, weights: Weights, question: int) -> float:
    """Return the log-odds of a sentence's pieces that a question's answer is yes."""
    row = weights.pieces[question]
    worth = (
        part * row[one].sum(dtype=np.int64) / math.sqrt(len(one))
        for one, part in zip(pieces, COUNTS, strict=True)
        if len(one)
    )
    return weights.bases[question] + weights.scales[question] * float(sum(worth))


def pieces_of(words: Sequence[str]) -> Pieces:
    """Return the buckets of a sentence's words, and of what they mean."""
    return np.array(grams(words), np.int64), np.array(meaning_pieces(words), np.int64)


def is_chinese(words: Sequence[str]) -> bool:
    """Say whether most of a message's words are Chinese characters."""
    return 2 * sum(UNSPACED.match(word) is not None for word in words) > len(words)


def _read(words: Sequence[str]) -> Learned:
    chinese = int(is_chinese(words))
    weights, pieces = learned_weights(), pieces_of(words)
    odds = log_odds(pieces, weights, DANGER)
    agrees = odds >= weights.low[chinese]
    if len(words) < FEWEST_WORDS[chinese]:
        return Learned(agrees=agrees)
    said = log_odds(pieces, weights, SAID)
    if said >= weights.certain[chinese]:
        is_way = log_odds(pieces, weights, WAY) >= weights.way[chinese]
        return Learned(CrisisLevel.INTENT if is_way else CrisisLevel.IDEATION, agrees=agrees)
    if said >= weights.said[chinese] or odds >= weights.high[chinese]:
        return Learned(CrisisLevel.IDEATION, is_hint=True, agrees=agrees)
    level = CrisisLevel.DISTRESS if odds >= weights.low[chinese] else CrisisLevel.NONE
    return Learned(level, agrees=agrees, in_doubt=odds >= weights.doubt[chinese])


def _rank(reading: Learned) -> tuple[int, bool, bool]:
    return reading.level, not reading.is_hint, reading.in_doubt


@cache
def learned_weights() -> Weights:
    """Return the weights, read once."""
    with files("tools.care").joinpath(WEIGHTS).open("rb") as file, np.load(file) as stored:
        names = ("scales", "bases", "low", "doubt", "high", "said", "certain", "way")
        numbers = {name: tuple(map(float, stored[name])) for name in names}
        return Weights(pieces=np.asarray(stored["pieces"], np.int8), **numbers)
