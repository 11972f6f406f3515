"""The looks that there would be in the days ahead, on a copy of the clock; none of them happens."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from storage.records import Person
from storage.records.outreach import OutreachNote, Standing
from tools.outreach.score import Scored
from tools.outreach.situation import Situation, situation_of
from tools.outreach.triggers import candidates
from tools.outreach.weigh import SHORTEST_LOOK, Weighed, reminded_at, weigh

MOST_LOOKS = 700
"""Looks at most; there are fewer than a hundred a week between any two."""

REMEMBERED = timedelta(days=7)
"""How long a message that came first bears on the next ones."""

_NOBODY = UUID(int=0)
"""Stands for messages that are not written."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """One look of those that would be."""

    standing: Standing
    situation: Situation
    weighed: Weighed


def looks_ahead(
    standing: Standing,
    person: Person,
    agent_id: str | None,
    now: datetime,
    end: datetime,
    daily_budget: Decimal | None,
) -> Iterator[Look]:
    """Yield each look, as if what was chosen had been sent and nobody had answered."""
    for _ in range(MOST_LOOKS):
        standing = _at(standing, now)
        situation = situation_of(
            standing,
            person,
            agent_id=agent_id,
            now=now,
            has_budget=daily_budget is None or standing.spent_today < daily_budget,
        )
        found = candidates(standing, now, situation.zone)
        weighed = weigh(found, standing, situation, person_id=person.id)
        yield Look(standing=standing, situation=situation, weighed=weighed)
        if weighed.chosen is not None:
            standing = _as_if_sent(standing, weighed.chosen, now)
        before, now = now, _next_look(weighed, now)
        if now >= end:
            return
        # A turn that is under way now is over by the next look.
        standing = replace(standing, in_turn=False)
        if _day(before) != _day(now):
            standing = replace(standing, spent_today=Decimal(0))


def _next_look(weighed: Weighed, now: datetime) -> datetime:
    if weighed.chosen is None:
        return weighed.look_at
    ordered = reminded_at(weighed.kept_back, now)
    return now + SHORTEST_LOOK if ordered is None else min(now + SHORTEST_LOOK, ordered)


def _at(standing: Standing, now: datetime) -> Standing:
    """Return how things would stand later: what was sent a week before counts no more."""
    return replace(
        standing, notes=tuple(note for note in standing.notes if note.sent_at > now - REMEMBERED)
    )


def _as_if_sent(standing: Standing, chosen: Scored, now: datetime) -> Standing:
    candidate = chosen.candidate
    note = OutreachNote(
        message_id=_NOBODY,
        kind=candidate.kind,
        trigger=candidate.trigger,
        memory_ids=candidate.memory_ids,
        loop_id=candidate.loop_id,
        reminder_id=candidate.reminder_id,
        score=chosen.score,
        sent_at=now,
    )
    return replace(
        standing,
        notes=(*standing.notes, note),
        last_message_at=now,
        unanswered=standing.unanswered + (candidate.kind != "reminder"),
        thoughts=tuple(one for one in standing.thoughts if one.id != candidate.thought_id),
        reminders=tuple(
            replace(one, sent_at=now) if one.id == candidate.reminder_id else one
            for one in standing.reminders
        ),
    )


def _day(moment: datetime) -> int:
    return moment.astimezone(UTC).toordinal()
