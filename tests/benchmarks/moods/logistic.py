"""Logistic regression on lines that are lists of buckets, by L-BFGS (Nocedal 1980), in numpy."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Slope = Callable[[Floats], tuple[float, Floats]]
"""Gives the loss at a place, and which way is up."""

MEMORY = 8
"""Steps back that the curvature is taken from."""

BACKTRACKS = 12
"""Times a step is halved before it is given up."""

ENOUGH = 1e-4
"""Share of the expected gain that a step has to bring."""


LEVEL = 1e-3
"""A slope below which there is nothing to gain any more."""


@dataclass(frozen=True)
class Rows:
    """Lines as the buckets of their pieces, one after another."""

    flat: NDArray[np.int64]
    starts: NDArray[np.int64]
    spread: Floats
    """What a piece counts in its line: one by the root of their number."""
    buckets: int

    def scores(self, weights: Floats) -> Floats:
        """Return the sum of the weights of each line, spread."""
        sums = np.add.reduceat(weights[self.flat], self.starts)
        return np.asarray(sums * self.spread, np.float32)

    def gathered(self, each: Floats) -> Floats:
        """Return for each bucket the sum of a number over the lines that it is in."""
        along = np.repeat(each * self.spread, self.sizes)
        return np.asarray(np.bincount(self.flat, along, self.buckets), np.float32)

    @property
    def sizes(self) -> NDArray[np.int64]:
        """How many pieces each line has."""
        return np.diff(self.starts, append=len(self.flat))


def rows_of(pieces: Sequence[NDArray[np.int64]], buckets: int) -> Rows:
    """Return lines, none of them empty, for fitting."""
    sizes = np.array([len(one) for one in pieces])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    spread = np.asarray(1 / np.sqrt(sizes), np.float32)
    return Rows(np.concatenate(pieces), starts, spread, buckets)


def fit(
    rows: Rows, trust: Floats, offset: Floats, wanted: Floats, counts: Floats, *, room: float,
    steps: int,
) -> Floats:  # fmt: skip
    """Return weights, each times its trust, that give the chance of `wanted` on top of `offset`.

    Args:
        rows: the lines.
        trust: by bucket, how readily it takes a weight; 0 for never.
        offset: log-odds that stand already, by line.
        wanted: 0 or 1 by line.
        counts: how much a line counts; 0 for not at all.
        room: what the squares of the weights may grow to, against the loss (C of other libraries).
        steps: most steps.
    """

    def slope(weights: Floats) -> tuple[float, Floats]:
        odds = np.clip(rows.scores(weights * trust) + offset, -30, 30)
        loss = counts @ (np.logaddexp(0, odds) - wanted * odds)
        wrong = np.asarray((1 / (1 + np.exp(-odds)) - wanted) * counts, np.float32)
        uphill = rows.gathered(wrong) * trust + weights / room
        return float(loss + weights @ weights / (2 * room)), np.asarray(uphill, np.float32)

    return np.asarray(lowest(slope, np.zeros_like(trust), steps=steps) * trust, np.float32)


def lowest(slope: Slope, place: Floats, *, steps: int) -> Floats:
    """Return about the lowest place of a convex function, after so many steps at most."""
    loss, uphill = slope(place)
    past: list[tuple[Floats, Floats]] = []
    for _ in range(steps):
        if float(np.linalg.norm(uphill)) < LEVEL:
            break
        way = _downhill(uphill, past)
        gain = float(uphill @ way)
        length = 1.0 if past else 1.0 / max(1.0, float(np.linalg.norm(uphill)))
        for _ in range(BACKTRACKS):
            there = np.asarray(place + length * way, np.float32)
            new_loss, new_uphill = slope(there)
            if new_loss <= loss + ENOUGH * length * gain:
                break
            length /= 2
        else:
            return place
        if float((there - place) @ (new_uphill - uphill)) > 0:
            past = [*past, (there - place, new_uphill - uphill)][-MEMORY:]
        place, loss, uphill = there, new_loss, new_uphill
    return place


def _downhill(uphill: Floats, past: Sequence[tuple[Floats, Floats]]) -> Floats:
    """Return the way down, bent by the curvature that the last steps met."""
    way = -uphill
    shares = list[float]()
    for step, bend in reversed(past):
        share = float(step @ way) / float(step @ bend)
        shares.append(share)
        way = way - share * bend
    if past:
        step, bend = past[-1]
        way = way * (float(step @ bend) / float(bend @ bend))
    for (step, bend), share in zip(past, reversed(shares), strict=True):
        way = way + (share - float(bend @ way) / float(step @ bend)) * step
    return np.asarray(way, np.float32)
