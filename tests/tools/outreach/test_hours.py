from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from storage.records.outreach import NIGHT, QuietHours
from tests.tools.outreach.lives import moments, quiet_hours, zones
from tools.outreach.hours import end_of, is_within, minor_hours, next_day

LONDON = ZoneInfo("Europe/London")


def test_a_night_goes_over_midnight() -> None:
    shown = [is_within(NIGHT, _in_london(2026, 1, 5, hour), LONDON) for hour in (22, 23, 0, 7, 8)]

    assert shown == [False, True, True, True, False]


def test_hours_that_could_mean_all_or_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="end that is not their beginning"):
        QuietHours(start=time(8), end=time(8))


@given(quiet_hours, moments, zones)
def test_the_end_is_not_quiet_and_everything_before_it_is(
    hours: QuietHours, moment: datetime, zone: ZoneInfo
) -> None:
    if not is_within(hours, moment, zone):
        return
    end = end_of(hours, moment, zone)

    assert not is_within(hours, end, zone)
    assert timedelta() < end - moment <= timedelta(hours=26)
    moved = moment.astimezone(zone).utcoffset() != end.astimezone(zone).utcoffset()
    assert moved or is_within(hours, end - timedelta(microseconds=1), zone)


def test_a_night_in_which_the_clock_is_put_back_is_quiet_to_its_second_end() -> None:
    hours = QuietHours(start=time(23), end=time(1, 30))
    first_half_past_one = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    after_the_clock_was_put_back = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)

    assert not is_within(hours, first_half_past_one, LONDON)
    assert is_within(hours, after_the_clock_was_put_back, LONDON)
    second_half_past_one = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert end_of(hours, after_the_clock_was_put_back, LONDON) == second_half_past_one


def test_a_minor_is_left_alone_at_night_and_at_school_but_not_in_the_holidays() -> None:
    monday_at_three, monday_at_ten = _in_london(2026, 3, 2, 3), _in_london(2026, 3, 2, 10)

    assert minor_hours(monday_at_three, LONDON) == _in_london(2026, 3, 2, 6)
    assert minor_hours(monday_at_ten, LONDON) == _in_london(2026, 3, 2, 15)
    assert minor_hours(_in_london(2026, 3, 2, 15), LONDON) is None
    assert minor_hours(_in_london(2026, 3, 7, 10), LONDON) is None, "a Saturday"
    assert minor_hours(_in_london(2026, 7, 6, 10), LONDON) is None, "July"


@given(moments, zones)
def test_the_next_day_is_the_next_date_on_the_wall(moment: datetime, zone: ZoneInfo) -> None:
    tomorrow = next_day(moment, zone)

    assert tomorrow > moment
    today = moment.astimezone(zone).date()
    assert tomorrow.astimezone(zone).date() == today + timedelta(days=1)


def _in_london(year: int, month: int, day: int, hour: int) -> datetime:
    return datetime(year, month, day, hour, tzinfo=LONDON).astimezone(UTC)
