"""A small linear model of attacks, beside the rules: trained weights over pieces of words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from tools.guardrails.clues import (
    WINDOW,
    beginnings,
    both_ends,
    pairs_of,
    parts_of,
    triples_of,
)
from tools.guardrails.senses import MEANING_COUNTS, meant
from tools.text.pieces import WORDS_REMEMBERED
from tools.text.words import UNSPACED

WEIGHTS = "learned.npz"
"""The file of weights; `learned.toml` says what they were trained on, and how."""


FEWEST_WORDS = 5
"""Words, or Chinese characters, below which a message is left to the rules."""

AROUND = 8
"""Words before and after those that fulfil a rule by which it is believed or not."""

FEWEST_DOUBTED = 7
"""Words, or Chinese characters, round a rule below which it is always believed."""

Numbers = NDArray[np.int64]
Worths = NDArray[np.float64]


@dataclass(frozen=True)
class Weights:
    """Trained numbers."""

    pieces: NDArray[np.int8]
    """One number a bucket."""
    scale: float
    """What 1 of `pieces` is worth."""
    base: float
    """Log-odds of a message without any known piece."""
    harden: tuple[float, float]
    """Log-odds from which a message is worth half: of spaced languages, and of Chinese."""
    deflect: tuple[float, float]
    """Log-odds from which a message is worth one, likewise."""
    doubt: float
    """Log-odds of the words round a rule below which it is worth half at most."""
    calm: float
    """Log-odds of the words round a rule below which it is worth nothing."""


def learned_weight(words: Sequence[str]) -> float:
    """Return what the model's view of a message's folded words weighs: 0, 0.5 or 1."""
    if len(words) < FEWEST_WORDS:
        return 0.0
    weights, odds = learned_weights(), log_odds(words)
    script = int(is_unspaced(words))
    if odds >= weights.deflect[script]:
        return 1.0
    return 0.5 if odds >= weights.harden[script] else 0.0


def belief(words: Sequence[str]) -> float:
    """Return the most that a rule may weigh that fires in some words: 0, 0.5 or 1.

    The words are those that fulfil it and the ones round them (see `near`); few are believed.
    """
    if len(words) < FEWEST_DOUBTED:
        return 1.0
    weights, odds = learned_weights(), log_odds(words)
    if odds >= weights.doubt:
        return 1.0
    return 0.5 if odds >= weights.calm else 0.0


def near(words: Sequence[str], start: int, end: int) -> Sequence[str]:
    """Return the words from `start` to `end`, end not included, with those round them."""
    return words[max(0, start - AROUND) : end + AROUND]


def is_unspaced(words: Sequence[str]) -> bool:
    """Return whether most of the words are characters of a script without gaps."""
    return 2 * sum(map(bool, map(UNSPACED.match, words))) > len(words)


def log_odds(words: Sequence[str]) -> float:
    """Return the model's log-odds that words are an attack: of the window that looks most like one.

    Linear in the words; windows share their sums.
    """
    read, weights = both_ends(words), learned_weights()
    if not read:
        return weights.base
    starts = np.array(beginnings(len(read)))
    ends = np.minimum(starts + (WINDOW if len(starts) > 1 else len(read)), len(read))
    worth = _said(read, starts, ends) + MEANING_COUNTS * _meant(read, starts, ends)
    return weights.base + float(worth.max()) * weights.scale


def _said(read: Sequence[str], starts: Numbers, ends: Numbers) -> Worths:
    """Return what the words of each window weigh, by the root of how many clues they are."""
    totals, counts = (_running(row) for row in zip(*map(_word, read), strict=True))
    pieces = learned_weights().pieces
    pairs, triples = (
        _running(np.append(pieces[np.array(row, np.int64)], (0, 0)))
        for row in (pairs_of(read), triples_of(read))
    )
    of_two, of_three = np.maximum(ends - 1, starts), np.maximum(ends - 2, starts)
    worth = totals[ends] - totals[starts] + pairs[of_two] - pairs[starts]
    worth += triples[of_three] - triples[starts]
    size = counts[ends] - counts[starts] + (of_two - starts) + (of_three - starts)
    return np.asarray(worth / np.sqrt(size), np.float64)


def _meant(read: Sequence[str], starts: Numbers, ends: Numbers) -> Worths:
    """Return what the senses that lie in each window weigh, by the root of how many they are."""
    found = meant(read)
    if not found:
        return np.zeros(len(starts))
    buckets, first, last = np.array(found, np.int64).T
    inside = (first >= starts[:, None]) & (last <= ends[:, None])
    worth = inside @ learned_weights().pieces[buckets].astype(np.int64)
    return np.asarray(worth / np.sqrt(np.maximum(inside.sum(axis=1), 1)), np.float64)


def _running(numbers: Sequence[int] | Numbers) -> Numbers:
    """Return the sums of the first 0, 1, 2 … numbers."""
    return np.concatenate(([0], np.cumsum(np.asarray(numbers, np.int64))))


@lru_cache(maxsize=WORDS_REMEMBERED)
def _word(word: str) -> tuple[int, int]:
    """Return what a word's parts weigh together, and how many they are."""
    pieces = parts_of(word)
    return int(learned_weights().pieces[list(pieces)].sum(dtype=np.int64)), len(pieces)


@cache
def learned_weights() -> Weights:
    """Return the weights, read once."""
    with files("tools.guardrails").joinpath(WEIGHTS).open("rb") as file, np.load(file) as stored:
        return Weights(
            np.asarray(stored["pieces"], np.int8),
            float(stored["scale"]),
            float(stored["base"]),
            harden=_two(stored["harden"]),
            deflect=_two(stored["deflect"]),
            doubt=float(stored["doubt"]),
            calm=float(stored["calm"]),
        )


def _two(numbers: NDArray[np.float64]) -> tuple[float, float]:
    spaced, unspaced = map(float, numbers)
    return spaced, unspaced
