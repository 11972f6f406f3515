"""A small linear model of mood: trained weights over pieces of words, beside what rules find."""

import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from tools.mood.basic import BASICS
from tools.mood.evidence import Evidence
from tools.mood.grams import grams
from tools.mood.lexicon import MoodLabel

WEIGHTS = "weights.npz"
"""The file of weights; `weights.toml` says what they were trained on."""

HEADS = 1 + len(BASICS)
"""Numbers the model gives: bright against dark, then each basic feeling."""

LABELS: tuple[MoodLabel, ...] = get_args(MoodLabel)[1:]
"""The moods that rules tell apart, without neutral."""

FOUND = 3 + len(LABELS)
"""Numbers that stand for what rules found: 1, the sum, surprise, and each mood."""

SOFT = 0.9
"""Evidence of rules at which its number is at three quarters of its range."""

PARTS = ("known", "pieces", "scales", "found")
"""What the file of weights holds."""

Numbers = NDArray[np.float32]


@dataclass(frozen=True)
class Weights:
    """Trained numbers: of every piece, and of what rules found."""

    known: NDArray[np.uint32]
    """The numbers of the pieces that have a weight, in order."""
    pieces: NDArray[np.int8]
    """One row a known piece, one column a head."""
    scales: Numbers
    """What 1 of a column of `pieces` is worth."""
    found: Numbers
    """One row a number of what was found, one column a head."""


def judge(text: str, evidence: Evidence) -> Numbers:
    """Return log-odds: of bright against dark, then of each basic feeling against its absence."""
    weights = _weights()
    rows = known_rows(np.array(grams(text), np.uint32), weights.known)
    trained = weights.pieces[rows].sum(axis=0, dtype=np.float32) * weights.scales
    offset = found(evidence) @ weights.found
    return np.asarray(offset + trained / math.sqrt(max(1, len(rows))), np.float32)


def known_rows(pieces: NDArray[np.uint32], known: NDArray[np.uint32]) -> NDArray[np.intp]:
    """Return where pieces stand in a list in order; those that do not are left out."""
    rows = np.minimum(np.searchsorted(known, pieces), len(known) - 1)
    return np.asarray(rows[known[rows] == pieces], np.intp)


def found(evidence: Evidence) -> Numbers:
    """Return what rules found as numbers from -1 to 1."""
    labels = (math.tanh(evidence.labels.get(label, 0.0) / SOFT) for label in LABELS)
    total, surprise = math.tanh(evidence.total / SOFT), math.tanh(evidence.surprises)
    return np.array([1.0, total, surprise, *labels], np.float32)


@cache
def _weights() -> Weights:
    with files("tools.mood").joinpath(WEIGHTS).open("rb") as file, np.load(file) as stored:
        parts: dict[str, Any] = {
            name: stored[name] for name in ("known", "pieces", "scales", "found")
        }
    return Weights(**parts)
