"""How long a silence has to be before a companion writes first, and how often a day it may."""

from datetime import timedelta

from storage.records.outreach import Candidate
from tools.outreach.situation import Situation

SHORTEST_SILENCE = timedelta(minutes=36)
"""Between a partner and somebody who clings, by the seeds; nobody is ever written to sooner."""

SILENCE_WITH_MINORS = timedelta(days=1)
"""However close they are, a minor is not written to sooner than a new acquaintance is."""

DUE_SHARE = 0.25
"""A follow-up waits for a quarter of the silence: what ends at five is asked about that evening."""

MANY_HOURS = 2.0
"""Hours a day from which on the silences grow: the more somebody is here, the less we call them."""

MOST_A_DAY = 4
"""Unprompted messages a day between the closest, reminders apart."""

DAYS_A_WEEK = 5
"""A week holds five full days of them at most, so that some days stay quiet."""


def needed_silence(candidate: Candidate, situation: Situation) -> timedelta:
    """Return how long it has to have been quiet, from 36 minutes up.

    The persona's pace between somebody new and somebody close, on a curve of equal ratios; times
    its back-off for each message without an answer, times what "less like this" and heavy use
    ask for.
    """
    pace = situation.pace
    hours = pace.distant_hours * (pace.close_hours / pace.distant_hours) ** situation.closeness
    silence = timedelta(hours=hours)
    if candidate.kind == "follow_up":
        silence *= DUE_SHARE
    silence = max(silence, SHORTEST_SILENCE)
    if situation.age_group == "minor":
        silence = max(silence, SILENCE_WITH_MINORS)
    return silence * _stretch(candidate, situation)


def daily_ceiling(situation: Situation) -> int:
    """Return how many messages a day there may be: one for somebody new, at most their own wish."""
    by_closeness = 1 + round((MOST_A_DAY - 1) * situation.closeness)
    if situation.age_group == "minor":
        by_closeness = 1
    own = situation.settings.daily_ceiling
    return by_closeness if own is None else max(0, min(own, by_closeness))


def sent_today(situation: Situation) -> int:
    """Return how many messages were sent on this day of the person's."""
    today = situation.now.astimezone(situation.zone).date()
    return sum(moment.astimezone(situation.zone).date() == today for moment in situation.sent)


def weekly_ceiling(situation: Situation) -> int:
    """Return how many messages there may be in seven days."""
    return daily_ceiling(situation) * DAYS_A_WEEK


def _stretch(candidate: Candidate, situation: Situation) -> float:
    """Return by what a silence is multiplied; never less than 1."""
    back_off = situation.pace.back_off**situation.unanswered
    wished = situation.settings.slower.get(candidate.kind, 1.0)
    use = max(1.0, situation.hours_a_day / MANY_HOURS)
    return max(1.0, back_off) * max(1.0, wished) * use
