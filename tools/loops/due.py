"""When to ask how something went: after it is over, and while people are awake.

By the wall clock of the person, so that nights, midnights and moved clocks need no rule of their
own (spec/care.md 5.2: an interview at three is asked about in the evening).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from storage.records.memory import DatePrecision
from tools.dates.span import DateSpan
from tools.loops.kinds import Kind

AWAKE, ASLEEP = time(9), time(21, 30)
"""Between these nobody minds being asked; what falls outside waits for the next morning."""

EVENING = time(18)
"""What was to be on a day is over by now."""

NEXT_MORNING = time(10)

SOONEST = timedelta(hours=1)
"""Nothing is asked about sooner after it was spoken of."""

AFTER_THE_FACT = timedelta(days=2)
"""What was over when it was spoken of, with its end still open, is asked about after this."""

GRACE = ((0.75, timedelta(days=14)), (0.5, timedelta(days=7)), (0.0, timedelta(days=2)))
"""How long one may still ask, by importance: later it would be an old thing dug up."""

UNDATED_GRACE = 2
"""How much longer that is for what nobody dated, since nobody knows when it is over."""

EXACT: frozenset[DatePrecision] = frozenset({"minute", "hour"})
VAGUE: frozenset[DatePrecision] = frozenset({"month", "season"})
TOO_VAGUE: frozenset[DatePrecision] = frozenset({"year"})
"""Nobody asks at the end of a year how something "this year" went."""


@dataclass(frozen=True, kw_only=True)
class Window:
    """When something is, and when one may ask about it."""

    due_from: datetime
    due_until: datetime
    happens_from: datetime | None = None
    happens_until: datetime | None = None
    precision: DatePrecision | None = None


def due_window(
    span: DateSpan | None, kind: Kind, *, importance: float, said_at: datetime, zone: tzinfo
) -> Window:
    """Return when to ask how something went.

    Args:
        span: when it is; None where nobody said.
        kind: how long such a thing takes and is left alone afterwards.
        importance: from 0 to 1; decides how long one may still ask.
        said_at: when it was spoken of.
        zone: where the person's wall clock stands.
    """
    if span is None or span.precision in TOO_VAGUE:
        due = awake(said_at + kind.alone, zone)
        return Window(due_from=due, due_until=due + grace(importance) * UNDATED_GRACE)
    ends = _end(span, kind)
    wanted = said_at + AFTER_THE_FACT if ends <= said_at else _asked_at(span, ends, kind, zone)
    due = awake(max(wanted, said_at + SOONEST), zone)
    return Window(
        happens_from=span.start,
        happens_until=ends,
        precision=span.precision,
        due_from=due,
        due_until=due + grace(importance),
    )


def grace(importance: float) -> timedelta:
    """Return how long one may still ask about something of this importance."""
    return next(length for least, length in GRACE if importance >= least)


def awake(moment: datetime, zone: tzinfo) -> datetime:
    """Return a moment, or the next morning where it lies in the night of a zone."""
    shown = moment.astimezone(zone)
    if AWAKE <= shown.time() < ASLEEP:
        return moment.astimezone(UTC)
    today = shown.date() if shown.time() < AWAKE else shown.date() + timedelta(days=1)
    return max(_at(today, AWAKE, zone), moment.astimezone(UTC))


def _end(span: DateSpan, kind: Kind) -> datetime:
    """Return when it is over: of a moment, after as long as such things take."""
    return max(span.end, span.start + kind.takes) if span.precision in EXACT else span.end


def _asked_at(span: DateSpan, ends: datetime, kind: Kind, zone: tzinfo) -> datetime:
    if span.precision in EXACT or span.precision == "part_of_day":
        return ends + kind.rest
    after = ends.astimezone(zone).date()
    if kind.late or span.precision in VAGUE:
        return _at(after, NEXT_MORNING, zone)
    return _at(after - timedelta(days=1), EVENING, zone)


def _at(day: date, shown: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, shown, zone).astimezone(UTC)
