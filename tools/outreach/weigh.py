"""Weigh everything there would be to say at a moment, and know when to look again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from storage.records.outreach import Candidate, OutreachReason, Standing
from tools.outreach.gates import Shut, every_shut
from tools.outreach.hours import end_of, is_within, minor_hours, next_day
from tools.outreach.pace import daily_ceiling, sent_today
from tools.outreach.score import Scored, best_of, worth_it_at
from tools.outreach.situation import Situation

SHORTEST_LOOK = timedelta(minutes=15)
"""Between two looks at one person; nothing that is said first is a matter of minutes."""

NEXT_REMINDER = timedelta(seconds=30)
"""Between two reminders that come at the same time."""

SPREAD_SECONDS = 600
"""Looks are spread over so many seconds, so that not everybody's midnight is the same second."""


@dataclass(frozen=True, kw_only=True)
class KeptBack:
    """A candidate that is not said now."""

    candidate: Candidate
    reason: OutreachReason
    until: datetime | None = None
    """When it could be said at the earliest; None when something has to happen first."""


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """What a look at somebody came to."""

    chosen: Scored | None
    kept_back: Sequence[KeptBack]
    look_at: datetime
    """When to look again, if nothing is said now."""


def weigh(
    candidates: Sequence[Candidate], standing: Standing, situation: Situation, *, person_id: UUID
) -> Weighed:
    """Choose what to say, or nothing, and say of everything else what keeps it back."""
    shut = {id(one): list(every_shut(one, situation)) for one in candidates}
    free = [one for one in candidates if not shut[id(one)]]
    later = [one for one in candidates if _comes_today(shut[id(one)], situation)]
    best = best_of(free, standing, now=situation.now, zone=situation.zone)
    patient = best if best and _gives_way(best.candidate, later, situation) else None
    chosen = None if patient else best
    kept_back = [
        KeptBack(candidate=one, reason="gives_way")
        if patient and one is patient.candidate
        else _kept_back(one, shut[id(one)], standing, situation)
        for one in candidates
        if chosen is None or one is not chosen.candidate
    ]
    return Weighed(
        chosen=chosen,
        kept_back=kept_back,
        look_at=_look_at(kept_back, situation, person_id),
    )


def _comes_today(shut: Sequence[Shut], situation: Situation) -> bool:
    """Return whether something only waits for its hour, and that is still on this day."""
    if [gate.reason for gate in shut] != ["not_due"] or shut[0].until is None:
        return False
    return shut[0].until < next_day(situation.now, situation.zone)


def _gives_way(candidate: Candidate, later: Sequence[Candidate], situation: Situation) -> bool:
    """Return whether the day's last message is kept for something later that matters more.

    Else a good morning would use up the day on whose evening an interview is to be asked about.
    """
    if candidate.kind == "reminder":
        return False
    if daily_ceiling(situation) - sent_today(situation) > 1:
        return False
    return any(one.kind != "reminder" and one.importance > candidate.importance for one in later)


def _kept_back(
    candidate: Candidate, shut: Sequence[Shut], standing: Standing, situation: Situation
) -> KeptBack:
    if not shut:
        worth_it = worth_it_at(candidate, standing, now=situation.now, zone=situation.zone)
        return KeptBack(candidate=candidate, reason="below_bar", until=worth_it)
    times = [gate.until for gate in shut if gate.until is not None]
    opens = max(times) if len(times) == len(shut) else None
    return KeptBack(candidate=candidate, reason=shut[0].reason, until=opens)


def _day_begins(situation: Situation) -> datetime:
    """Return when the next day begins, or is not quiet any more: before, nothing would pass."""
    zone, quiet = situation.zone, situation.settings.quiet
    begins = next_day(situation.now, zone)
    if situation.age_group == "minor":
        begins = minor_hours(begins, zone) or begins
    if quiet is not None and is_within(quiet, begins, zone):
        begins = end_of(quiet, begins, zone)
    return begins


def _look_at(kept_back: Sequence[KeptBack], situation: Situation, person_id: UUID) -> datetime:
    """Return when something could open, at the latest when the next day begins for the person."""
    opening = [one.until for one in kept_back if one.until is not None]
    earliest = min([*opening, _day_begins(situation)])
    look_at = max(earliest, situation.now + SHORTEST_LOOK)
    # A place of their own, and another one every day: no good morning comes on the dot.
    day = look_at.astimezone(situation.zone).toordinal()
    spread = look_at + timedelta(seconds=person_id.int * day % SPREAD_SECONDS)
    ordered = reminded_at(kept_back, situation.now)
    return spread if ordered is None else min(spread, ordered)


def reminded_at(kept_back: Sequence[KeptBack], now: datetime) -> datetime | None:
    """Return when the next reminder comes, to the minute; None when there is none.

    Where several come at once, one goes after the other.
    """
    ordered = [kept for kept in kept_back if kept.candidate.kind == "reminder"]
    times = [kept.until for kept in ordered if kept.until is not None]
    if any(kept.reason == "below_bar" for kept in ordered):
        times.append(now + NEXT_REMINDER)
    return max(min(times), now + NEXT_REMINDER) if times else None
