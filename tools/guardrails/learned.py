"""A small linear model of attacks, beside the rules: trained weights over pieces of words."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from tools.guardrails.grams import grams

WEIGHTS = "learned.npz"
"""The file of weights; `learned.toml` says what they were trained on, and how."""


FEWEST_WORDS = 5
"""Words, or Chinese characters, below which a message is left to the rules."""


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
    """Return the model's log-odds that the words of a message are an attack."""
    pieces, weights = grams(words), learned_weights()
    if not pieces:
        return weights.base
    trained = float(weights.pieces[pieces].sum(dtype=np.int64)) * weights.scale
    return weights.base + trained / math.sqrt(len(pieces))


@cache
def learned_weights() -> Weights:
    """Return the weights, read once."""
    with files("tools.guardrails").joinpath(WEIGHTS).open("rb") as file, np.load(file) as stored:
        numbers = {name: float(stored[name]) for name in ("scale", "base", "harden", "deflect")}
        return Weights(pieces=np.asarray(stored["pieces"], np.int8), **numbers)
