from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from storage.records.memory import DatePrecision
from storage.records.outreach import (
    Candidate,
    LastMood,
    OutreachNote,
    OutreachSettings,
    OutreachTrigger,
    Recollection,
    Standing,
)
from tools.outreach.triggers import candidates

LONDON = ZoneInfo("Europe/London")
FRIDAY_NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

QUIET = Standing(
    settings=OutreachSettings(),
    stage=None,
    messages=100,
    last_message_at=FRIDAY_NOON - DAY,
    in_turn=False,
    notes=(),
    unanswered=0,
    crisis_at=None,
    hours_a_day=0,
    said_by_hour=(0,) * 24,
    mood=None,
    recollections=(),
    spent_today=Decimal(0),
)

RUN = Recollection(
    id=uuid4(),
    type="routine",
    subtype=None,
    content="Mia goes for a run every morning.",
    importance=0.5,
    last_mentioned_at=FRIDAY_NOON - 3 * DAY,
    valid_from=None,
    valid_precision=None,
)
WEDDING = Recollection(
    id=uuid4(),
    type="milestone",
    subtype=None,
    content="Mia got married.",
    importance=0.9,
    last_mentioned_at=FRIDAY_NOON - 100 * DAY,
    valid_from=datetime(2021, 3, 6, tzinfo=UTC),
    valid_precision="day",
)


def test_a_long_silence_becomes_a_reason_by_itself() -> None:
    silence = _only("silence", QUIET)

    assert silence.due_from == FRIDAY_NOON + 2 * DAY
    assert silence.kind == "check_in"


def test_somebody_who_was_low_is_asked_the_next_day_and_not_a_week_later() -> None:
    low = replace(QUIET, mood=LastMood(valence=-0.6, said_at=FRIDAY_NOON - 16 * HOUR))

    asked = _only("last_mood", low)

    assert asked.due_from == FRIDAY_NOON - 4 * HOUR
    assert _of("last_mood", low, now=FRIDAY_NOON + 7 * DAY) == []
    assert _of("last_mood", replace(QUIET, mood=LastMood(valence=0.4, said_at=FRIDAY_NOON))) == []


def test_a_routine_is_taken_up_after_its_hour_and_once_a_week() -> None:
    known = replace(QUIET, recollections=(RUN,))

    run = _only("routine", known)

    assert (run.due_from.hour, run.due_until and run.due_until.hour) == (10, 13)
    assert run.memory_ids == (RUN.id,)
    assert not run.asked_before
    assert _only("routine", replace(known, notes=(_note(RUN, FRIDAY_NOON - 6 * DAY),))).asked_before


def test_a_wedding_day_comes_round_on_its_date_where_the_person_is() -> None:
    known = replace(QUIET, recollections=(WEDDING,))

    assert _only("anniversary", known).importance == WEDDING.importance
    assert _of("anniversary", known, now=FRIDAY_NOON + DAY) == []
    honolulu = ZoneInfo("Pacific/Honolulu")
    assert _of("anniversary", known, now=FRIDAY_NOON, zone=honolulu) == []


@pytest.mark.parametrize("precision", ["month", "year", None])
def test_a_day_that_is_not_known_exactly_never_comes_round(precision: DatePrecision | None) -> None:
    vague = replace(WEDDING, valid_precision=precision)

    assert _of("anniversary", replace(QUIET, recollections=(vague,))) == []


def test_the_day_of_a_death_comes_round_as_something_sensitive() -> None:
    death = replace(WEDDING, content="Mia's grandmother died.")

    assert _only("anniversary", replace(QUIET, recollections=(death,))).sensitive


@pytest.mark.parametrize(("usual", "days"), [(None, 3), (1, 3), (4, 5), (7, 8.75), (30, 14)])
def test_a_silence_is_one_that_is_longer_than_usual_for_them(
    usual: int | None, days: float
) -> None:
    theirs = replace(QUIET, usual_pause=None if usual is None else usual * DAY)

    assert _only("silence", theirs).due_from == FRIDAY_NOON - DAY + days * DAY


def test_a_day_after_a_crisis_one_check_in_comes_to_mind() -> None:
    since = FRIDAY_NOON - 21 * HOUR
    cared_for = replace(QUIET, crisis_at=since, own_crisis_at=since)

    assert _only("crisis", cared_for).due_from < FRIDAY_NOON
    assert _of("crisis", cared_for, now=FRIDAY_NOON + 2 * DAY) == []
    assert _of("crisis", replace(cared_for, crisis_was_here=False)) == []


@pytest.mark.parametrize("own", [None, FRIDAY_NOON - 49 * HOUR])
def test_who_worried_about_a_friend_is_not_asked_as_if_they_had_been_in_a_bad_way(
    own: datetime | None,
) -> None:
    worried = replace(QUIET, crisis_at=FRIDAY_NOON - 21 * HOUR, own_crisis_at=own)

    assert _of("crisis", worried) == []


def test_a_good_morning_is_due_in_the_morning_where_the_person_is() -> None:
    shanghai = ZoneInfo("Asia/Shanghai")

    [greeting] = _of("time_of_day", QUIET, zone=shanghai)

    assert greeting.due_from.astimezone(shanghai).hour == 8


def test_a_day_has_one_good_morning_whoever_says_it_and_a_low_mood_is_asked_about_once() -> None:
    low = replace(QUIET, mood=LastMood(valence=-0.6, said_at=FRIDAY_NOON - 13 * HOUR))
    greeted, asked = (
        replace(_note(RUN, FRIDAY_NOON - 3 * HOUR), kind="greeting", trigger="time_of_day"),
        replace(_note(RUN, FRIDAY_NOON - HOUR), kind="check_in", trigger="last_mood"),
    )

    assert not _only("time_of_day", low).asked_before
    assert not _only("last_mood", low).asked_before
    assert _only("time_of_day", replace(low, notes=(greeted,))).asked_before
    assert _only("last_mood", replace(low, notes=(asked,))).asked_before
    yesterday = replace(greeted, sent_at=FRIDAY_NOON - DAY)
    assert not _only("time_of_day", replace(low, notes=(yesterday,))).asked_before


def _of(
    trigger: OutreachTrigger,
    standing: Standing,
    *,
    now: datetime = FRIDAY_NOON,
    zone: ZoneInfo = LONDON,
) -> list[Candidate]:
    return [found for found in candidates(standing, now, zone) if found.trigger == trigger]


def _only(trigger: OutreachTrigger, standing: Standing) -> Candidate:
    [found] = _of(trigger, standing)
    return found


def _note(known: Recollection, sent_at: datetime) -> OutreachNote:
    return OutreachNote(
        message_id=uuid4(),
        kind="follow_up",
        trigger="routine",
        memory_ids=(known.id,),
        loop_id=None,
        score=0.4,
        sent_at=sent_at,
    )
