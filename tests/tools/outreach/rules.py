"""What every message that comes first has to keep, said once more in plain words.

Nothing of this calls the program: each rule looks at the candidate, the situation and a wall clock.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from math import exp, log
from zoneinfo import ZoneInfo

from storage.records.outreach import Candidate, GateReason, QuietHours
from tools.outreach.situation import Situation

Rule = Callable[[Candidate, Situation], bool]

WORDS = {"手术": "手术", "interview": "interview", "my running": "running"}
"""Topics that the tests forbid, and the word by which each is seen in a text."""


def is_quiet(hours: QuietHours, moment: datetime, zone: ZoneInfo) -> bool:
    """Read the wall clock: inside, or over midnight inside on either side of it."""
    shown = moment.astimezone(zone).time()
    if hours.start < hours.end:
        return hours.start <= shown < hours.end
    return shown >= hours.start or shown < hours.end


def is_minor_hour(moment: datetime, zone: ZoneInfo) -> bool:
    """Midnight to six; on school days of September to May eight to three."""
    shown = moment.astimezone(zone)
    is_school_day = shown.weekday() <= 4 and shown.month not in {6, 7, 8}
    return shown.time() < time(6) or (is_school_day and time(8) <= shown.time() < time(15))


def least_silence(candidate: Candidate, situation: Situation) -> timedelta:
    """From a persona's pace with strangers to its pace with the closest, never under 36 minutes."""
    far, near = log(situation.pace.distant_hours), log(situation.pace.close_hours)
    minutes = exp(far + (near - far) * situation.closeness) * 60
    if candidate.kind == "follow_up":
        minutes /= 4
    minutes = max(minutes, 36)
    if situation.age_group == "minor":
        minutes = max(minutes, 24 * 60)
    for _ in range(situation.unanswered):
        minutes *= situation.pace.back_off
    minutes *= situation.settings.slower.get(candidate.kind, 1)
    if situation.hours_a_day > 2:
        minutes *= situation.hours_a_day / 2
    return timedelta(minutes=minutes)


def most_a_day(situation: Situation) -> int:
    """One for somebody new and for minors, four for the closest, or fewer by their own wish."""
    most = 1 if situation.age_group == "minor" else round(1 + 3 * situation.closeness)
    own = situation.settings.daily_ceiling
    return most if own is None else min(own, most)


def _is_agreed_check_in(candidate: Candidate, situation: Situation) -> bool:
    return candidate.trigger == "crisis" and situation.settings.checks_in_after_crisis


def _after_crisis(candidate: Candidate, situation: Situation) -> bool:
    if situation.crisis_at is None or situation.now >= situation.crisis_at + timedelta(hours=48):
        return True
    return _is_agreed_check_in(candidate, situation) and not situation.checked_in


def _agreed(candidate: Candidate, situation: Situation) -> bool:
    if candidate.trigger == "crisis":
        return situation.settings.checks_in_after_crisis
    return candidate.kind in situation.settings.kinds


def _not_asleep(candidate: Candidate, situation: Situation) -> bool:
    quiet = situation.settings.quiet
    if quiet is None or candidate.insists:
        return True
    return not is_quiet(quiet, situation.now, situation.zone)


def _not_talking(candidate: Candidate, situation: Situation) -> bool:
    if situation.in_turn:
        return False
    if candidate.kind == "reminder" or situation.last_message_at is None:
        return True
    return situation.now - situation.last_message_at >= timedelta(minutes=10)


def _allowed_topic(candidate: Candidate, situation: Situation) -> bool:
    return not any(WORDS[topic] in candidate.about for topic in situation.settings.forbidden)


def _tender(candidate: Candidate, situation: Situation) -> bool:
    if not candidate.sensitive:
        return True
    raised = candidate.raised_at
    is_fresh = raised is not None and situation.now - raised <= timedelta(days=14)
    return is_fresh and situation.settings.touches_sensitive


def _silent_enough(candidate: Candidate, situation: Situation) -> bool:
    said = situation.last_message_at
    if candidate.kind == "follow_up":
        said = max(situation.sent, default=None)
    return said is None or situation.now - said >= least_silence(candidate, situation)


def _few_today(candidate: Candidate, situation: Situation) -> bool:
    days = [f"{moment.astimezone(situation.zone):%Y-%m-%d}" for moment in situation.sent]
    today = f"{situation.now.astimezone(situation.zone):%Y-%m-%d}"
    return days.count(today) < most_a_day(situation)


def _few_this_week(candidate: Candidate, situation: Situation) -> bool:
    lately = [one for one in situation.sent if one > situation.now - timedelta(days=7)]
    return len(lately) < 5 * most_a_day(situation)


PLAIN: Mapping[GateReason, Rule] = {
    "unknown_zone": lambda candidate, situation: situation.knows_zone,
    "crisis_hold": _after_crisis,
    "no_consent": _agreed,
    "snoozed": lambda candidate, situation: (
        situation.settings.snoozed_until is None
        or situation.settings.snoozed_until <= situation.now
    ),
    "minor_hours": lambda candidate, situation: (
        situation.age_group != "minor" or not is_minor_hour(situation.now, situation.zone)
    ),
    "quiet_hours": _not_asleep,
    "talking": _not_talking,
    "forbidden": _allowed_topic,
    "settled": lambda candidate, situation: not candidate.settled,
    "asked_before": lambda candidate, situation: not candidate.asked_before,
    "stale": lambda candidate, situation: (
        candidate.due_until is None or situation.now < candidate.due_until
    ),
    "not_due": lambda candidate, situation: candidate.due_from <= situation.now,
    "sensitive": _tender,
    "unanswered": lambda candidate, situation: situation.unanswered <= 2,
    "too_new": lambda candidate, situation: situation.messages >= 10,
    "too_soon": _silent_enough,
    "daily_ceiling": _few_today,
    "weekly_ceiling": _few_this_week,
    "budget": lambda candidate, situation: situation.has_budget,
    "no_channel": lambda candidate, situation: situation.has_channel,
}
"""What must hold for each gate to be open."""

KEPT_BY_REMINDERS: frozenset[GateReason] = frozenset(
    {
        "unknown_zone",
        "no_consent",
        "minor_hours",
        "quiet_hours",
        "talking",
        "settled",
        "asked_before",
        "stale",
        "not_due",
        "no_channel",
    }
)
"""What a reminder keeps: it was ordered, so nothing about measure holds it back."""


def broken(candidate: Candidate, situation: Situation) -> set[GateReason]:
    """Return the rules that a message would break."""
    return {
        reason
        for reason, holds in PLAIN.items()
        if (candidate.kind != "reminder" or reason in KEPT_BY_REMINDERS)
        and not holds(candidate, situation)
    }
