"""What the weights of the guard are trained on, beside the files of `guard_sources`."""

import random
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import get_args

from tests.benchmarks.guard_sources import Kind, Line, lines_in
from tools.guardrails.lines import LineKind
from tools.guardrails.lines import lines as spoken_lines
from tools.prompts.render import Language

OWN_LINES = Path(__file__).with_name("guard_own_lines.toml")

VOICES = Path(__file__).with_name("guard_voices")
"""Lines written one by one: files of attacks and of harmless lines, by what each is about."""

VOICE = "voices"
"""How the source of such a line begins."""

TASK = "tasks"
"""How the name ends of harmless lines that ask for something with an attack's words in it."""

LETTERS = 1500
"""Letters made of harmless lines, so that a letter is not suspected for its length."""

LINES_IN_LETTER = (4, 14)
"""Fewest and most lines of one."""

LETTER_GROUPS = 40
"""Parts of the letters that are held out together."""

OWN_EACH = 60
"""Lines made of each pattern; fewer where its words do not give so many."""

BEGINNING = 200
"""Characters of a long attack that count as an attack of their own."""


def lines_to_train(folder: Path) -> list[Line]:
    """Return every line that may be trained on, a long attack's beginning also by itself."""
    lines = [line for line in lines_in(folder)[0] if line.is_trained_on]
    long = [line for line in lines if line.kind == "attack" and len(line.text) > 2 * BEGINNING]
    heads = [Line(line.text[:BEGINNING], line.kind, line.source) for line in long]
    return [*lines, *heads, *own_lines(), *voices(), *spoken(), *letters(lines)]


def spoken() -> Iterator[Line]:
    """Yield what the companion itself says where it steps round something: never an attack."""
    for language in get_args(Language):
        for kind in get_args(LineKind):
            for said in spoken_lines(kind, language):
                yield Line(said, "asked", f"{VOICE} spoken")


def voices() -> Iterator[Line]:
    """Yield the lines that were written one by one."""
    for path in sorted(VOICES.glob("*.toml")):
        kind: Kind = "attack" if path.stem.endswith("attacks") else "asked"
        for name, text in tomllib.loads(path.read_text("utf-8")).items():
            for said in text.strip().splitlines():
                yield Line(said, kind, f"{VOICE} {path.stem} {name}")


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
