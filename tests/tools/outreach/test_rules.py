from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any, get_args
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from storage.records.outreach import Candidate, GateReason, QuietHours
from tests.tools.outreach.lives import OPEN, candidates, paces, situations, zones
from tests.tools.outreach.rules import PLAIN, broken, is_quiet, least_silence
from tools.outreach.gates import every_shut, first_shut
from tools.outreach.situation import Situation

SECOND = timedelta(seconds=1)

CHANGES = (
    datetime(2026, 3, 8, 7, tzinfo=UTC),
    datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2026, 4, 4, 15, tzinfo=UTC),
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2026, 11, 1, 6, tzinfo=UTC),
)
"""When clocks are moved: New York, Europe, Lord Howe (by half an hour), and back again."""


@st.composite
def lives(draw: st.DrawFn) -> tuple[Candidate, Situation]:
    """Return somebody to whom much may be written, with a few things that stand against it."""
    any_life, near = draw(situations()), draw(st.booleans())
    if near:
        moment = draw(st.sampled_from(CHANGES)) + timedelta(minutes=draw(st.integers(-300, 300)))
        step = moment - any_life.now
        any_life = _moved(any_life, step)
    kept = draw(st.sets(st.sampled_from(FIELDS), max_size=4))
    opened: dict[str, Any] = {name: _open(name, any_life) for name in FIELDS if name not in kept}
    life = replace(any_life, **opened)
    life = replace(life, **draw(st.sampled_from(_edges(life.now))))
    candidate = draw(candidates(life.now))
    if draw(st.booleans()):
        due_from = min(candidate.due_from, life.now)
        candidate = replace(
            candidate, settled=False, asked_before=False, due_from=due_from, due_until=None
        )
    return candidate, life


FIELDS = (
    "knows_zone",
    "crisis_at",
    "last_message_at",
    "in_turn",
    "sent",
    "unanswered",
    "messages",
    "settings",
    "hours_a_day",
    "has_budget",
    "has_channel",
)


@settings(max_examples=150)
@given(lives())
def test_a_message_passes_exactly_when_it_breaks_no_rule(life: tuple[Candidate, Situation]) -> None:
    candidate, situation = life
    said = max(situation.sent, default=None)
    for since in (said, situation.last_message_at):
        assume(since is None or not _on_the_edge(candidate, situation, since))

    assert {shut.reason for shut in every_shut(candidate, situation)} == broken(
        candidate, situation
    )


def test_every_gate_has_its_plain_rule() -> None:
    assert set(PLAIN) == set(get_args(GateReason))


@settings(max_examples=60)
@given(paces, st.floats(0, 1), st.sampled_from(("follow_up", "check_in", "greeting")))
def test_nobody_is_written_to_twice_within_36_minutes_or_a_stranger_twice_a_day(
    pace: object, closeness: float, kind: str
) -> None:
    call = OPEN.now - timedelta(minutes=35)
    close = replace(OPEN, pace=pace, closeness=closeness, sent=(call,), last_message_at=call)  # type: ignore[arg-type]
    candidate = Candidate(
        kind=kind,  # type: ignore[arg-type]
        trigger="silence",
        about="",
        importance=1,
        due_from=call,
    )
    assert first_shut(candidate, close) is not None

    morning = OPEN.now.replace(hour=0, minute=1)
    stranger = replace(close, closeness=0, sent=(morning,), last_message_at=morning)
    assert first_shut(candidate, stranger) is not None


@settings(max_examples=40)
@given(zones, st.sampled_from(CHANGES), st.integers(0, 47), st.integers(1, 47))
def test_no_minute_of_a_night_is_lost_when_the_clock_is_moved(
    zone: ZoneInfo, change: datetime, start: int, length: int
) -> None:
    end = (start + length) % 48
    hours = QuietHours(start=time(start // 2, start % 2 * 30), end=time(end // 2, end % 2 * 30))
    candidate = Candidate(
        kind="reminder", trigger="reminder", about="", importance=1, due_from=change
    )
    for quarter in range(0, 4 * 26, 5):
        moment = change + timedelta(minutes=15 * quarter)
        situation = replace(
            OPEN, now=moment, zone=zone, settings=replace(OPEN.settings, quiet=hours)
        )
        shut = {gate.reason: gate.until for gate in every_shut(candidate, situation)}
        assert ("quiet_hours" in shut) == is_quiet(hours, moment, zone)
        if (until := shut.get("quiet_hours")) is not None:
            assert moment < until <= moment + timedelta(hours=25)
            assert not is_quiet(hours, until, zone)


def _edges(now: datetime) -> list[dict[str, Any]]:
    """Return what lies just before and just on the edge of a rule."""
    moments = {
        "crisis_at": (timedelta(hours=48) - SECOND, timedelta(hours=48)),
        "last_message_at": (timedelta(minutes=10) - SECOND, timedelta(minutes=10)),
    }
    edges: list[dict[str, Any]] = [{}]
    edges += [{name: now - ago} for name, both in moments.items() for ago in both]
    edges += [{"unanswered": number} for number in (2, 3)]
    return edges + [{"messages": number} for number in (9, 10)]


def _open(name: str, life: Situation) -> object:
    if name == "last_message_at":
        return life.now - timedelta(days=60)
    if name == "settings":
        return replace(OPEN.settings, quiet=None, forbidden=life.settings.forbidden[:1])
    return getattr(OPEN, name)


def _moved(life: Situation, step: timedelta) -> Situation:
    def moved(moment: datetime | None) -> datetime | None:
        return None if moment is None else moment + step

    return replace(
        life,
        now=life.now + step,
        last_message_at=moved(life.last_message_at),
        crisis_at=moved(life.crisis_at),
        sent=tuple(moment + step for moment in life.sent),
        settings=replace(life.settings, snoozed_until=moved(life.settings.snoozed_until)),
    )


def _on_the_edge(candidate: Candidate, situation: Situation, since: datetime) -> bool:
    """Return whether rounding alone decides whether it was silent for long enough."""
    needed = least_silence(candidate, situation)
    return abs(situation.now - since - needed) < SECOND
