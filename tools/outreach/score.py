"""Which of the things one could say is worth a ring at the door, if any is.

Value times receptivity less annoyance, and nothing under the bar (spec/care.md 5.2): silence is the
usual outcome.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from storage.records.outreach import Candidate, Standing

BAR = 0.22
"""The least score that is worth a message; a good morning to somebody who never is there is not."""

LEAST_RECEPTIVE = 0.5
"""What an hour counts at which the person has never written; 1 is their best hour."""

PER_UNANSWERED = 0.1
"""What each message without an answer takes from the next one."""

LEAST_FRESH = 0.5
"""What is left of the value at the end of the time in which something can be said."""

LASTS = timedelta(days=3)
"""In this time a reason without an end of its own loses its freshness."""


class Scored(NamedTuple):
    """A candidate, and how much it is worth to say it now."""

    candidate: Candidate
    score: float


def best_of(
    candidates: Iterable[Candidate], standing: Standing, *, now: datetime, zone: ZoneInfo
) -> Scored | None:
    """Return the candidate most worth saying, or None when none comes over the bar."""
    scored = [
        Scored(candidate, score(candidate, standing, now=now, zone=zone))
        for candidate in candidates
    ]
    best = max(scored, key=lambda one: one.score, default=None)
    return best if best is not None and best.score >= BAR else None


def worth_it_at(
    candidate: Candidate, standing: Standing, *, now: datetime, zone: ZoneInfo
) -> datetime | None:
    """Return in which of the next 24 hours a candidate comes over the bar; None in none of them."""
    for hours in range(1, 25):
        moment = now + timedelta(hours=hours)
        if candidate.due_until is not None and moment >= candidate.due_until:
            return None
        if score(candidate, standing, now=moment, zone=zone) >= BAR:
            return moment
    return None


def score(candidate: Candidate, standing: Standing, *, now: datetime, zone: ZoneInfo) -> float:
    """Return how much a candidate is worth now, from below 0 to 1."""
    if candidate.kind == "reminder" or candidate.trigger == "crisis":
        return 1.0
    value = candidate.importance * _freshness(candidate, now)
    hour = now.astimezone(zone).hour
    return value * receptivity(standing.said_by_hour, hour) - PER_UNANSWERED * standing.unanswered


def receptivity(said_by_hour: Sequence[int], hour: int) -> float:
    """Return how likely somebody is there at an hour, from `LEAST_RECEPTIVE` to 1.

    The hours beside count half. Somebody of whom nothing is known may be there at any hour.
    """
    smooth = [
        2 * said + said_by_hour[place - 1] + said_by_hour[(place + 1) % len(said_by_hour)]
        for place, said in enumerate(said_by_hour)
    ]
    if not any(smooth):
        return 1.0
    return LEAST_RECEPTIVE + (1 - LEAST_RECEPTIVE) * smooth[hour] / max(smooth)


def _freshness(candidate: Candidate, now: datetime) -> float:
    """Return what is left of a reason, from 1 when it becomes due to `LEAST_FRESH` at its end."""
    until = candidate.due_until or candidate.due_from + LASTS
    gone = (now - candidate.due_from) / (until - candidate.due_from)
    return 1 - (1 - LEAST_FRESH) * max(0.0, min(1.0, gone))
