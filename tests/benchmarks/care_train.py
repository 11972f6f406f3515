"""Train `tools/care/learned.npz`: `python -m tests.benchmarks.care_train DATA`.

Reads the lines written for care but not the kept half nor the last ones, and the open half of the
everyday talk of GoEmotions and CPED (Apache-2.0). The thresholds are read off everyday lines held
out in turn, and never off anything that the benchmark counts.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import tools.care
from tests.benchmarks.care_sets import everyday_lines, later_lines, own_lines
from tests.benchmarks.guard_train import Floats, Trained, scores, train
from tools.care.learned import WEIGHTS, is_chinese
from tools.guardrails.grams import grams
from tools.text.words import words_of

DANGER = frozenset({"explicit", "plan", "method", "self_harm", "indirect"})

SOURCES = frozenset({"goemotions_train", "cped_zh_valid"})

COUNTS = {"danger": 3.0, "own": 4.0, "everyday": 1.0}
"""What a line counts in training: everyday talk is the most by far."""

FOLDS = 4

LOW_SHARE = 0.002
"""Everyday lines held out that may be taken for distress."""


@dataclass(frozen=True)
class Example:
    """One line to learn from."""

    pieces: NDArray[np.int64]
    is_danger: bool
    counts: float
    is_everyday: bool
    chinese: bool


def examples(data: Path) -> Iterator[Example]:
    """Yield every line that may be trained on."""
    for line in [*(line for line in own_lines() if line.half == "open"), *later_lines()]:
        danger = line.kind in DANGER
        yield _example(line.text, danger, COUNTS["danger" if danger else "own"], False)
    for line in everyday_lines(data):
        if line.kind in SOURCES and line.half == "open" and len(words_of(line.text)):
            yield _example(line.text, False, COUNTS["everyday"], True)


def _example(text: str, is_danger: bool, counts: float, is_everyday: bool) -> Example:
    words = words_of(text)
    pieces = np.array(grams(words), np.int64)
    return Example(pieces, is_danger, counts, is_everyday, is_chinese(words))


def trained_on(lines: Sequence[Example]) -> Trained:
    """Return the weights learned from some lines."""
    return train(
        [line.pieces for line in lines],
        np.array([line.is_danger for line in lines], np.float32),
        np.array([line.counts for line in lines], np.float32),
    )


def held_out_odds(lines: Sequence[Example]) -> Floats:
    """Return the log-odds of each line by weights that have not seen its part."""
    odds = np.zeros(len(lines), np.float32)
    for part in range(FOLDS):
        rest = [line for number, line in enumerate(lines) if number % FOLDS != part]
        rows = list(range(part, len(lines), FOLDS))
        odds[rows] = scores(trained_on(rest), [lines[row].pieces for row in rows])
    return odds


def threshold(odds: Floats, lines: Sequence[Example], share: float, *, chinese: bool) -> float:
    """Return the log-odds that a share of the everyday lines of a language exceed."""
    rows = [at for at, line in enumerate(lines) if line.is_everyday and line.chinese == chinese]
    return float(np.quantile(odds[rows], 1 - share, method="higher"))


def main() -> None:
    """Read the command line, train and store."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.care_train")
    parser.add_argument("data", type=Path)
    lines = list(examples(parser.parse_args().data))
    odds = held_out_odds(lines)
    low = [threshold(odds, lines, LOW_SHARE, chinese=chinese) for chinese in (False, True)]
    weights = trained_on(lines)
    scale = float(np.abs(weights.pieces).max()) / 127
    np.savez_compressed(
        Path(tools.care.__path__[0]) / WEIGHTS,
        pieces=np.round(weights.pieces / scale).astype(np.int8),
        scale=np.array(scale),
        base=np.array(weights.base),
        low=np.array(low),
    )
    danger = odds[[line.is_danger for line in lines]]
    caught = (danger >= min(low)).mean()
    print(f"{len(lines)} lines, {len(danger)} of danger; {low}; held out {caught:.1%}")  # noqa: T201


if __name__ == "__main__":
    main()
