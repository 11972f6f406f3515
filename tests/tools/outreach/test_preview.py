from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from uuid import uuid4

from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from storage.records.outreach import (
    LeftInMind,
    OutreachKind,
    OutreachSettings,
    QuietHours,
    Standing,
)
from tests.tools.outreach.lives import KINDS, ZONES, quiet_hours
from tests.tools.outreach.robin import DAY, HOUR, NOW, RICH, ROBIN, RUN, STANDING, reminder
from tools.outreach.looks_ahead import looks_ahead
from tools.outreach.preview import MOST_THINGS, Ahead, Foreseen, preview


def look(standing: Standing, **changes: object) -> Ahead:
    return preview(standing, ROBIN, agent_id=None, now=NOW, **changes)  # type: ignore[arg-type]


def ahead(standing: Standing, **changes: object) -> list[Foreseen]:
    return list(look(standing, **changes).plan)


def line(plan: list[Foreseen], about: str) -> Foreseen:
    [found] = [one for one in plan if about in one.candidate.about]
    return found


def agreed(*kinds: OutreachKind, **changes: object) -> OutreachSettings:
    settings = replace(RICH.settings, kinds=frozenset(kinds))
    return replace(settings, **changes)  # type: ignore[arg-type]


def written(foreseen: list[Foreseen]) -> list[Foreseen]:
    return [one for one in foreseen if one.reason is None]


def test_a_rich_life_is_a_plan_with_each_thing_once_and_by_its_time() -> None:
    found = look(RICH)
    plan = list(found.plan)
    things = [(one.candidate.trigger, one.candidate.about) for one in plan]
    assert len(things) == len(set(things)) <= MOST_THINGS
    assert [one.at for one in plan] == sorted(one.at for one in plan)
    assert {one.reason for one in plan}.isdisjoint({"not_due", "talking", "stale"})
    assert "the marathon" not in str(plan), "it is not of this week"
    assert "passport" not in str(plan)
    assert found.left_out == 2, "a film, a good morning: what matters least"
    for lasts in (DAY, 3 * DAY, 14 * DAY):
        assert all(NOW <= one.at < NOW + lasts for one in ahead(RICH, lasts=lasts))


def test_a_reminder_is_told_at_its_own_time_and_one_of_every_day_in_one_line() -> None:
    plan = ahead(RICH)
    assert line(plan, "call Mum").at == NOW + DAY
    pills = line(plan, "pills")
    assert (pills.at, len(pills.again)) == (NOW + 6 * HOUR, 6)
    assert pills.again[-1] == NOW + 6 * DAY + 6 * HOUR
    bins = line(plan, "bins")
    assert bins.at == datetime(2026, 3, 5, 8, tzinfo=UTC), "set into the night, it waits"
    refused = line(ahead(replace(RICH, settings=agreed("follow_up"))), "call Mum")
    assert (refused.reason, refused.at) == ("no_consent", NOW + DAY)


def test_what_would_be_written_leaves_no_word_of_what_passed_before() -> None:
    only_loops = replace(RICH, settings=agreed("follow_up"), recollections=(), thoughts=())
    plan = ahead(replace(only_loops, loops=RICH.loops[:1], reminders=(), mood=None))
    [interview] = [one for one in plan if one.candidate.kind == "follow_up"]
    assert (interview.reason, interview.at.date().isoformat()) == (None, "2026-03-06")


def test_what_would_not_be_written_has_the_reason_that_tells_most() -> None:
    for settings, reason in (
        (agreed("greeting"), "no_consent"),
        (agreed("follow_up", snoozed_until=NOW + 30 * DAY), "snoozed"),
        (agreed("follow_up", forbidden=("interview",)), "forbidden"),
    ):
        assert line(ahead(replace(RICH, settings=settings)), "interview").reason == reason
    for standing, reason in (
        (replace(RICH, messages=3), "too_new"),
        (replace(RICH, unanswered=3), "unanswered"),
        (RICH, "unanswered"),
    ):
        assert line(ahead(standing), "interview").reason == reason
    assert line(ahead(RICH), "my ex").reason == "forbidden"
    assert line(ahead(replace(RICH, crisis_at=NOW)), "runs").reason == "crisis_hold"


def test_what_holds_its_time_up_is_told_and_not_what_was_over_before() -> None:
    """At eight in the morning the night is over; it is the silence that is too short."""
    seldom = replace(agreed("greeting"), slower={"greeting": 4.0})
    only = replace(STANDING, settings=seldom, recollections=(), last_message_at=NOW)
    [greeting] = ahead(only, lasts=DAY)
    assert (greeting.reason, greeting.until is not None) == ("too_soon", True)
    evenings = replace(agreed("follow_up"), quiet=QuietHours(start=time(19), end=time(23)))
    assert line(ahead(replace(RICH, settings=evenings)), "piano").reason == "quiet_hours"


def test_a_crisis_is_not_spoken_of_unless_the_question_after_it_was_agreed_to() -> None:
    lately = replace(RICH, crisis_at=NOW - HOUR, own_crisis_at=NOW - HOUR)
    assert [one for one in ahead(lately) if one.candidate.trigger == "crisis"] == []
    asked = agreed(*KINDS, checks_in_after_crisis=True)
    [check_in] = [
        one for one in ahead(replace(lately, settings=asked)) if one.candidate.trigger == "crisis"
    ]
    assert (check_in.reason, check_in.at.date().isoformat()) == (None, "2026-03-03")


