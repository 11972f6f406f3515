from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from storage.records.reminder import Every, NewReminder
from tools.reminders.occurrence import due_of, next_after

LONDON, NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("America/New_York")
PILLS = NewReminder(
    id=uuid4(),
    what="take my pills",
    first_at=datetime(2026, 3, 27, 8, tzinfo=UTC),
    timezone="Europe/London",
    every="day",
    insists=True,
    message_id=None,
)
DAY = timedelta(days=1)


def test_eight_stays_eight_when_the_clocks_are_moved() -> None:
    due = next_after(PILLS.first_at, "day", LONDON, after=datetime(2026, 3, 29, 12, tzinfo=UTC))
    assert due == datetime(2026, 3, 30, 7, tzinfo=UTC)


def test_eight_stays_eight_where_the_person_lives_by_then() -> None:
    due = due_of(PILLS, NEW_YORK, sent_at=None, now=datetime(2026, 3, 27, 0, tzinfo=UTC))
    assert due == datetime(2026, 3, 27, 12, tzinfo=UTC)


def test_of_the_times_that_were_missed_the_last_one_counts() -> None:
    now = PILLS.first_at + 5 * DAY + timedelta(hours=3)
    due = due_of(PILLS, LONDON, sent_at=PILLS.first_at, now=now)
    assert now - due < DAY
    assert due_of(PILLS, LONDON, sent_at=now, now=now) > now


def test_the_thirty_first_is_the_last_day_of_a_shorter_month_and_no_other_after_it() -> None:
    first = datetime(2026, 1, 31, 9, tzinfo=UTC)
    days, moment = [], first - timedelta(seconds=1)
    for _ in range(4):
        moment = next_after(first, "month", ZoneInfo("UTC"), after=moment)
        days.append((moment.month, moment.day))
    assert days == [(1, 31), (2, 28), (3, 31), (4, 30)]


def test_what_comes_once_is_due_at_its_time_however_late_it_is() -> None:
    once = replace(PILLS, every=None)
    assert due_of(once, LONDON, sent_at=None, now=once.first_at + 40 * DAY) == once.first_at


@settings(max_examples=60, deadline=None)
@given(
    every=st.sampled_from(("day", "weekday", "week", "month", "year")),
    first=st.integers(0, 3 * 365 * 24).map(
        lambda hours: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    ),
    later=st.integers(-100, 2_000 * 24),
)
def test_the_next_time_is_the_first_one_after_a_moment(
    every: Every, first: datetime, later: int
) -> None:
    after = first + timedelta(hours=later)
    found = next_after(first, every, LONDON, after=after)
    assert found > after
    assert found >= first - timedelta(hours=1)
    longest = {"day": 1, "weekday": 3, "week": 7, "month": 31, "year": 366}[every]
    assert found - max(after, first) <= timedelta(days=longest, hours=2)
    if every == "weekday":
        assert found.astimezone(LONDON).weekday() < 5
