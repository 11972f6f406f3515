"""What would come in the days ahead, if the person wrote nothing: looks on a copy of the clock.

The same reasons, gates and scores as a look has; no model is asked and nothing is stored. Told as a
plan: each thing once, with when it would be written, or with the one reason that speaks against it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

from storage.records import Person
from storage.records.outreach import Candidate, OutreachReason, Standing
from tools.outreach.gates import every_shut
from tools.outreach.looks_ahead import Look, looks_ahead
from tools.outreach.score import BAR, score
from tools.outreach.weigh import KeptBack

A_WEEK = timedelta(days=7)

MOST_THINGS = 12
"""Things a plan tells of; what would be written is told in any case."""

TELLING: Sequence[OutreachReason] = (
    "unknown_zone",
    "no_consent",
    "forbidden",
    "sensitive",
    "snoozed",
    "crisis_hold",
    "too_new",
    "no_channel",
    "minor_hours",
    "quiet_hours",
    "unanswered",
    "gives_way",
    "weekly_ceiling",
    "daily_ceiling",
    "too_soon",
    "budget",
    "below_bar",
    "settled",
    "asked_before",
    "stale",
)
"""What may be told of a thing that would not be written; of several the first.

What the person can change comes before what the days bring. That its time has not come and that a
talk is going on pass by themselves, and are never told.
"""


@dataclass(frozen=True, kw_only=True)
class Foreseen:
    """Something there would be to say, and what would become of it."""

    at: datetime
    """When it would be written, words permitting; of what is kept back, when its time would be."""
    again: tuple[datetime, ...] = ()
    """When it would be written once more: a reminder for every day, a second silence."""
    candidate: Candidate
    reason: OutreachReason | None
    """What would keep it back through all these days; None when it would be written."""
    until: datetime | None
    """How long that reason holds at least, where it is known."""


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """The days ahead."""

    on: bool
    """Whether anything is agreed to; if not there is no plan."""
    plan: Sequence[Foreseen] = ()
    """Each thing once, in the order of their times."""
    left_out: int = 0
    """How many more would be kept back."""


@dataclass
class _Thing:
    """What the looks came to for one thing."""

    written: list[Foreseen] = field(default_factory=list)
    kept: list[Foreseen] = field(default_factory=list)

    def told(self) -> Foreseen | None:
        """Return it as a line of the plan; None where only its time has not come."""
        if self.written:
            first, *more = self.written
            return replace(first, again=tuple(one.at for one in more))
        return min(self.kept, key=_how_telling, default=None)


def preview(
    standing: Standing,
    person: Person,
    *,
    agent_id: str | None,
    now: datetime,
    lasts: timedelta = A_WEEK,
    daily_budget: Decimal | None = None,
) -> Ahead:
    """Return what would be considered, each thing once.

    Args:
        standing: how things stand now.
        person: who would be written to.
        agent_id: by whom; None is Lumi.
        now: where the copy of the clock begins.
        lasts: how far it is moved.
        daily_budget: US dollars a day, as for the looks themselves.
    """
    if not standing.settings.allows_anything:
        return Ahead(on=False)
    things: dict[tuple[object, ...], _Thing] = {}
    for look in looks_ahead(standing, person, agent_id, now, now + lasts, daily_budget):
        for one in _foreseen(look, now, now + lasts):
            thing = things.setdefault(_key(one.candidate), _Thing())
            (thing.written if one.reason is None else thing.kept).append(one)
    told = [line for thing in things.values() if (line := thing.told()) is not None]
    plan = _foremost(told)
    return Ahead(on=True, plan=plan, left_out=len(told) - len(plan))


def _foremost(told: Sequence[Foreseen]) -> Sequence[Foreseen]:
    """Return what would be written, and of the rest what matters most, by their times."""
    written = [one for one in told if one.reason is None]
    kept = sorted(
        (one for one in told if one.reason is not None), key=lambda one: -one.candidate.importance
    )
    return sorted([*written, *kept[: max(0, MOST_THINGS - len(written))]], key=lambda one: one.at)


def _foreseen(look: Look, begin: datetime, end: datetime) -> Iterator[Foreseen]:
    """Yield what is worth telling of a look: what is chosen, and what more than waits."""
    if look.weighed.chosen is not None:
        chosen = look.weighed.chosen.candidate
        yield Foreseen(at=look.situation.now, candidate=chosen, reason=None, until=None)
    for kept in look.weighed.kept_back:
        if not _may_come(kept.candidate, look, end):
            continue
        if (held := _held(kept, look, end)) is not None:
            at = max(begin, kept.candidate.due_from)
            yield Foreseen(at=at, candidate=kept.candidate, reason=held.reason, until=held.until)


def _may_come(candidate: Candidate, look: Look, end: datetime) -> bool:
    """Return whether something belongs to these days at all.

    A silence does once it is there, for it is put off by every reminder. The question after a
    crisis does where it was agreed to: to be told of it would be a reminder of the crisis.
    """
    if candidate.trigger == "crisis" and not look.standing.settings.checks_in_after_crisis:
        return False
    is_there = look.situation.now >= candidate.due_from
    return is_there or (candidate.trigger != "silence" and candidate.due_from < end)


def _held(kept: KeptBack, look: Look, end: datetime) -> KeptBack | None:
    """Return what keeps something back until its time is over, if anything does.

    What opens sooner is no reason: there is another look at that moment.
    """
    shut = [one for one in every_shut(kept.candidate, look.situation) if one.reason in TELLING]
    if lasting := [one for one in shut if one.until is None]:
        first = min(lasting, key=lambda one: TELLING.index(one.reason))
        return replace(kept, reason=first.reason, until=None)
    over = min(kept.candidate.due_until or end, end)
    if outlasting := [(one.until, one.reason) for one in shut if one.until and one.until >= over]:
        until, reason = max(outlasting)
        return replace(kept, reason=reason, until=until)
    is_due = look.situation.now >= kept.candidate.due_from
    return kept if is_due and not shut and _is_passed_over(kept, look) else None


def _is_passed_over(kept: KeptBack, look: Look) -> bool:
    """Return whether it might be said and yet is not, and not only as another thing came first."""
    if kept.reason != "below_bar":
        return kept.reason == "gives_way"
    situation = look.situation
    worth = score(kept.candidate, look.standing, now=situation.now, zone=situation.zone)
    return worth < BAR


def _how_telling(one: Foreseen) -> int:
    return TELLING.index(one.reason) if one.reason in TELLING else len(TELLING)


def _key(candidate: Candidate) -> tuple[object, ...]:
    """Return what makes the candidates of two looks the same thing."""
    return (
        candidate.trigger,
        candidate.memory_ids,
        candidate.loop_id,
        candidate.thought_id,
        candidate.reminder_id,
    )
