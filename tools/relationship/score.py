"""What a turn adds to a score, and what silence takes from it."""

from datetime import datetime, timedelta, tzinfo

from storage.records.relationship import LARGEST_SCORE, RelationshipConfig, SignalWeights
from tools.relationship.signals import Reading, Signals, substance

MOST_A_TURN = 2.0
"""Points that one turn gives at most."""

MOST_A_DAY = 5.0
"""Points of one day at most: nobody becomes a friend in an afternoon."""

FEWEST_WORDS = 3.0
"""New words below which a turn says nothing."""

ENOUGH_WORDS = 8.0
"""New words from which a turn counts in full: a sentence or two."""

COMES_BACK = timedelta(days=3)
"""A longer pause between two turns is no steady talk; it costs nothing either."""

DAY = timedelta(days=1)


def freshness(reading: Reading, known: frozenset[str]) -> float:
    """Return from 0 to 1 how much of a turn was not said lately; 0 for the same words again."""
    fresh = substance(reading.terms - known)
    return 0.0 if fresh < FEWEST_WORDS else min(1.0, fresh / ENOUGH_WORDS)


def consistency(last: datetime | None, now: datetime, *, zone: tzinfo) -> float:
    """Return 1 for the first turn of a day after one on a day before, and 0 otherwise."""
    if last is None or now - last > COMES_BACK:
        return 0.0
    return float(now.astimezone(zone).date() > last.astimezone(zone).date())


def delta(signals: Signals, fresh: float, *, weights: SignalWeights) -> float:
    """Return the points of one turn, from 0 to `MOST_A_TURN`; more evidence never gives fewer."""
    evidence = (
        weights.depth * signals.depth
        + weights.vulnerability * signals.vulnerability
        + weights.humour * signals.humour
        + weights.consistency * signals.consistency
    )
    return min(MOST_A_TURN, max(0.0, MOST_A_TURN * fresh * evidence))


def after_silence(
    score: float,
    *,
    last_turn_at: datetime | None,
    counted_to: datetime,
    now: datetime,
    config: RelationshipConfig,
) -> float:
    """Return a score after the silence between two moments; never more than it was, never below 0.

    The first `idle_days` after a turn cost nothing. Counting a silence in one go or in parts comes
    to the same; time that runs backwards changes nothing.
    """
    start = last_turn_at or counted_to
    days = _idle(start, now, config) - _idle(start, counted_to, config)
    return min(score, max(0.0, score - config.decay * max(0.0, days)))


def added(score: float, points: float) -> float:
    """Return a score with points added, at most `LARGEST_SCORE`."""
    return min(LARGEST_SCORE, score + points)


def _idle(last: datetime, now: datetime, config: RelationshipConfig) -> float:
    return max(0.0, (now - last) / DAY - config.idle_days)
