"""Situations and candidates for the tests of outreach: an open one, and any at all."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from storage.records.outreach import (
    Candidate,
    OutreachKind,
    OutreachSettings,
    OutreachTrigger,
    QuietHours,
)
from storage.records.persona import OutreachPace
from tools.outreach.situation import Situation

LONDON = ZoneInfo("Europe/London")

EVENING = datetime(2026, 3, 6, 18, 30, tzinfo=UTC)
"""A Friday."""

KINDS: tuple[OutreachKind, ...] = ("reminder", "follow_up", "check_in", "greeting")

TRIGGERS: tuple[OutreachTrigger, ...] = ("open_loop", "silence", "routine", "crisis")

ZONES = (
    "Europe/London",
    "America/New_York",
    "Asia/Shanghai",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Pacific/Apia",
)
"""Zones with whole, half and quarter hours, with and without moved clocks."""

INTERVIEW = Candidate(
    kind="follow_up",
    trigger="open_loop",
    about="Mia has a job interview on Friday at three.",
    importance=0.7,
    due_from=EVENING - timedelta(hours=1),
    due_until=EVENING + timedelta(days=2),
)

OPEN = Situation(
    now=EVENING,
    zone=LONDON,
    age_group="adult",
    settings=OutreachSettings(kinds=frozenset(KINDS)),
    messages=400,
    last_message_at=EVENING - timedelta(days=2),
)
"""Every gate is open."""


def with_settings(**changes: object) -> Situation:
    """Return the open situation with other settings."""
    return replace(OPEN, settings=replace(OPEN.settings, **changes))  # type: ignore[arg-type]


moments = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
zones = st.sampled_from(ZONES).map(ZoneInfo)
times = st.times().map(lambda moment: moment.replace(microsecond=0))
quiet_hours = st.builds(
    lambda start, length: QuietHours(start=start, end=_later(start, length)),
    times,
    st.integers(1, 24 * 60 - 1),
)
paces = st.builds(
    OutreachPace,
    distant_hours=st.floats(6, 72),
    close_hours=st.floats(0.6, 6),
    back_off=st.floats(1.5, 4),
)


@st.composite
def candidates(draw: st.DrawFn, now: datetime) -> Candidate:
    """Return anything there could be to say at a moment."""
    due_from = now + timedelta(hours=draw(st.integers(-100, 6)))
    trigger = draw(st.sampled_from(TRIGGERS))
    return Candidate(
        kind=draw(st.sampled_from(KINDS)),
        trigger=trigger,
        about=draw(st.sampled_from(("her interview", "奶奶的手术", "running"))),
        importance=draw(st.floats(0, 1)),
        due_from=due_from,
        due_until=draw(st.none() | st.just(due_from + timedelta(hours=draw(st.integers(1, 120))))),
        sensitive=draw(st.booleans()),
        raised_at=draw(st.none() | st.just(now - timedelta(days=draw(st.integers(0, 30))))),
        settled=draw(st.sampled_from((False, False, True))),
        asked_before=draw(st.sampled_from((False, False, True))),
    )


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """Return any situation that can be."""
    now = draw(moments)
    ages = draw(st.lists(st.integers(1, 7 * 24 * 60), max_size=8, unique=True))
    return Situation(
        now=now,
        zone=draw(zones),
        age_group=draw(st.sampled_from(("adult", "minor", None))),
        settings=OutreachSettings(
            kinds=frozenset(draw(st.sets(st.sampled_from(KINDS)))),
            quiet=draw(st.none() | quiet_hours),
            snoozed_until=draw(
                st.none() | st.just(now + timedelta(hours=draw(st.integers(-9, 9))))
            ),
            forbidden=draw(st.sampled_from(((), ("手术",), ("interview",)))),
            daily_ceiling=draw(st.none() | st.integers(0, 9)),
            slower=draw(st.sampled_from(({}, {"check_in": 3.0}))),
            touches_sensitive=draw(st.booleans()),
            checks_in_after_crisis=draw(st.booleans()),
        ),
        pace=draw(paces),
        closeness=draw(st.floats(0, 1)),
        messages=draw(st.integers(0, 5_000)),
        last_message_at=draw(
            st.none() | st.just(now - timedelta(minutes=draw(st.integers(0, 9_000))))
        ),
        in_turn=draw(st.sampled_from((False, False, True))),
        sent=tuple(now - timedelta(minutes=age) for age in sorted(ages, reverse=True)),
        unanswered=draw(st.integers(0, 5)),
        crisis_at=draw(st.none() | st.just(now - timedelta(hours=draw(st.integers(0, 90))))),
        checked_in=draw(st.booleans()),
        hours_a_day=draw(st.floats(0, 20)),
        has_budget=draw(st.booleans()),
        has_channel=draw(st.booleans()),
    )


def _later(start: time, minutes: int) -> time:
    moment = datetime(2026, 1, 1, tzinfo=UTC).replace(hour=start.hour, minute=start.minute)
    return (moment + timedelta(minutes=minutes)).time()
