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
from tools.text.pieces import WORDS_REMEMBERED

WEIGHTS = "learned.npz"
"""The file of weights; `learned.toml` says what they were trained on, and how."""


FEWEST_WORDS = 5
"""Words, or Chinese characters, below which a message is left to the rules."""

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Weights:
    """Trained numbers."""

    pieces: NDArray[np.int8]
    """One number a bucket."""
    scale: float
    """What 1 of `pieces` is worth."""
    base: float
    """Log-odds of a message without any known piece."""
    harden: float
    """Log-odds from which a message is worth half."""
    deflect: float
    """Log-odds from which a message is worth one: more than any everyday line held out has."""


def learned_weight(words: Sequence[str]) -> float:
    """Return what the model's view of a message's folded words weighs: 0, 0.5 or 1."""
    if len(words) < FEWEST_WORDS:
        return 0.0
    weights, odds = learned_weights(), log_odds(words)
    if odds >= weights.deflect:
        return 1.0
    return 0.5 if odds >= weights.harden else 0.0


def log_odds(words: Sequence[str]) -> float:
    """Return the model's log-odds that words are an attack: of the window that looks most like one.

    Linear in the words; windows share their sums.
    """
    read, weights = both_ends(words), learned_weights()
    if not read:
        return weights.base
    totals, counts = (_running(row) for row in zip(*map(_word, read), strict=True))
    pairs, triples = (
        _running(np.append(weights.pieces[np.array(row, np.int64)], (0, 0)))
        for row in (pairs_of(read), triples_of(read))
    )
    starts = np.array(beginnings(len(read)))
    ends = np.minimum(starts + (WINDOW if len(starts) > 1 else len(read)), len(read))
    of_two, of_three = np.maximum(ends - 1, starts), np.maximum(ends - 2, starts)
    worth = totals[ends] - totals[starts] + pairs[of_two] - pairs[starts]
    worth += triples[of_three] - triples[starts]
    pieces = counts[ends] - counts[starts] + (of_two - starts) + (of_three - starts)
    return weights.base + float((worth / np.sqrt(pieces)).max()) * weights.scale


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
        numbers = {name: float(stored[name]) for name in ("scale", "base", "harden", "deflect")}
        return Weights(pieces=np.asarray(stored["pieces"], np.int8), **numbers)
