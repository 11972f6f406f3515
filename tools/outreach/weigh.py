"""Weigh everything there would be to say at a moment, and know when to look again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from storage.records.outreach import Candidate, OutreachReason, Standing
from tools.outreach.gates import Shut, every_shut
from tools.outreach.hours import next_day
from tools.outreach.score import Scored, best_of, worth_it_at
from tools.outreach.situation import Situation

SHORTEST_LOOK = timedelta(minutes=15)
"""Between two looks at one person; nothing that is said first is a matter of minutes."""

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
    chosen = best_of(free, standing, now=situation.now, zone=situation.zone)
    kept_back = [
        _kept_back(one, shut[id(one)], standing, situation)
        for one in candidates
        if chosen is None or one is not chosen.candidate
    ]
    return Weighed(
        chosen=chosen,
        kept_back=kept_back,
        look_at=_look_at(kept_back, situation, person_id),
    )


def _kept_back(
    candidate: Candidate, shut: Sequence[Shut], standing: Standing, situation: Situation
) -> KeptBack:
    if not shut:
        worth_it = worth_it_at(candidate, standing, now=situation.now, zone=situation.zone)
        return KeptBack(candidate=candidate, reason="below_bar", until=worth_it)
    times = [gate.until for gate in shut if gate.until is not None]
    opens = max(times) if len(times) == len(shut) else None
    return KeptBack(candidate=candidate, reason=shut[0].reason, until=opens)


def _look_at(kept_back: Sequence[KeptBack], situation: Situation, person_id: UUID) -> datetime:
    """Return when something could open, at the latest when the person's next day begins."""
    opening = [one.until for one in kept_back if one.until is not None]
    earliest = min([*opening, next_day(situation.now, situation.zone)])
    spread = timedelta(seconds=person_id.int % SPREAD_SECONDS)
    return max(earliest, situation.now + SHORTEST_LOOK) + spread
