"""Rules over groups of expressions, as they are written in a table."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Step:
    """One part of a phrase: a group of expressions, after at most `gap` other words."""

    group: str
    gap: int


@dataclass(frozen=True)
class Veto:
    """A group that makes a match void when it begins within `reach` words before or after it."""

    group: str
    reach: int


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Phrases that mean one thing."""

    name: str
    weight: float
    phrases: tuple[tuple[Step, ...], ...]
    unless_before: tuple[Veto, ...] = ()
    unless_after: tuple[Veto, ...] = ()
    unless_inside: tuple[str, ...] = ()
    """Groups that make a match void when they begin within it."""


_STEP = re.compile(r"(?:(\d+) )?([^\s\d]\S*)")


def rule_in(row: Mapping[str, Any]) -> Rule:
    """Return the rule in a row of a table."""
    return Rule(
        name=row["name"],
        weight=float(row.get("weight", 1.0)),
        phrases=tuple(tuple(_steps(phrase)) for phrase in row["says"]),
        unless_before=tuple(_vetoes(row.get("unless_before", ""))),
        unless_after=tuple(_vetoes(row.get("unless_after", ""))),
        unless_inside=tuple(row.get("unless_inside", "").split()),
    )


def _steps(phrase: str) -> Iterable[Step]:
    for found in _STEP.finditer(phrase):
        yield Step(found[2], int(found[1] or 0))


def _vetoes(text: str) -> Iterable[Veto]:
    parts = text.split()
    for group, reach in zip(parts[::2], parts[1::2], strict=True):
        yield Veto(group, int(reach))
