"""Train the weights of `tools/mood/model.py`: `python -m tests.benchmarks.train_mood DATA_FOLDER`.

Reads `goemotions_train.tsv` and the part of `cped_zh_valid.csv` that is not held out (both
Apache-2.0), and the project's own lines beside this file. First the numbers of the rules are fitted
alone, so that words no collection has are still worth something; then the pieces on top of them.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import tools.mood
from tests.benchmarks.moods.lines import OWN, Line, is_held_out, lines_of
from tests.benchmarks.moods.logistic import fit, rows_of
from tools.mood.basic import BASICS
from tools.mood.evidence import gather
from tools.mood.grams import grams
from tools.mood.model import FOUND, HEADS, WEIGHTS, found, known_rows
from tools.text.language import language_of
from tools.text.normalise import normalise

OWN_LINES = Path(__file__).parent / "moods" / OWN

RARE, CHINESE_RARE = 3, 2
"""A piece in fewer lines, and in fewer Chinese ones, gets no weight."""

LEANING = 0.3
"""Least trust in a piece that is as frequent with a feeling as without it."""

ROOM, STEPS = 8.0, 60
"""How large weights may grow, chosen on lines of the training split alone; and steps of fitting."""

PACE = 0.5
OFFSET_ROUNDS = 400
OFFSET_SHRINK = 1e-3
CHINESE_WEIGHT = 0.3
"""What a line of television counts beside one of Reddit: its labels were read off faces."""

OWN_WEIGHT = 2.0

ANY = 2
"""Heads that are only trained: some bright label, some dark one, on every line.

