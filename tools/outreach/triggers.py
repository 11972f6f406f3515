"""What brings somebody to mind, found without any model (spec/systems.md 4.2).

None of it pretends a life: the reasons are the hour where the person is, what they told, how they
seemed, and how long it has been quiet.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from storage.records.outreach import Candidate, OutreachTrigger, Recollection, Standing
from tools.outreach.reminding import reminder_candidates
from tools.outreach.routines import routine_times
from tools.outreach.sensitive import is_sensitive

MORNING, DAY_ENDS = time(9), time(21)
"""What has no hour of its own comes between these, by the clock on the person's wall."""

GREETING_HOURS = time(8), time(10, 30)
"""A good morning later than this is none."""

LOW = -0.3
"""Valence from which somebody is asked how they are now."""

LOW_RESTS = timedelta(hours=12)
"""Somebody who was low is left a night."""

LOW_LASTS = timedelta(hours=48)
"""Later than this it would be an old mood that is asked about."""

LONG_SILENCE = timedelta(days=3)
"""How long it has to be quiet at least before the silence itself is a reason."""

UNUSUAL = 1.25
"""And so much longer than is usual for them: who talks on Sundays is not asked on Thursdays."""

LONGEST_SILENCE = timedelta(days=14)
"""After this it is a silence for everybody."""

CRISIS_RESTS = timedelta(hours=20)
"""The check-in that was agreed on comes about a day after, never the same night."""

CRISIS_LASTS = timedelta(hours=48)

ROUTINE_AGAIN = timedelta(days=7)
"""A routine is taken up once a week at most: it is theirs, and no duty."""

IMPORTANCE = {
    "silence": 0.35,
    "time_of_day": 0.25,
    "last_mood": 0.6,
    "routine": 0.35,
    "continuing": 0.5,
    "crisis": 1.0,
}
"""How much there is to each reason, from 0 to 1; memories bring their own."""

Trigger = Callable[[Standing, datetime, ZoneInfo], Iterator[Candidate]]


def candidates(standing: Standing, now: datetime, zone: ZoneInfo) -> Sequence[Candidate]:
    """Return everything there would be to say today, due or not yet."""
    return [found for trigger in TRIGGERS for found in trigger(standing, now, zone)]


def _crisis(standing: Standing, now: datetime, zone: ZoneInfo) -> Iterator[Candidate]:
    crisis, own = standing.crisis_at, standing.own_crisis_at
    if crisis is None or own is None or not standing.crisis_was_here:
        return
    # Who worries about a friend was in no bad way themselves; it only puts the question off.
    if now - own >= CRISIS_LASTS:
        return
    yield Candidate(
        kind="check_in",
        trigger="crisis",
        about="",
        importance=IMPORTANCE["crisis"],
        due_from=crisis + CRISIS_RESTS,
        due_until=own + CRISIS_LASTS,
    )


def _last_mood(standing: Standing, now: datetime, zone: ZoneInfo) -> Iterator[Candidate]:
    mood = standing.mood
    if mood is None or mood.valence > LOW or now - mood.said_at >= LOW_LASTS:
        return
    yield Candidate(
        kind="check_in",
        trigger="last_mood",
        about="",
        importance=IMPORTANCE["last_mood"],
        due_from=mood.said_at + LOW_RESTS,
        due_until=mood.said_at + LOW_LASTS,
        raised_at=mood.said_at,
        asked_before=_sent(standing, "last_mood", since=mood.said_at),
    )


def _open_loop(standing: Standing, now: datetime, zone: ZoneInfo) -> Iterator[Candidate]:
    for loop in standing.loops:
        yield Candidate(
            kind="follow_up",
            trigger="open_loop",
            about=loop.event,
            importance=loop.importance,
            due_from=loop.due_from,
            due_until=loop.due_until,
            memory_ids=loop.memory_ids,
            loop_id=loop.id,
            sensitive=is_sensitive(loop.event),
            raised_at=loop.raised_at,
            asked_before=any(note.loop_id == loop.id for note in standing.notes),
        )


