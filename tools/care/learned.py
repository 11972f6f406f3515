"""A small linear model of danger said in other words: it makes the talk softer, no more.

At few enough false alarms for the care answer it found hardly anything the rules had not; from
distress on it finds a good deal, and there a false alarm costs a warmer reply.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from tools.care.crisis_level import CrisisLevel
from tools.guardrails.grams import grams
from tools.text.words import UNSPACED

WEIGHTS = "learned.npz"
"""The file of weights; `learned.toml` says what they were trained on, and how."""

FEWEST_WORDS = 4
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
    low: tuple[float, float]
    """Log-odds, English and Chinese, from which a message counts as distress."""


def learned_level(words: Sequence[str]) -> CrisisLevel:
    """Return the level the model gives to a message's folded words: distress at most."""
    pieces = grams(words) if len(words) >= FEWEST_WORDS else []
    if not pieces:
        return CrisisLevel.NONE
    weights, chinese = learned_weights(), int(is_chinese(words))
    trained = float(weights.pieces[pieces].sum(dtype=np.int64)) * weights.scale
    odds = weights.base + trained / math.sqrt(len(pieces))
    return CrisisLevel.DISTRESS if odds >= weights.low[chinese] else CrisisLevel.NONE


def is_chinese(words: Sequence[str]) -> bool:
    """Say whether most of a message's words are Chinese characters."""
    return 2 * sum(UNSPACED.match(word) is not None for word in words) > len(words)


@cache
def learned_weights() -> Weights:
    """Return the weights, read once."""
    with files("tools.care").joinpath(WEIGHTS).open("rb") as file, np.load(file) as stored:
        english, chinese = (float(one) for one in stored["low"])
        return Weights(
            pieces=np.asarray(stored["pieces"], np.int8),
            scale=float(stored["scale"]),
            base=float(stored["base"]),
            low=(english, chinese),
        )
