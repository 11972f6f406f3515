"""Kinds of things somebody has before them, and the words by which they are known."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Any

NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of thing that can be before somebody."""

    name: str
    words: re.Pattern[str]
    """What it is called."""
    takes: timedelta
    rest: timedelta
    """How long it is left after its end before anybody asks."""
    alone: timedelta
    """After how long one asks where nobody said when it is."""
    late: bool
    """Whether, named by its day alone, it is asked about on the next day."""
    told: re.Pattern[str]
    """What tells how it ended without naming it."""


OTHER = Kind(
    name="other",
    words=NEVER,
    takes=timedelta(hours=1),
    rest=timedelta(hours=2),
    alone=timedelta(days=7),
    late=False,
    told=NEVER,
)
"""What is of no kind that is known."""


@cache
def kinds() -> tuple[Kind, ...]:
    """Return every kind, those asked for first that are to be tried first."""
    table = tomllib.loads(files("tools.loops").joinpath("kinds.toml").read_text("utf-8"))
    return tuple(_kind(name, row) for name, row in table.items())


def kind_of(text: str) -> Kind:
    """Return the kind whose word comes last in a folded text: "exam results" are results."""
    found = [(max(_ends(kind.words, text), default=-1), kind) for kind in kinds()]
    place, kind = max(found, key=lambda one: one[0])
    return kind if place >= 0 else OTHER


def any_of(en: Sequence[str], zh: Sequence[str]) -> re.Pattern[str]:
    """Return one pattern for folded text: English in whole words, Chinese anywhere."""
    spaced = [rf"(?<![a-z])(?:{'|'.join(en)})(?![a-z])"] if en else []
    return re.compile("|".join([*spaced, *zh])) if en or zh else NEVER


def _ends(pattern: re.Pattern[str], text: str) -> list[int]:
    return [found.end() for found in pattern.finditer(text)]


def _kind(name: str, row: dict[str, Any]) -> Kind:
    return Kind(
        name=name,
        words=any_of(row["en"], row["zh"]),
        takes=timedelta(hours=row["hours"]),
        rest=timedelta(hours=row["rest"]),
        alone=timedelta(hours=row["alone"]),
        late=row.get("late", False),
        told=any_of(row.get("told_en", ()), row.get("told_zh", ())),
    )
