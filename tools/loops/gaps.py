"""Loose threads: what was to come, is remembered, and has no end yet (seed 003, phase 3)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from uuid import UUID, uuid5

from storage.records.loops import Happening, LoopChange, OpenLoop, Remark, Unfinished
from tools.dates.span import DateSpan
from tools.loops.change import changed, may_become
from tools.loops.changes import Said
from tools.loops.due import due_window
from tools.loops.gate import LONGEST_EVENT, allowed, is_known
from tools.loops.hear import hear
from tools.loops.topic import event_topic, kind_in
from tools.memory.evidence import MARKS_AROUND


@dataclass(frozen=True, kw_only=True)
class Gaps:
    """What a look came to."""

    opened: tuple[OpenLoop, ...] = ()
    changes: tuple[LoopChange, ...] = ()
    due: tuple[OpenLoop, ...] = ()
    """What may be asked about now, the most important first."""


@dataclass(kw_only=True)
class _Look:
    known: dict[UUID, OpenLoop]
    new: dict[UUID, OpenLoop] = field(default_factory=dict)
    changes: list[LoopChange] = field(default_factory=list)

    def all(self) -> list[OpenLoop]:
        return [*self.known.values(), *self.new.values()]

    def change(self, change: LoopChange, remark: Remark) -> None:
        """Let something become of a loop; what was opened by this very remark has no end yet."""
        loops = self.new if change.loop_id in self.new else self.known
        loop = loops.get(change.loop_id)
        if loop is None and change.becomes == "unspoken":
            self.changes.append(change)
        elif loop is not None and may_become(loop, change):
            if remark.id in loop.message_ids and change.becomes != "hushed":
                return
            loops[loop.id] = changed(loop, change, at=remark.said_at)
            if loops is self.known:
                self.changes.append(change)

    def expire(self, now: datetime) -> None:
        """Let go of what nobody will ask about any more."""
        for loop in self.all():
            change = LoopChange(loop_id=loop.id, becomes="expired")
            if loop.due_until <= now and may_become(loop, change):
                loops = self.new if loop.id in self.new else self.known
                loops[loop.id] = changed(loop, change, at=now)
                if loops is self.known:
                    self.changes.append(change)


def find_gaps(unfinished: Unfinished, *, agent_id: str | None, zone: tzinfo, now: datetime) -> Gaps:
    """Return what is open without a loop, what became of loops, and what is due.

    Args:
        unfinished: every loop, what is remembered without one, and what was said.
        agent_id: with whom.
        zone: where the person's wall clock stands.
        now: the moment of the look.
    """
    look = _Look(known={one.id: one for one in unfinished.loops})
    for happening in unfinished.happenings:
        loop = _loop(happening, agent_id=agent_id, zone=zone)
        if loop is not None and not any(is_known(loop, other) for other in look.all()):
            look.new[loop.id] = allowed(loop, look.all())
    before = ""
    for remark in unfinished.said:
        said = Said(id=remark.id, text=remark.content, at=remark.said_at, before=before)
        before = remark.content
        there = [one for one in look.all() if one.opened_at <= remark.said_at]
        for change in hear(said, there, zone=zone):
            look.change(change, remark)
    look.expire(now)
    due = [one for one in look.all() if one.may_be_asked(now)]
    return Gaps(
        opened=tuple(look.new.values()),
        changes=tuple(look.changes),
        due=tuple(sorted(due, key=lambda one: (-one.importance, one.due_from))),
    )


def _loop(happening: Happening, *, agent_id: str | None, zone: tzinfo) -> OpenLoop | None:
    """Return a remembered happening as a loop, or None when no friend would ask how it went."""
    event = happening.content.strip(MARKS_AROUND)
    if len(event) > LONGEST_EVENT or not event_topic(event).kinds:
        return None
    window = due_window(
        _span(happening),
        kind_in(event),
        importance=happening.importance,
        said_at=happening.learned_at,
        zone=zone,
    )
    return OpenLoop(
        id=uuid5(happening.id, "loop"),
        agent_id=agent_id,
        event=event,
        message_ids=happening.source_message_ids,
        importance=happening.importance,
        happens_from=window.happens_from,
        happens_until=window.happens_until,
        happens_precision=window.precision,
        due_from=window.due_from,
        due_until=window.due_until,
        opened_at=happening.learned_at,
    )


def _span(happening: Happening) -> DateSpan:
    until = happening.valid_to or happening.valid_from + timedelta(days=1)
    return DateSpan(
        start=happening.valid_from,
        end=max(until, happening.valid_from),
        precision=happening.valid_precision or "day",
        text=happening.content,
    )