def test_where_nothing_is_agreed_to_there_is_no_plan_and_that_is_all_there_is_to_say() -> None:
    assert look(replace(RICH, settings=agreed())) == Ahead(on=False)
    assert look(RICH).on


def test_a_turn_under_way_is_over_by_the_next_look() -> None:
    turn, quiet = (ahead(replace(RICH, in_turn=now)) for now in (True, False))
    assert [(one.candidate, one.reason) for one in turn] == [
        (one.candidate, one.reason) for one in quiet
    ]


def test_what_would_be_written_is_told_however_much_there_is() -> None:
    many = tuple(reminder(f"thing {number}", first=number * HOUR) for number in range(1, 20))
    found = look(replace(RICH, reminders=many))
    assert len(written(list(found.plan))) >= 19
    assert [one for one in found.plan if one.reason is not None] == []
    assert found.left_out > 0


def test_after_three_without_an_answer_nothing_more_is_foreseen() -> None:
    only_care = replace(STANDING.settings, kinds=frozenset({"check_in"}))
    found = ahead(replace(STANDING, settings=only_care), lasts=timedelta(days=30))
    [silence] = written(found)
    assert 1 <= len((silence.at, *silence.again)) <= 3


def test_a_routine_is_foreseen_on_its_own_day() -> None:
    only_routines = replace(STANDING.settings, kinds=frozenset({"follow_up"}))
    [run] = written(ahead(replace(STANDING, settings=only_routines)))
    assert run.candidate.memory_ids == (RUN.id,)
    assert run.at.date() == (NOW + timedelta(days=1)).date(), "Tuesday"


def test_what_is_forbidden_snoozed_or_never_agreed_to_is_foreseen_with_its_reason() -> None:
    settings = STANDING.settings
    for changed, reason in (
        (replace(settings, forbidden=("runs",)), "forbidden"),
        (replace(settings, snoozed_until=NOW + timedelta(days=30)), "snoozed"),
        (replace(settings, kinds=frozenset({"greeting"})), "no_consent"),
    ):
        found = ahead(replace(STANDING, settings=changed), lasts=timedelta(days=3))
        of_run = {one.reason for one in found if one.candidate.memory_ids == (RUN.id,)}
        assert of_run == {reason}


def test_a_thought_is_foreseen_to_be_written_once() -> None:
    only_thoughts = replace(STANDING.settings, kinds=frozenset({"follow_up"}))
    thought = LeftInMind(
        id=uuid4(),
        text="How the new job is.",
        memory_ids=(),
        made_at=NOW - timedelta(hours=6),
        good_until=NOW + timedelta(days=4),
    )
    known = replace(STANDING, settings=only_thoughts, recollections=(), thoughts=(thought,))
    [once] = written(ahead(known))
    assert once.candidate.thought_id == thought.id


def test_a_budget_that_is_used_up_is_new_the_next_day() -> None:
    spent = replace(STANDING, spent_today=Decimal(1))
    first = written(ahead(spent, daily_budget=Decimal(1)))[0]
    assert first.at.date() == (NOW + timedelta(days=1)).date()
    assert written(ahead(spent, daily_budget=Decimal(0))) == []


@given(st.data())
@profile(max_examples=10)
def test_of_any_week_each_thing_is_told_once_with_a_time_or_a_reason(
    data: st.DataObject,
) -> None:
    draw = data.draw
    hours = st.integers(-72, 72)
    changes = replace(
        RICH.settings,
        kinds=draw(st.frozensets(st.sampled_from(KINDS), min_size=1)),
        quiet=draw(st.none() | quiet_hours),
        snoozed_until=draw(st.none() | hours.map(lambda count: NOW + count * HOUR)),
        daily_ceiling=draw(st.none() | st.integers(0, 3)),
    )
    standing = replace(
        RICH,
        settings=changes,
        messages=draw(st.sampled_from((3, 50, 1_900))),
        unanswered=draw(st.integers(0, 3)),
        in_turn=draw(st.booleans()),
        crisis_at=draw(st.none() | hours.map(lambda count: NOW - abs(count) * HOUR)),
    )
    zone = draw(st.sampled_from(ZONES))
    person = replace(ROBIN, timezone=zone, age_group=draw(st.sampled_from(("adult", "minor"))))
    found = preview(standing, person, agent_id=None, now=NOW)
    things = [(one.candidate.trigger, one.candidate.about) for one in found.plan]
    assert len(things) == len(set(things))
    assert len(found.plan) <= MOST_THINGS or not found.left_out
    looks = looks_ahead(standing, person, None, NOW, NOW + 7 * DAY, None)
    chosen = [look.situation.now for look in looks if look.weighed.chosen is not None]
    told = [at for one in written(list(found.plan)) for at in (one.at, *one.again)]
    assert sorted(told) == chosen
    for one in found.plan:
        assert NOW <= one.at < NOW + 7 * DAY
        assert one.reason not in {"not_due", "talking"}
        assert one.again == () or one.reason is None
