"""What a message changes of a loop."""

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from uuid import UUID

from storage.records.loops import LoopChange, LoopTurn, OpenLoop
from tools.dates.find import resolve
from tools.loops.due import awake, due_window
from tools.loops.topic import kind_in


@dataclass(frozen=True, kw_only=True)
class Said:
    """One message of the person."""

    id: UUID
    text: str
    at: datetime
    before: str = ""
    """What they said just before it, which it may go on about."""


def again(loop: OpenLoop, words: str, said: Said, zone: tzinfo) -> LoopChange:
    """Return that a loop is to be asked about (again), at the time that was named or was meant."""
    span = resolve(words, said_at=said.at, zone=zone, tense="future")
    if span is None and loop.due_from > said.at:
        return change_of(loop, "invited", said)
    window = due_window(
        span, kind_in(loop.event), importance=loop.importance, said_at=said.at, zone=zone
    )
    due_from = window.due_from if span is None else awake(max(span.start, said.at), zone)
    return replace(
        change_of(loop, "invited", said),
        due_from=due_from,
        due_until=max(window.due_until, due_from + (window.due_until - window.due_from)),
    )


def moved(loop: OpenLoop, words: str, said: Said, zone: tzinfo) -> LoopChange:
    """Return that a loop happens at another time, or, where the words name none, some day."""
    span = resolve(words, said_at=said.at, zone=zone, tense="future")
    window = due_window(
        span, kind_in(loop.event), importance=loop.importance, said_at=said.at, zone=zone
    )
    return replace(
        change_of(loop, "moved", said),
        happens_from=window.happens_from,
        happens_until=window.happens_until,
        happens_precision=window.precision,
        due_from=window.due_from,
        due_until=window.due_until,
    )


def change_of(loop: OpenLoop, becomes: LoopTurn, said: Said) -> LoopChange:
    """Return what a loop becomes by a message."""
    return LoopChange(loop_id=loop.id, becomes=becomes, message_id=said.id)
