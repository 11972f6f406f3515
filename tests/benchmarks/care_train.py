"""Train `tools/care/learned.npz`: `python -m tests.benchmarks.care_train DATA`.

Reads what many hands wrote to be learned from (`care_voices`), sentences made by the grammar
(`care_grammar`), the lines written for care but neither the fresh ones nor the last nor any sealed
one, and the open half of the everyday talk of GoEmotions
and CPED (Apache-2.0). The thresholds are read off lines held out in turn, pattern by pattern, and
never off anything that the benchmark counts as unseen.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import tools.care
from tests.benchmarks.care_examples import DANGER, JOKES, SOUNDS_NEAR, Example, examples
from tools.care.learned import COUNTS, WEIGHTS
from tools.text.pieces import BITS

WAYS = frozenset({"plan", "method"})

HINTS = frozenset({"indirect"})

FOLDS = 4

LOW_SHARE, DOUBT_SHARE, HIGH_SHARE = 0.004, 0.03, 0.0004
"""Everyday lines held out that may be taken for distress, looked at by a model, or for danger.

A look costs a small call after the reply was said, so three in a hundred messages may have one.
"""

SAID_SHARE, CERTAIN_SHARE = 0.0006, 0.0001
"""Everyday lines held out that may be taken for danger that is said, hints left aside: maybe, and
for certain."""

JOKE_SHARE, NEAR_SHARE = 0.02, 0.04
"""Jokes, and other lines that only sound like danger, held out, that may be taken for it.

They are harder than what people say: each pattern is judged by weights that never saw it.
"""

WAY_SHARE = 0.1
"""Lines of danger without a way or means, held out, that may be taken for one."""

ROUNDS, BATCH, PACE = 6, 256, 0.1

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Trained:
    """Weights as real numbers."""

    pieces: Floats
    base: float


@dataclass(frozen=True)
class Rows:
    """Examples as flat arrays, so that a batch is one sum."""

    flat: NDArray[np.int64]
    worth: Floats
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, lines: Sequence[Example]) -> "Rows":
        """Lay the pieces of lines end to end, each worth what its kind counts by their root."""
        sizes = [sum(map(len, line.pieces)) for line in lines]
        worth = [
            np.full(len(one), part * len(one) ** -0.5)
            for line in lines
            for one, part in zip(line.pieces, COUNTS, strict=True)
            if len(one)
        ]
        flat = np.concatenate([one for line in lines for one in line.pieces])
        return cls(flat, np.concatenate(worth).astype(np.float32), np.cumsum([0, *sizes]))

    def batch(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], Floats, NDArray[np.int64]]:
        """Return the pieces of some rows, what each is worth, and which row it is of."""
        sizes = self.starts[rows + 1] - self.starts[rows]
        owner = np.repeat(np.arange(len(rows)), sizes)
        within = np.arange(len(owner)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        places = self.starts[rows][owner] + within
        return self.flat[places], self.worth[places], owner


def trained_on(rows: Rows, which: NDArray[np.int64], wanted: Floats, counts: Floats) -> Trained:
    """Return the weights of logistic regression, averaged over the last rounds."""
    weights, seen = np.zeros(1 << BITS, np.float32), np.full(1 << BITS, 1e-3, np.float32)
    total, steps, base = np.zeros_like(weights), 0, -3.0
    dice = np.random.default_rng(1)
    for turn in range(ROUNDS):
        order = dice.permutation(which)
        for start in range(0, len(order), BATCH):
            part = order[start : start + BATCH]
            flat, worth, owner = rows.batch(part)
            sums = np.bincount(owner, weights[flat] * worth, len(part)) + base
            wrong = (1 / (1 + np.exp(-np.clip(sums, -30, 30))) - wanted[part]) * counts[part]
            touched, where = np.unique(flat, return_inverse=True)
            slope = np.bincount(where, wrong[owner] * worth).astype(np.float32)
            seen[touched] += slope**2
            weights[touched] -= PACE * slope / np.sqrt(seen[touched])
            base -= 0.02 * float(wrong.mean())
        if turn >= ROUNDS // 2:
            total, steps = total + weights, steps + 1
    return Trained(np.asarray(total / steps, np.float32), base)


def scores(trained: Trained, rows: Rows, which: NDArray[np.int64]) -> Floats:
    """Return the log-odds of some rows."""
    flat, worth, owner = rows.batch(which)
    sums = np.bincount(owner, trained.pieces[flat] * worth, len(which)) + trained.base
    return sums.astype(np.float32)


@dataclass(frozen=True)
class Head:
    """A question the model answers: its weights, and the odds of each line held out."""

    trained: Trained
    odds: Floats


def head(
    rows: Rows, lines: Sequence[Example], which: NDArray[np.int64], kinds: frozenset[str]
) -> Head:
    """Train on some lines whether they are of some kinds."""
    wanted = np.array([line.kind in kinds for line in lines], np.float32)
    counts = np.array([line.counts for line in lines], np.float32)
    odds = np.full(len(lines), -np.inf, np.float32)
    fold = np.array([line.group % FOLDS for line in lines])[which]
    for part in range(FOLDS):
        out = which[fold == part]
        odds[out] = scores(trained_on(rows, which[fold != part], wanted, counts), rows, out)
    return Head(trained_on(rows, which, wanted, counts), odds)


def threshold(
    odds: Floats, lines: Sequence[Example], kinds: frozenset[str], share: float, chinese: bool
) -> float:
    """Return the log-odds that a share of the lines of some kinds and a language exceed."""
    rows = [at for at, line in enumerate(lines) if line.kind in kinds and line.chinese == chinese]
    return float(np.quantile(odds[rows], 1 - share, method="higher")) + 1e-3


def sure(odds: Floats, lines: Sequence[Example], share: float, chinese: bool) -> float:
    """Return the log-odds that few everyday lines, jokes and lines that sound near exceed."""
    return max(
        threshold(odds, lines, frozenset({"everyday"}), share, chinese),
        threshold(odds, lines, JOKES, JOKE_SHARE, chinese),
        threshold(odds, lines, SOUNDS_NEAR, NEAR_SHARE, chinese),
    )


def thresholds(odds: Sequence[Floats], lines: Sequence[Example]) -> dict[str, list[float]]:
    """Return each threshold, English and Chinese."""
    danger, said, ways = odds
    everyday = frozenset({"everyday"})
    names = ("low", "doubt", "high", "said", "certain", "way")
    found: dict[str, list[float]] = {name: [] for name in names}
    for chinese in (False, True):
        found["low"].append(threshold(danger, lines, everyday, LOW_SHARE, chinese))
        found["doubt"].append(threshold(danger, lines, everyday, DOUBT_SHARE, chinese))
        found["high"].append(sure(danger, lines, HIGH_SHARE, chinese))
        found["said"].append(sure(said, lines, SAID_SHARE, chinese))
        certain = threshold(said, lines, everyday, CERTAIN_SHARE, chinese)
        found["certain"].append(max(certain, found["said"][-1]))
        found["way"].append(threshold(ways, lines, DANGER - WAYS, WAY_SHARE, chinese))
    return found


def main() -> None:
    """Read the command line, train and store."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.care_train")
    parser.add_argument("data", type=Path)
    lines = list(examples(parser.parse_args().data))
    heads = trained_heads(lines)
    limits = thresholds([one.odds for one in heads], lines)
    store(heads, limits)
    tell(heads[0].odds, lines, limits)


