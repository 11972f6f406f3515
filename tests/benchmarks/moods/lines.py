"""Read labelled lines from a folder, each format by its name or its columns.

Known are GoEmotions (`goemotions_*.tsv` beside `goemotions_labels.txt`), dialogue tables with
`Utterance`, `Sentiment` and `Emotion` (CPED, MELD), EmoBank (`text`, `V`, `A`), lists of Weibo
posts as JSON (`content`, `label`) and remembered events (`event`, `emotion`; MADial).
"""

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.mood.basic import Basic
from tools.text.language import language_of

OWN, OWN_UNSEEN = "own_lines.tsv", "own_unseen.tsv"
"""Lines written for this project, to train on and never to train on: a feeling and a text."""

HERE = Path(__file__).parent

HELD_OUT = 4
"""One dialogue of so many is never trained on: those whose number this divides."""

EMOBANK_MIDDLE, EMOBANK_POLAR = 3.0, 0.3
"""EmoBank's valence runs from 1 to 5; nearer to its middle than this a line has no sign."""

_BRIGHT = (
    "admiration amusement approval caring desire excitement gratitude joy love optimism pride"
    " relief positive happy grateful relaxed positive-other excited 开心 兴奋 期待"
)
_DARK = (
    "anger annoyance disappointment disapproval disgust embarrassment fear grief nervousness"
    " remorse sadness negative angry sad depress worried negative-other"
    " anxious scared disappointed frustrated 悲伤 失望 挫败 愤怒 焦虑 害怕"
)
BRIGHT, DARK = frozenset(_BRIGHT.split()), frozenset(_DARK.split())

_BASICS: Mapping[Basic, str] = {
    "joy": "happy grateful relaxed 开心 兴奋 期待 "
    + " ".join(BRIGHT - {"positive", "positive-other"}),
    "sadness": "sadness sad depress grief remorse disappointment embarrassment 悲伤 失望 挫败",
    "anger": "anger angry annoyance disapproval 愤怒",
    "disgust": "disgust",
    "fear": "fear nervousness worried anxious scared 焦虑 害怕",
    "surprise": "surprise astonished confusion curiosity realization",
    "neutral": "neutral",
}
BASIC_OF: dict[str, Basic] = {
    name: basic for basic, names in _BASICS.items() for name in names.split()
}
"""The basic feeling of each label; labels that are no feeling of their own are left out."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line and what people or a camera say about it."""

    text: str
    sign: int | None
    """1 bright, -1 dark, 0 neither, None when the labels say both or something else."""
    basics: frozenset[Basic]
    """The basic feelings that were named; empty where none was asked for."""
    part: int = 0
    """The number of the dialogue or line; decides what is held out."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """The lines of one file."""

    name: str
    lines: tuple[Line, ...]
    is_trained_on: bool = False
    """Whether the weights have seen all of it."""

    @property
    def language(self) -> str:
        """The language of most lines."""
        chinese = sum(language_of(line.text) == "zh" for line in self.lines[:200])
        return "zh" if chinese > len(self.lines[:200]) / 2 else "en"


def sources_in(folder: Path) -> Iterator[Source]:
    """Yield every file of a folder that is understood, and our own unseen lines.

    Of what was trained on, only the rest is given.
    """
    for path in [*sorted(one for one in folder.rglob("*") if one.is_file()), HERE / OWN_UNSEEN]:
        lines = tuple(lines_of(path))
        if path.name.startswith("cped_zh_valid"):
            lines = tuple(line for line in lines if is_held_out(line))
        if lines:
            trained = path.name == "goemotions_train.tsv"
            yield Source(name=path.stem, lines=lines, is_trained_on=trained)


def is_held_out(line: Line) -> bool:
    """Whether the weights may not see a line of a source that has no split of its own."""
    return line.part % HELD_OUT == 0


def lines_of(path: Path) -> Iterator[Line]:
    """Yield the lines of one file; none where the format is not known."""
    reader = _READERS.get(path.suffix)
    if reader:
        yield from reader(path)


def _tabbed(path: Path) -> Iterator[Line]:
    labels = path.parent / "goemotions_labels.txt"
    if path.name in (OWN, OWN_UNSEEN):
        rows = (row.split("\t") for row in path.read_text("utf-8").splitlines())
        yield from (_line(text, [basic], part=number) for number, (basic, text) in enumerate(rows))
    elif labels.exists() and path.name.startswith("goemotions"):
        yield from _goemotions(path, labels.read_text("utf-8").split())


def _goemotions(path: Path, names: list[str]) -> Iterator[Line]:
    for number, row in enumerate(path.read_text("utf-8").splitlines()):
        text, numbers, *_ = row.split("\t")
        yield _line(text, [names[int(one)] for one in numbers.split(",")], part=number)


def _table(path: Path) -> Iterator[Line]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row.get("Utterance") and row.get("Sentiment"):
                part = int("0" + (row.get("Dialogue_ID") or "").split("_")[-1])
                yield _line(row["Utterance"], [row["Emotion"]], sign=row["Sentiment"], part=part)
            elif row.get("text") and row.get("V"):
                yield _measured(row["text"], float(row["V"]) - EMOBANK_MIDDLE)


def _posts(path: Path) -> Iterator[Line]:
    for number, row in enumerate(_rows(path.read_text("utf-8"))):
        if not isinstance(row, dict):
            continue
        if {"content", "label"} <= row.keys():
            yield _line(row["content"], [row["label"]], part=number)
        for told in row.values():
            if isinstance(told, dict) and {"event", "emotion"} <= told.keys():
                yield _line(told["event"], [told["emotion"].lower()], part=number)


def _rows(text: str) -> Iterator[Any]:
    """Yield the rows of a list, or of lines of JSON; none of a file that is something else."""
    try:
        yield from (
            json.loads(text) if text.lstrip()[:1] == "[" else map(json.loads, text.splitlines())
        )
    except ValueError:
        return


_READERS: Mapping[str, Callable[[Path], Iterator[Line]]] = {
    ".tsv": _tabbed,
    ".csv": _table,
    ".json": _posts,
    ".jsonl": _posts,
}


def _line(text: str, labels: list[str], *, part: int, sign: str | None = None) -> Line:
    basics: frozenset[Basic] = frozenset(BASIC_OF[label] for label in labels if label in BASIC_OF)
    return Line(text=text, sign=_sign([sign] if sign else labels), basics=basics, part=part)


def _measured(text: str, valence: float) -> Line:
    polar = abs(valence) >= EMOBANK_POLAR
    sign = (1 if valence > 0 else -1) if polar else None
    return Line(text=text, sign=sign, basics=frozenset())


def _sign(labels: list[str]) -> int | None:
    bright, dark = not BRIGHT.isdisjoint(labels), not DARK.isdisjoint(labels)
    if bright != dark:
        return 1 if bright else -1
    return 0 if labels == ["neutral"] else None