def _continuing(standing: Standing, now: datetime, zone: ZoneInfo) -> Iterator[Candidate]:
    for thought in standing.thoughts:
        day = thought.made_at.astimezone(zone).date()
        yield Candidate(
            kind="follow_up",
            trigger="continuing",
            about=thought.text,
            importance=IMPORTANCE["continuing"],
            due_from=max(thought.made_at, _at(day, MORNING, zone)),
            due_until=thought.good_until,
            memory_ids=thought.memory_ids,
            thought_id=thought.id,
            sensitive=is_sensitive(thought.text),
            raised_at=thought.made_at,
        )


def _anniversary(standing: Standing, now: datetime, zone: ZoneInfo) -> Iterator[Candidate]:
    today = now.astimezone(zone).date()
    for known in standing.recollections:
        if known.type in {"milestone", "identity"} and _comes_round(known, today, zone):
            yield _of_memory(
                known,
                "anniversary",
                importance=known.importance,
                begins=_at(today, MORNING, zone),
                ends=_at(today, DAY_ENDS, zone),
                asked=_noted(standing, known, now - timedelta(days=2)),
            )


def _routine(standing: Standing, now: datetime, zone: ZoneInfo) -> Iterator[Candidate]:
    today = now.astimezone(zone).date()
    for known in standing.recollections:
        if known.type != "routine" or (hours := routine_times(known.content, today)) is None:
            continue
        yield _of_memory(
            known,
            "routine",
            importance=IMPORTANCE["routine"],
            begins=_at(today, hours[0], zone),
            ends=_at(today, hours[1], zone),
            asked=_noted(standing, known, now - ROUTINE_AGAIN),
        )


def _silence(standing: Standing, now: datetime, zone: ZoneInfo) -> Iterator[Candidate]:
    if standing.last_message_at is None:
        return
    usual = (standing.usual_pause or timedelta()) * UNUSUAL
    begins = standing.last_message_at + min(max(LONG_SILENCE, usual), LONGEST_SILENCE)
    yield Candidate(
        kind="check_in",
        trigger="silence",
        about="",
        importance=IMPORTANCE["silence"],
        due_from=begins,
    )


def _time_of_day(standing: Standing, now: datetime, zone: ZoneInfo) -> Iterator[Candidate]:
    today = now.astimezone(zone).date()
    begins, ends = (_at(today, hour, zone) for hour in GREETING_HOURS)
    yield Candidate(
        kind="greeting",
        trigger="time_of_day",
        about="",
        importance=IMPORTANCE["time_of_day"],
        due_from=begins,
        due_until=ends,
        asked_before=_sent(standing, "time_of_day", since=_at(today, time(0), zone)),
    )


TRIGGERS: Sequence[Trigger] = (
    reminder_candidates,
    _crisis,
    _last_mood,
    _open_loop,
    _continuing,
    _anniversary,
    _routine,
    _silence,
    _time_of_day,
)


def _of_memory(
    known: Recollection,
    trigger: str,
    *,
    importance: float,
    begins: datetime,
    ends: datetime,
    asked: bool,
) -> Candidate:
    return Candidate(
        kind="greeting" if trigger == "anniversary" else "follow_up",
        trigger="anniversary" if trigger == "anniversary" else "routine",
        about=known.content,
        importance=importance,
        due_from=begins,
        due_until=ends,
        memory_ids=(known.id,),
        sensitive=is_sensitive(known.content),
        raised_at=known.last_mentioned_at,
        asked_before=asked,
    )


def _comes_round(known: Recollection, today: date, zone: ZoneInfo) -> bool:
    """Return whether a day that is known exactly is back, a year or more after."""
    if known.valid_from is None or known.valid_precision not in {"minute", "hour", "day"}:
        return False
    then = known.valid_from.astimezone(zone).date()
    return (then.month, then.day) == (today.month, today.day) and then.year < today.year


def _noted(standing: Standing, known: Recollection, since: datetime) -> bool:
    """Return whether a message took a memory up since a moment."""
    return any(known.id in note.memory_ids and note.sent_at > since for note in standing.notes)


def _sent(standing: Standing, trigger: OutreachTrigger, *, since: datetime) -> bool:
    """Return whether a message had this reason since a moment, whichever companion wrote it."""
    return any(note.trigger == trigger and note.sent_at >= since for note in standing.notes)


def _at(day: date, shown: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, shown, zone).astimezone(UTC)