def trained_heads(lines: Sequence[Example]) -> list[Head]:
    """Train what answers each question: danger at all, danger said, a way or means of it."""
    rows, every = Rows.of(lines), np.arange(len(lines))
    in_danger = np.array([at for at, line in enumerate(lines) if line.kind in DANGER])
    no_hints = np.array([at for at, line in enumerate(lines) if line.kind not in HINTS])
    asked = ((every, DANGER), (no_hints, DANGER), (in_danger, WAYS))
    return [head(rows, lines, which, kinds) for which, kinds in asked]


def store(heads: Sequence[Head], limits: dict[str, list[float]]) -> None:
    """Write the weights, a byte each, with the thresholds."""
    scales = [float(np.abs(one.trained.pieces).max()) / 127 for one in heads]
    pairs = zip(heads, scales, strict=True)
    np.savez_compressed(
        Path(tools.care.__path__[0]) / WEIGHTS,
        pieces=np.array([np.round(one.trained.pieces / scale) for one, scale in pairs], np.int8),
        scales=np.array(scales),
        bases=np.array([one.trained.base for one in heads]),
        low=np.array(limits["low"]),
        doubt=np.array(limits["doubt"]),
        high=np.array(limits["high"]),
        said=np.array(limits["said"]),
        certain=np.array(limits["certain"]),
        way=np.array(limits["way"]),
    )


def tell(odds: Floats, lines: Sequence[Example], limits: dict[str, list[float]]) -> None:
    """Print how many held-out lines of each kind reach each threshold."""
    print(len(lines), "lines;", limits)  # noqa: T201
    for chinese in (False, True):
        for kind in sorted({line.kind for line in lines}):
            which = [
                at for at, line in enumerate(lines) if line.kind == kind and line.chinese == chinese
            ]
            if which:
                shares = [
                    f"{limit} {(odds[which] >= limits[limit][chinese]).mean():.2%}"
                    for limit in ("low", "doubt", "high")
                ]
                print("zh" if chinese else "en", kind, len(which), *shares)  # noqa: T201


if __name__ == "__main__":
    main()
