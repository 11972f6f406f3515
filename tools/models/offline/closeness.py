"""Whether the next stage of a relationship is deserved, as far as rules can tell: mostly not."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import BaseMessage

from tools.models.offline.transcript import Line, last_human, lines_of
from tools.relationship.score import freshness
from tools.relationship.signals import Reading, read_signals

OPEN_ENOUGH = 0.4
"""Depth or vulnerability from which somebody shows themselves."""

MOST_REPEATED = 0.4
"""Share of lines that say the same again, or nothing, from which a talk is made for the score."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What has to be plain before rules say yes."""

    days: int
    """Days on which they showed themselves."""
    open_lines: int
    loving_days: int
    """Days on which they said that they love or desire whom they talk with."""


NEEDED: Mapping[str, Evidence] = {
    "good_friends": Evidence(days=3, open_lines=6, loving_days=0),
    "ambiguous": Evidence(days=5, open_lines=12, loving_days=2),
    "partners": Evidence(days=7, open_lines=20, loving_days=4),
}
"""By the stage that is asked for."""

_STEP = re.compile(r"<step>\n\w{1,20} -> (?P<stage>\w{1,20})\n")


def transition_verdict(messages: Sequence[BaseMessage]) -> Mapping[str, Any]:
    """Return whether a step is confirmed, and why not."""
    step = _STEP.search(last_human(messages))
    needed = NEEDED.get(step["stage"]) if step else None
    theirs = [line for line in lines_of(messages) if line.theirs]
    if needed is None or not theirs:
        return {"confirmed": False, "reason": "unclear"}
    read = _read(theirs)
    if sum(not fresh for _, _, fresh in read) > MOST_REPEATED * len(read):
        return {"confirmed": False, "reason": "farming"}
    if not _plain(read, needed):
        return {"confirmed": False, "reason": "too_soon"}
    return {"confirmed": True, "reason": "earned"}


def _read(lines: Sequence[Line]) -> list[tuple[Line, Reading, bool]]:
    """Return each line with what it tells, and whether it says anything that was not said yet."""
    known: frozenset[str] = frozenset()
    read = []
    for line in lines:
        reading = read_signals(line.text)
        read.append((line, reading, freshness(reading, known) > 0))
        known |= reading.terms
    return read


def _plain(read: Sequence[tuple[Line, Reading, bool]], needed: Evidence) -> bool:
    shown = [line for line, reading, fresh in read if fresh and _open(reading)]
    loving = {line.said_on for line, reading, _ in read if reading.affection}
    days = {line.said_on for line in shown}
    return (
        len(days) >= needed.days
        and len(shown) >= needed.open_lines
        and len(loving) >= needed.loving_days
    )


def _open(reading: Reading) -> bool:
    return max(reading.signals.depth, reading.signals.vulnerability) >= OPEN_ENOUGH
