"""What would come in the days ahead, if the person wrote nothing: looks on a copy of the clock.

The same reasons, gates and scores as a look has; no model is asked and nothing is stored.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from storage.records import Person
from storage.records.outreach import Candidate, OutreachNote, OutreachReason, Standing
from tools.outreach.score import Scored
from tools.outreach.situation import situation_of
from tools.outreach.triggers import candidates
from tools.outreach.weigh import SHORTEST_LOOK, KeptBack, Weighed, reminded_at, weigh

A_WEEK = timedelta(days=7)

MOST_LOOKS = 700
"""Looks of a preview at most; there are fewer than a hundred a week between any two."""

_NOBODY = UUID(int=0)
"""Stands for messages that are not written."""


@dataclass(frozen=True, kw_only=True)
class Foreseen:
    """Something there would be to say, and what would become of it."""

    at: datetime
    candidate: Candidate
    reason: OutreachReason | None
    """What would keep it back; None when it would be written, words permitting."""
    until: datetime | None
    """When it could be said at the earliest, where that is known."""


def preview(
    standing: Standing,
    person: Person,
    *,
    agent_id: str | None,
    now: datetime,
    lasts: timedelta = A_WEEK,
    daily_budget: Decimal | None = None,
) -> list[Foreseen]:
    """Return what would be considered, in order; what is kept back for the same reason once.

    Args:
        standing: how things stand now.
        person: who would be written to.
        agent_id: by whom; None is Lumi.
        now: where the copy of the clock begins.
        lasts: how far it is moved.
        daily_budget: US dollars a day, as for the looks themselves.
    """
    told: dict[tuple[object, ...], tuple[object, ...]] = {}
    foreseen = []
    looks = _looks(standing, person, agent_id, now, now + lasts, daily_budget)
    for at, weighed in looks:
        for one in _foreseen(at, weighed):
            thing, outcome = _thing(one.candidate), _outcome(one)
            if one.reason is None or told.get(thing) != outcome:
                foreseen.append(one)
            told[thing] = outcome
    return foreseen


def _looks(
    standing: Standing,
    person: Person,
    agent_id: str | None,
    now: datetime,
    end: datetime,
    daily_budget: Decimal | None,
) -> Iterator[tuple[datetime, Weighed]]:
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
        yield now, weighed
        if weighed.chosen is not None:
            standing = _as_if_sent(standing, weighed.chosen, now)
        before, now = now, _next_look(weighed, now)
        if now >= end:
            return
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
        standing, notes=tuple(note for note in standing.notes if note.sent_at > now - A_WEEK)
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


def _foreseen(at: datetime, weighed: Weighed) -> Iterator[Foreseen]:
    if weighed.chosen is not None:
        yield Foreseen(at=at, candidate=weighed.chosen.candidate, reason=None, until=None)
    for kept in weighed.kept_back:
        yield _kept(at, kept)


def _kept(at: datetime, kept: KeptBack) -> Foreseen:
    return Foreseen(at=at, candidate=kept.candidate, reason=kept.reason, until=kept.until)


def _thing(candidate: Candidate) -> tuple[object, ...]:
    """Return what makes the candidates of two looks the same thing."""
    return candidate.trigger, candidate.memory_ids, candidate.loop_id, candidate.reminder_id


def _outcome(one: Foreseen) -> tuple[object, ...]:
    """Return what is told once; that nothing of a kind was agreed to is the same every day."""
    if one.reason == "no_consent":
        return (one.reason,)
    return one.reason, one.candidate.due_from


def _day(moment: datetime) -> int:
    return moment.astimezone(UTC).toordinal()
