"""How memories fade."""

import math
from collections.abc import Mapping
from datetime import timedelta

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
    half_lives = max(age, timedelta()) / half_life
    return FADED + (1 - FADED) * math.pow(0.5, half_lives)
