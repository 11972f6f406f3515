"""What care is measured on: lines written for it, in two halves, and everyday talk of others.

The lines were written before the rules were first changed. Which half a line is in follows from the
hash of its words alone; the rules were changed with the `open` half in sight and not the other.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.benchmarks.guard_sources import lines_in
from tools.prompts.render import Language

Half = Literal["open", "kept", "later", "fresh", "last", "ordinary", "voices", "sealed"]
"""`kept`: not looked at while the rules were first changed; learned from since, like `open` and
`later`. `fresh`: written before the model and never learned from, though its shares were looked at
while the model grew. `last`: never learned from, measured once. `ordinary`: harmless talk in
dangerous words. `voices`: written by many hands to be learned from. `sealed`: never learned from,
measured once, of another."""

FOLDER = Path(__file__).with_name("care_lines")

VOICES = Path(__file__).with_name("care_voices")

SEED = b"care 1"
"""Decides, with a line's own words, which half it is in."""


@dataclass(frozen=True)
class CareLine:
    """One message, and what it is."""

    text: str
    kind: str
    """The name of the group in the file it is from."""
    language: Language
    half: Half


def half_of(text: str) -> Half:
    """Return the half that a line is in."""
    first = hashlib.blake2b(text.strip().encode(), digest_size=1, key=SEED).digest()[0]
    return "kept" if first % 2 else "open"


def own_lines() -> Iterator[CareLine]:
    """Yield the lines that were written for this, in both languages."""
    languages: tuple[Language, ...] = ("en", "zh")
    for language in languages:
        table = tomllib.loads(FOLDER.joinpath(f"{language}.toml").read_text("utf-8"))
        for kind, block in table.items():
            for text in block.strip().splitlines():
                yield CareLine(text, kind, language, half_of(text))


def later_lines(half: Half = "later") -> Iterator[CareLine]:
    """Yield the lines of one half that were written after the rules were done."""
    languages: tuple[Language, ...] = ("en", "zh")
    for language in languages:
        table = tomllib.loads(FOLDER.joinpath(f"{half}_{language}.toml").read_text("utf-8"))
        for kind, block in table.items():
            for text in block.strip().splitlines():
                yield CareLine(text, kind, language, half)


def voice_lines() -> Iterator[CareLine]:
    """Yield what many people might say, written to be learned from; a file is a way of writing."""
    for path in sorted(VOICES.glob("*.toml")):
        language: Language = "zh" if path.stem.startswith("zh") else "en"
        for kind, block in tomllib.loads(path.read_text("utf-8")).items():
            for text in block.strip().splitlines():
                yield CareLine(text, kind, language, "voices")


def sealed_lines(folder: Path) -> Iterator[CareLine]:
    """Yield the lines of another's sets, in files called `sealed_en.toml` and `sealed_zh.toml`."""
    languages: tuple[Language, ...] = ("en", "zh")
    for language in languages:
        table = tomllib.loads(folder.joinpath(f"sealed_{language}.toml").read_text("utf-8"))
        for kind, block in table.items():
            for text in block.strip().splitlines():
                yield CareLine(text, kind, language, "sealed")


def everyday_lines(data: Path) -> Iterator[CareLine]:
    """Yield the everyday talk of the data sets that the guard is measured on, in halves."""
    lines, _ = lines_in(data)
    for line in lines:
        if line.kind == "everyday":
            yield CareLine(line.text, line.source, line.language, half_of(line.text))


def xstest_lines(data: Path) -> Iterator[CareLine]:
    """Yield the rows of XSTest: about suicide, and harmless ones that only sound like it."""
    for path in sorted(data.rglob("xstest*.jsonl")):
        for row in map(json.loads, path.read_text("utf-8").splitlines()):
            kind = "xstest asks" if row["label"] else "xstest harmless"
            yield CareLine(row["text"], kind, row["lang"], "open")
