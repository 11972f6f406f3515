"""How memories fade."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from storage.records import MemoryType

HALF_LIVES: Mapping[MemoryType, timedelta] = {
    "identity": timedelta(days=365),
    "milestone": timedelta(days=365),
    "preference": timedelta(days=180),
    "relationship": timedelta(days=120),
    "life_event": timedelta(days=90),
    "emotion": timedelta(days=60),
    "routine": timedelta(days=45),
    "shared": timedelta(days=30),
}
"""After this long without a mention half of what can fade has faded; the schedule of the seeds."""

MESSAGE_HALF_LIFE = HALF_LIVES["shared"]
"""Words as they were said fade like the talk they were part of."""

FADED = 0.3
"""What is left of the oldest memory: fading orders memories, it never hides one."""


def freshness(age: timedelta, *, half_life: timedelta) -> float:
    """Return how fresh something is after `age` without a mention, from 1 down to `FADED`.

    An age below zero, from a clock that was set back, counts as none.
    """
    return float(freshness_of([age], [half_life])[0])


def freshness_of(ages: Sequence[timedelta], half_lives: Sequence[timedelta]) -> NDArray[np.float64]:
    """Return how fresh many things are, each by its own age and half-life."""
    old = np.array([age.total_seconds() for age in ages])
    halves = np.array([half_life.total_seconds() for half_life in half_lives])
    fresh: NDArray[np.float64] = FADED + (1 - FADED) * 0.5 ** (np.maximum(old, 0.0) / halves)
    return fresh
