from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from storage.records import Person
from storage.records.outreach import NIGHT, OutreachNote
from tests.tools.outreach.lives import (
    EVENING,
    INTERVIEW,
    LONDON,
    OPEN,
    candidates,
    situations,
)
from tests.tools.outreach.rules import is_minor_hour, is_quiet
from tests.tools.outreach.test_triggers import QUIET
from tools.outreach.hours import end_of, next_day
from tools.outreach.situation import Situation, closeness_of, situation_of
from tools.outreach.weigh import NEXT_REMINDER, SHORTEST_LOOK, weigh

NOBODY = UUID(int=0)
MORNING = end_of(NIGHT, next_day(EVENING, LONDON), LONDON)
"""When the quiet hours end that nobody chose."""
MIA = Person(id=UUID(int=7), subject="mia", timezone="Europe/London", age_group="adult")
HOUR = timedelta(hours=1)


def test_the_best_of_what_may_be_said_is_chosen_and_the_rest_says_why_not() -> None:
    greeting = replace(INTERVIEW, kind="greeting", trigger="time_of_day", importance=0.01)
    later = replace(INTERVIEW, due_from=EVENING + 2 * HOUR)

    weighed = weigh([greeting, INTERVIEW, later], QUIET, OPEN, person_id=NOBODY)

    assert weighed.chosen is not None
    assert weighed.chosen.candidate is INTERVIEW
    assert [kept.reason for kept in weighed.kept_back] == ["below_bar", "not_due"]
    assert weighed.look_at == later.due_from


def test_the_days_last_message_is_kept_for_what_matters_more_and_comes_later_today() -> None:
    greeting = replace(INTERVIEW, kind="greeting", trigger="time_of_day", importance=0.3)
    tonight = replace(INTERVIEW, due_from=EVENING + 2 * HOUR)
    tomorrow = replace(INTERVIEW, due_from=EVENING + 20 * HOUR)
    close = replace(OPEN, closeness=1.0)

    waits = weigh([greeting, tonight], QUIET, OPEN, person_id=NOBODY)
    assert (waits.chosen, waits.kept_back[0].reason) == (None, "gives_way")
    assert waits.look_at == tonight.due_from
    assert weigh([greeting, tomorrow], QUIET, OPEN, person_id=NOBODY).chosen is not None
    assert weigh([greeting, tonight], QUIET, close, person_id=NOBODY).chosen is not None


def test_a_turn_under_way_puts_a_reminder_off_for_minutes() -> None:
    reminder = replace(INTERVIEW, kind="reminder", trigger="reminder")
    in_turn = replace(OPEN, in_turn=True)

    weighed = weigh([reminder], QUIET, in_turn, person_id=NOBODY)

    assert weighed.look_at <= EVENING + timedelta(minutes=15)


def test_somebody_whose_zone_exists_no_more_is_not_written_to() -> None:
    lost = replace(MIA, timezone="Atlantis/Centre")

    situation = situation_of(QUIET, lost, agent_id=None, now=EVENING)

    assert not situation.knows_zone
    weighed = weigh([INTERVIEW], QUIET, situation, person_id=NOBODY)
    assert weighed.chosen is None
    assert weighed.kept_back[0].reason == "unknown_zone"
    assert weighed.look_at == MORNING


def test_nothing_to_say_is_looked_at_again_when_the_next_day_begins_for_them() -> None:
    weighed = weigh([], QUIET, OPEN, person_id=NOBODY)
    awake = replace(OPEN, settings=replace(OPEN.settings, quiet=None))
    minor = replace(awake, age_group="minor")

    assert weighed.chosen is None
    assert weighed.look_at == MORNING == datetime(2026, 3, 7, 8, tzinfo=UTC)
    assert weigh([], QUIET, awake, person_id=NOBODY).look_at == next_day(EVENING, LONDON)
    assert weigh([], QUIET, minor, person_id=NOBODY).look_at == MORNING - 2 * HOUR


def test_nobody_is_written_to_on_the_dot_day_after_day() -> None:
    days = [replace(OPEN, now=EVENING + number * timedelta(days=1)) for number in range(5)]

    looks = {weigh([], QUIET, day, person_id=MIA.id).look_at.time() for day in days}

    assert len(looks) > 1


def test_what_waits_for_the_person_is_not_looked_at_every_quarter_of_an_hour() -> None:
    silent = replace(OPEN, unanswered=3)

    weighed = weigh([INTERVIEW], QUIET, silent, person_id=NOBODY)

    assert weighed.kept_back[0].until is None
    assert weighed.look_at == MORNING


TWO_DAYS = timedelta(days=2)
MINUTES_OF_TWO_DAYS = TWO_DAYS // timedelta(minutes=1)
"""Who is not awake for a minute of two days has hours in which nothing may ever come."""


@given(st.data())
def test_the_next_look_is_never_at_once_and_never_after_the_next_day(data: st.DataObject) -> None:
    situation, person_id = data.draw(situations()), data.draw(st.uuids())
    found = data.draw(st.lists(candidates(situation.now), max_size=3))

    look_at = weigh(found, QUIET, situation, person_id=person_id).look_at

    begins = next_day(situation.now, situation.zone)
    minutes = (begins + number * timedelta(minutes=1) for number in range(MINUTES_OF_TWO_DAYS))
    begins = next((one for one in minutes if not _is_asleep(one, situation)), begins + TWO_DAYS)
    latest = max(begins, situation.now + SHORTEST_LOOK)
    soonest = NEXT_REMINDER if any(one.kind == "reminder" for one in found) else SHORTEST_LOOK
    assert situation.now + soonest <= look_at < latest + timedelta(minutes=10)


def _is_asleep(moment: datetime, situation: Situation) -> bool:
    quiet, zone = situation.settings.quiet, situation.zone
    if situation.age_group == "minor" and is_minor_hour(moment, zone):
        return True
    return quiet is not None and is_quiet(quiet, moment, zone)


def test_a_standing_becomes_a_situation_with_the_personas_own_pace() -> None:
    note = OutreachNote(
        message_id=uuid4(),
        kind="check_in",
        trigger="crisis",
        memory_ids=(),
        loop_id=None,
        score=1,
        sent_at=EVENING,
    )
    before = EVENING - HOUR
    standing = replace(
        QUIET, crisis_at=before, own_crisis_at=before, notes=(note,), stage="good_friends"
    )

    with_alder = situation_of(standing, MIA, agent_id="alder", now=EVENING)
    with_lumi = situation_of(standing, MIA, agent_id=None, now=EVENING)

    assert with_alder.checked_in
    assert with_alder.pace.distant_hours == 48
    assert with_alder.closeness == closeness_of("good_friends", messages=0)
    assert with_lumi.pace.distant_hours == 24
    assert with_lumi.sent == (EVENING,)


def test_a_minor_is_never_counted_closer_than_a_friend() -> None:
    standing = replace(QUIET, stage="partners")

    close, minor = (
        situation_of(standing, replace(MIA, age_group=age), agent_id="vesper", now=EVENING)
        for age in ("adult", "minor")
    )

    assert close.closeness > minor.closeness