Their difference and the head of the sign are both linear, so the mean of the two costs nothing.
"""

Floats = NDArray[np.float32]


@dataclass
class Material:
    """Lines as numbers."""

    known: NDArray[np.uint32]
    """The pieces that get a weight, in order."""
    pieces: list[NDArray[np.intp]]
    """By line, where its pieces stand among the known ones."""
    found: Floats
    is_chinese: NDArray[np.int64]
    """1 for Chinese, 0 for anything else."""
    wanted: Floats
    """By line and head, 0 or 1."""
    counts: Floats
    """By line and head, how much it counts; 0 where the labels do not say."""


def material(lines: Sequence[tuple[Line, float]]) -> Material:
    """Return what the training needs of some lines, each with its weight."""
    texts = [normalise(line.text) for line, _ in lines]
    wanted = np.zeros((len(lines), HEADS + ANY), np.float32)
    counts = np.zeros((len(lines), HEADS + ANY), np.float32)
    for row, (line, weight) in enumerate(lines):
        if line.sign:
            wanted[row, 0], counts[row, 0] = line.sign > 0, weight
        if line.basics:
            wanted[row, 1:HEADS] = [basic in line.basics for basic in BASICS]
            counts[row, 1:HEADS] = weight
        if line.sign is not None:
            wanted[row, HEADS:] = [line.sign > 0, line.sign < 0]
            counts[row, HEADS:] = weight
    pieces = [np.array(grams(text), np.uint32) for text in texts]
    is_chinese = np.array([language_of(text) == "zh" for text in texts], np.int64)
    known = _known(pieces, is_chinese)
    return Material(
        known=known,
        pieces=[known_rows(one, known) for one in pieces],
        found=np.stack([found(gather(text)) for text in texts]),
        is_chinese=is_chinese,
        wanted=wanted,
        counts=counts,
    )


def _known(
    pieces: Sequence[NDArray[np.uint32]], is_chinese: NDArray[np.int64]
) -> NDArray[np.uint32]:
    """Return the pieces that are not rare, in order."""
    known, often = np.unique(np.concatenate(pieces), return_counts=True)
    chinese = [one for one, is_one in zip(pieces, is_chinese, strict=True) if is_one]
    also, seen = np.unique(np.concatenate(chinese), return_counts=True)
    return np.union1d(known[often >= RARE], also[seen >= CHINESE_RARE])


def train(data: Material) -> tuple[Floats, Floats]:
    """Return the weights of pieces (bucket, head) and of what rules found (number, head)."""
    _balance(data)
    offsets = _fit_offsets(data.found, data.wanted, data.counts)
    pieces = _fit_pieces(data, np.asarray(data.found @ offsets, np.float32))
    return _folded(pieces), _folded(offsets)


def _folded(weights: Floats) -> Floats:
    """Let the heads that are only trained have their say in the sign."""
    kept = weights[:, :HEADS].copy()
    kept[:, 0] = (kept[:, 0] + weights[:, HEADS] - weights[:, HEADS + 1]) / 2
    return kept


def _balance(data: Material) -> None:
    """Let bright and dark lines of Chinese count the same: its collection is four fifths dark."""
    counted = data.counts[:, 0] * data.is_chinese
    bright = float(counted @ data.wanted[:, 0])
    dark = float(counted.sum()) - bright
    if bright and dark:
        factor = np.where(data.wanted[:, 0] > 0, dark, bright) * 2 / (bright + dark)
        polar = (data.counts[:, 0] > 0) & (data.is_chinese > 0)
        for head in (0, HEADS, HEADS + 1):
            data.counts[:, head] *= np.where(polar, factor, 1)


def _fit_offsets(found: Floats, wanted: Floats, counts: Floats) -> Floats:
    weights = np.zeros((FOUND, wanted.shape[1]), np.float32)
    seen = np.zeros_like(weights)
    total = counts.sum(axis=0) + 1e-6
    for _ in range(OFFSET_ROUNDS):
        wrong = (_odds(np.asarray(found @ weights, np.float32)) - wanted) * counts
        slope = found.T @ wrong / total + OFFSET_SHRINK * weights
        seen += slope**2
        weights -= PACE * slope / np.sqrt(seen + 1e-8)
    return weights


def _fit_pieces(data: Material, offset: Floats) -> Floats:
    trust = _trust(data)
    heads = [
        _fit_head(data, trust[:, head], offset[:, head], head) for head in range(trust.shape[1])
    ]
    return np.stack(heads, axis=1)


def _fit_head(data: Material, trust: Floats, offset: Floats, head: int) -> Floats:
    lines = np.flatnonzero(data.counts[:, head])
    return fit(
        rows_of([data.pieces[line] for line in lines], len(trust)),
        trust,
        offset[lines],
        data.wanted[lines, head],
        data.counts[lines, head],
        room=ROOM,
        steps=STEPS,
    )


def _trust(data: Material) -> Floats:
    """Return by piece and head how telling a piece is: its log-ratio, as in naive Bayes."""
    flat = np.concatenate(data.pieces)
    sizes = np.array([len(one) for one in data.pieces])
    number = len(data.known)
    trust = np.zeros((number, HEADS + ANY), np.float32)
    for head in range(HEADS + ANY):
        yes = np.repeat(data.wanted[:, head] * data.counts[:, head], sizes)
        no = np.repeat((1 - data.wanted[:, head]) * data.counts[:, head], sizes)
        often, seldom = 1 + np.bincount(flat, yes, number), 1 + np.bincount(flat, no, number)
        trust[:, head] = LEANING + np.abs(np.log(often / often.sum() * seldom.sum() / seldom))
    return trust


def _odds(scores: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(scores, -30, 30))), np.float32)


def lines_to_train(folder: Path) -> Iterator[tuple[Line, float]]:
    """Yield every line that may be trained on, with its weight."""
    for line in lines_of(folder / "goemotions_train.tsv"):
        yield line, 1.0
    for line in lines_of(folder / "cped_zh_valid.csv"):
        if not is_held_out(line):
            yield line, CHINESE_WEIGHT
    for line in lines_of(OWN_LINES):
        yield line, OWN_WEIGHT


def store(known: NDArray[np.uint32], pieces: Floats, offsets: Floats, folder: Path) -> None:
    """Write the weights as small whole numbers; a piece whose numbers are all 0 is left out."""
    scales = np.abs(pieces).max(axis=0) / 127
    whole = np.round(pieces / scales).astype(np.int8)
    kept = whole.any(axis=1)
    np.savez_compressed(
        folder / WEIGHTS, known=known[kept], pieces=whole[kept], scales=scales, found=offsets
    )


def main() -> None:
    """Read the command line, train and store."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.train_mood")
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    lines = list(lines_to_train(folder))
    data = material(lines)
    pieces, offsets = train(data)
    store(data.known, pieces, offsets, Path(tools.mood.__path__[0]))


if __name__ == "__main__":
    main()
