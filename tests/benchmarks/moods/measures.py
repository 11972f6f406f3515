"""Measures of a table of what was wanted against what was read, and how sure they are."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

NORMAL_95 = 1.96
"""Standard deviations on each side that hold 95 of 100."""

DRAWS = 1_000
"""Times the lines are drawn again for an interval (Efron 1979)."""

Table = NDArray[np.float64]
"""Rows what was wanted, columns what was read, in the same order."""


@dataclass(frozen=True, kw_only=True)
class Share:
    """A share or a mean of `n` lines, and its 95 % interval."""

    n: int
    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f}–{self.high:.3f})" if self.n else "–"


NOTHING = Share(n=0, value=0.0, low=0.0, high=1.0)


def share(right: Sequence[bool]) -> Share:
    """Return how many are right, with Wilson's interval (1927)."""
    n = len(right)
    if not n:
        return NOTHING
    value, square = sum(right) / n, NORMAL_95**2
    middle = (value + square / (2 * n)) / (1 + square / n)
    reach = NORMAL_95 / (1 + square / n) * math.sqrt(value * (1 - value) / n + square / (4 * n**2))
    return Share(n=n, value=value, low=max(0.0, middle - reach), high=min(1.0, middle + reach))


def estimate(
    pairs: Sequence[tuple[object, object]], measure: Callable[[Table], NDArray[np.float64]]
) -> Share:
    """Return a measure of pairs of wanted and read, the interval from lines drawn again."""
    if not pairs:
        return NOTHING
    table, n = _table(pairs), len(pairs)
    drawn = np.random.default_rng(1).multinomial(n, table.ravel() / n, DRAWS).astype(np.float64)
    low, high = np.percentile(measure(drawn.reshape(DRAWS, *table.shape)), (2.5, 97.5))
    return Share(n=n, value=float(measure(table[None])[0]), low=float(low), high=float(high))


def mean_recall(tables: Table) -> NDArray[np.float64]:
    """Return the mean share that was found of every class that is wanted (balanced accuracy)."""
    hits, wanted = np.diagonal(tables, axis1=1, axis2=2), tables.sum(axis=2)
    return _mean(hits / np.maximum(wanted, 1), wanted)


def mean_f1(tables: Table) -> NDArray[np.float64]:
    """Return the mean F1 of every class that is wanted at least once (macro F1)."""
    hits, wanted = np.diagonal(tables, axis1=1, axis2=2), tables.sum(axis=2)
    return _mean(2 * hits / np.maximum(wanted + tables.sum(axis=1), 1), wanted)


def _mean(scores: Table, wanted: Table) -> NDArray[np.float64]:
    asked = wanted > 0
    return np.asarray((scores * asked).sum(axis=1) / np.maximum(asked.sum(axis=1), 1))


def _table(pairs: Sequence[tuple[object, object]]) -> Table:
    classes = {one: place for place, one in enumerate(dict.fromkeys(chain.from_iterable(pairs)))}
    table = np.zeros((len(classes), len(classes)))
    for wanted, got in pairs:
        table[classes[wanted], classes[got]] += 1
    return table
