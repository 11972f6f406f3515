from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.reflection.night import NIGHT, is_night, next_night, night_of

ZONES = (
    "Europe/London",
    "Asia/Shanghai",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Cairo",
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(  # noqa: DTZ001 - made aware
    lambda one: one.replace(tzinfo=UTC)
)


@settings(max_examples=60)
@given(moments, st.sampled_from(ZONES), st.uuids())
def test_every_night_comes_once_and_at_night(now: datetime, name: str, person_id: UUID) -> None:
    zone = ZoneInfo(name)
    first = next_night(now, zone, person_id, done=None)
    assert now < first <= now + timedelta(hours=27)
    assert NIGHT[0] <= first.astimezone(zone).time() <= NIGHT[1]
    done = night_of(first, zone)
    second = next_night(first, zone, person_id, done=done)
    assert night_of(second, zone) == done + timedelta(days=1)
    assert second == next_night(first + timedelta(hours=3), zone, person_id, done=done)


@pytest.mark.parametrize(
    ("moment", "night"),
    [
        (datetime(2026, 3, 28, 22, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 3, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 10, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 11, tzinfo=UTC), date(2026, 3, 30)),
    ],
)
def test_a_night_lasts_from_noon_to_noon_also_when_the_clock_jumps(
    moment: datetime, night: date
) -> None:
    assert night_of(moment, ZoneInfo("Europe/London")) == night


def test_an_hour_that_is_skipped_or_comes_twice_is_one_night() -> None:
    zone, person_id = ZoneInfo("Europe/London"), UUID(int=0)
    spring = next_night(datetime(2026, 3, 28, 20, tzinfo=UTC), zone, person_id, done=None)
    assert spring == datetime(2026, 3, 29, 2, tzinfo=UTC), "three o'clock in summer time"
    autumn = next_night(datetime(2026, 10, 24, 20, tzinfo=UTC), zone, person_id, done=None)
    assert autumn.astimezone(zone).time() == time(3)
    assert is_night(autumn, zone)
    assert not is_night(autumn + timedelta(hours=3), zone)
