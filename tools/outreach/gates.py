"""The gates every unprompted message has to pass: one pure function, a reason code for each gate.

No gate knows what a message would say or how good it is; each can only keep it back (spec/care.md
5.2). A reminder the person set is no call for attention: it passes what keeps those in measure.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.records.outreach import Candidate, GateReason
from tools.outreach.hours import end_of, is_within, minor_hours, next_day
from tools.outreach.hushed import is_hushed
from tools.outreach.means import names_means
from tools.outreach.pace import daily_ceiling, needed_silence, sent_today, weekly_ceiling
from tools.outreach.situation import Situation
from tools.outreach.topics import touches

CRISIS_HOLD = timedelta(hours=48)
"""How long everything unprompted keeps quiet after somebody was in danger (spec/care.md 4.2)."""

TALKING = timedelta(minutes=10)
"""After the last message a talk is held to be still going on."""

MOST_UNANSWERED = 3
"""After so many messages without an answer it is silent until the person comes back (seeds)."""

FEWEST_MESSAGES = 10
"""Messages somebody has written before they are written to: nobody is called by a stranger."""

WEEK = timedelta(days=7)

FRESH = timedelta(days=14)
"""How long after the person spoke of something sensitive themselves it may be taken up."""


@dataclass(frozen=True, kw_only=True)
class Shut:
    """A gate that keeps a message back."""

    reason: GateReason
    until: datetime | None
    """When this gate may open by itself; None when something has to happen first."""


Gate = Callable[[Candidate, Situation], Shut | None]


def first_shut(candidate: Candidate, situation: Situation) -> Shut | None:
    """Return the first gate that keeps a message back, or None when it may be written."""
    return next(every_shut(candidate, situation), None)


def every_shut(candidate: Candidate, situation: Situation) -> Iterator[Shut]:
    """Yield every gate that keeps a message back, the weightiest first."""
    gates = REMINDER_GATES if candidate.kind == "reminder" else GATES
    return (shut for gate in gates if (shut := gate(candidate, situation)) is not None)


def is_held(situation: Situation) -> bool:
    """Return whether somebody was in danger so lately that nothing unprompted comes."""
    crisis = situation.crisis_at
    return crisis is not None and situation.now < crisis + CRISIS_HOLD


def _unknown_zone(candidate: Candidate, situation: Situation) -> Shut | None:
    return None if situation.knows_zone else Shut(reason="unknown_zone", until=None)


def _crisis_hold(candidate: Candidate, situation: Situation) -> Shut | None:
    is_agreed = candidate.trigger == "crisis" and situation.settings.checks_in_after_crisis
    if situation.crisis_at is None or (is_agreed and not situation.checked_in):
        return None
    return _until(situation.crisis_at + CRISIS_HOLD, "crisis_hold", situation)


def _crisis_means(candidate: Candidate, situation: Situation) -> Shut | None:
    """Hold a reminder of what could be a means, after words of a way or a plan and no others."""
    crisis, grave = situation.crisis_at, situation.grave_at
    if crisis is None or grave is None or crisis - grave >= CRISIS_HOLD:
        return None
    if not names_means(candidate.about):
        return None
    return _until(crisis + CRISIS_HOLD, "crisis_hold", situation)


def _consent(candidate: Candidate, situation: Situation) -> Shut | None:
    settings = situation.settings
    if candidate.trigger == "crisis":
        agreed = settings.checks_in_after_crisis
    else:
        agreed = candidate.kind in settings.kinds
    return None if agreed else Shut(reason="no_consent", until=None)


def _snoozed(candidate: Candidate, situation: Situation) -> Shut | None:
    until = situation.settings.snoozed_until
    return None if until is None else _until(until, "snoozed", situation)


def _minor_hours(candidate: Candidate, situation: Situation) -> Shut | None:
    if situation.age_group != "minor":
        return None
    until = minor_hours(situation.now, situation.zone)
    return None if until is None else Shut(reason="minor_hours", until=until)


def _quiet_hours(candidate: Candidate, situation: Situation) -> Shut | None:
    quiet = situation.settings.quiet
    if quiet is None or candidate.insists or not is_within(quiet, situation.now, situation.zone):
        return None
    return Shut(reason="quiet_hours", until=end_of(quiet, situation.now, situation.zone))


def _in_turn(candidate: Candidate, situation: Situation) -> Shut | None:
    """Come back in a while: a turn ends soon, and a reminder must not wait for the next day."""
    if not situation.in_turn:
        return None
    return Shut(reason="talking", until=situation.now + TALKING)


def _talking(candidate: Candidate, situation: Situation) -> Shut | None:
    if situation.in_turn or situation.last_message_at is None:
        return _in_turn(candidate, situation)
    return _until(situation.last_message_at + TALKING, "talking", situation)


def _forbidden(candidate: Candidate, situation: Situation) -> Shut | None:
    about = candidate.about
    is_forbidden = any(touches(about, topic) for topic in situation.settings.forbidden)
    if not is_forbidden and not is_hushed(about, situation.hushed):
        return None
    return Shut(reason="forbidden", until=None)


def _settled(candidate: Candidate, situation: Situation) -> Shut | None:
    return Shut(reason="settled", until=None) if candidate.settled else None


def _asked_before(candidate: Candidate, situation: Situation) -> Shut | None:
    return Shut(reason="asked_before", until=None) if candidate.asked_before else None


def _stale(candidate: Candidate, situation: Situation) -> Shut | None:
    if candidate.due_until is None or situation.now < candidate.due_until:
        return None
    return Shut(reason="stale", until=None)


def _not_due(candidate: Candidate, situation: Situation) -> Shut | None:
    return _until(candidate.due_from, "not_due", situation)


def _sensitive(candidate: Candidate, situation: Situation) -> Shut | None:
    raised = candidate.raised_at
    is_fresh = raised is not None and situation.now - raised <= FRESH
    if not candidate.sensitive or (situation.settings.touches_sensitive and is_fresh):
        return None
    return Shut(reason="sensitive", until=None)


def _unanswered(candidate: Candidate, situation: Situation) -> Shut | None:
    if situation.unanswered < MOST_UNANSWERED:
        return None
    return Shut(reason="unanswered", until=None)


def _too_new(candidate: Candidate, situation: Situation) -> Shut | None:
    return Shut(reason="too_new", until=None) if situation.messages < FEWEST_MESSAGES else None


def _too_soon(candidate: Candidate, situation: Situation) -> Shut | None:
    """Count the silence from the last word of either; a follow-up only from the last call."""
    last_call = situation.sent[-1] if situation.sent else None
    since = last_call if candidate.kind == "follow_up" else situation.last_message_at
    if since is None:
        return None
    return _until(since + needed_silence(candidate, situation), "too_soon", situation)


def _daily_ceiling(candidate: Candidate, situation: Situation) -> Shut | None:
    most = daily_ceiling(situation)
    if sent_today(situation) < most:
        return None
    tomorrow = next_day(situation.now, situation.zone)
    return Shut(reason="daily_ceiling", until=tomorrow if most else None)


def _weekly_ceiling(candidate: Candidate, situation: Situation) -> Shut | None:
    most = weekly_ceiling(situation)
    sent = [moment for moment in situation.sent if situation.now - moment < WEEK]
    if len(sent) < most:
        return None
    return Shut(reason="weekly_ceiling", until=sent[-most] + WEEK if most else None)


def _budget(candidate: Candidate, situation: Situation) -> Shut | None:
    return None if situation.has_budget else Shut(reason="budget", until=None)


def _no_channel(candidate: Candidate, situation: Situation) -> Shut | None:
    return None if situation.has_channel else Shut(reason="no_channel", until=None)


def _until(moment: datetime, reason: GateReason, situation: Situation) -> Shut | None:
    return Shut(reason=reason, until=moment) if situation.now < moment else None


GATES: Sequence[Gate] = (
    _unknown_zone,
    _crisis_hold,
    _consent,
    _snoozed,
    _minor_hours,
    _quiet_hours,
    _talking,
    _forbidden,
    _settled,
    _asked_before,
    _stale,
    _not_due,
    _sensitive,
    _unanswered,
    _too_new,
    _too_soon,
    _daily_ceiling,
    _weekly_ceiling,
    _budget,
    _no_channel,
)

REMINDER_GATES: Sequence[Gate] = (
    _unknown_zone,
    _crisis_means,
    _consent,
    _minor_hours,
    _quiet_hours,
    _in_turn,
    _settled,
    _asked_before,
    _stale,
    _not_due,
    _no_channel,
)
"""Words that were ordered keep their time; what they cost was agreed to with the order.

Only the night and a turn under way move them. After a crisis they come too, for pills must be
taken; but one that names what could be a means waits where a way or a plan was spoken of.
"""
