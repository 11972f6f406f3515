from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.dates.find import find_dates, resolve
from tools.dates.span import DateSpan

ZONES = [
    ZoneInfo(name)
    for name in (
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "America/Sao_Paulo",
        "America/Havana",
        "Asia/Shanghai",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Asia/Beirut",
    )
]
EPOCH = datetime(1990, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 100 * 365 * 24 * 60).map(
    lambda minutes: EPOCH + timedelta(minutes=minutes)
)
DAYS = {"day": 1, "weekend": 2, "week": 7}
WHOLE_DAYS = [
    *(
        "today",
        "yesterday",
        "tomorrow",
        "on Friday",
        "last Tuesday",
        "3 days ago",
        "明天",
        "上周五",
        "大后天",
    ),
    *(
        "this weekend",
        "next week",
        "上周",
        "two weeks ago",
        "on 5 May",
        "3月5号",
        "Christmas",
        "on the 5th",
    ),
]
WHOLE_MONTHS = {
    "last month": 1,
    "in April": 1,
    "下个月": 1,
    "last summer": 3,
    "next quarter": 3,
    "去年": 12,
    "in 2019": 12,
    "2 years ago": 12,
}


def wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def found(text: str, said_at: datetime, zone: ZoneInfo) -> DateSpan:
    span = resolve(text, said_at=said_at, zone=zone)
    assert span is not None
    return span


@given(st.sampled_from(WHOLE_DAYS), MOMENTS, st.sampled_from(ZONES[:3] + ZONES[5:8]))
def test_days_are_as_long_as_their_precision_on_the_wall_clock(
    text: str, said_at: datetime, zone: ZoneInfo
) -> None:
    span = found(text, said_at, zone)
    assert span.start < span.end
    assert wall(span.end, zone) - wall(span.start, zone) == timedelta(days=DAYS[span.precision])
    assert wall(span.start, zone).hour == 0


@given(st.sampled_from(sorted(WHOLE_MONTHS)), MOMENTS, st.sampled_from(ZONES[:3] + ZONES[5:8]))
def test_months_seasons_and_years_begin_on_a_first(
    text: str, said_at: datetime, zone: ZoneInfo
) -> None:
    span = found(text, said_at, zone)
    start, end = wall(span.start, zone), wall(span.end, zone)
    assert (start.day, start.hour, end.day, end.hour) == (1, 0, 1, 0)
    assert (end.year - start.year) * 12 + end.month - start.month == WHOLE_MONTHS[text]


@given(
    st.sampled_from(
        ["at 2:30", "in 3 hours", "20 minutes ago", "tomorrow at 2 am", "明天凌晨两点半"]
    ),
    MOMENTS,
    st.sampled_from(ZONES),
)
def test_hours_and_minutes_are_that_long_in_real_time(
    text: str, said_at: datetime, zone: ZoneInfo
) -> None:
    span = found(text, said_at, zone)
    assert span.end - span.start == timedelta(**{f"{span.precision}s": 1})


@given(MOMENTS, st.sampled_from(ZONES))
def test_hours_ago_are_real_hours(said_at: datetime, zone: ZoneInfo) -> None:
    span = found("5 hours ago", said_at, zone)
    assert timedelta() <= said_at - timedelta(hours=5) - span.start < timedelta(minutes=1)


@given(MOMENTS, st.sampled_from(ZONES))
def test_today_holds_the_moment_itself(said_at: datetime, zone: ZoneInfo) -> None:
    span = found("today", said_at, zone)
    assert span.start <= said_at < span.end


@given(MOMENTS, st.sampled_from(["Friday", "周三", "April", "九月", "Halloween"]))
def test_the_past_is_never_ahead_and_the_future_never_over(said_at: datetime, name: str) -> None:
    past = find_dates(f"in {name}", said_at=said_at, zone=UTC, tense="past")
    future = find_dates(f"in {name}", said_at=said_at, zone=UTC, tense="future")
    assert all(span.start <= said_at for span in past)
    assert all(span.end > said_at for span in future)


@pytest.mark.parametrize(
    ("name", "said_on", "hours"),
    [
        ("Europe/Berlin", date(2026, 3, 28), 23),
        ("Europe/Berlin", date(2026, 10, 24), 25),
        ("America/New_York", date(2026, 3, 7), 23),
        ("America/Sao_Paulo", date(2018, 11, 3), 23),
        ("America/Havana", date(2026, 10, 31), 25),
        ("Asia/Shanghai", date(2026, 3, 28), 24),
    ],
)
def test_a_day_on_which_the_clocks_change_keeps_its_real_length(
    name: str, said_on: date, hours: int
) -> None:
    zone = ZoneInfo(name)
    span = found(
        "tomorrow", datetime(said_on.year, said_on.month, said_on.day, 12, tzinfo=zone), zone
    )
    assert span.end - span.start == timedelta(hours=hours)


def test_an_hour_the_clocks_skip_is_still_an_hour() -> None:
    zone = ZoneInfo("America/New_York")
    span = found("tomorrow at 2 am", datetime(2026, 3, 7, 12, tzinfo=zone), zone)
    assert span.end - span.start == timedelta(hours=1)


def test_a_day_that_never_was_is_no_date() -> None:
    zone = ZoneInfo("Pacific/Apia")
    assert find_dates("30 December 2011", said_at=datetime(2020, 1, 1, tzinfo=UTC), zone=zone) == ()


def test_tomorrow_is_the_speakers_tomorrow() -> None:
    said_at = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    shanghai = ZoneInfo("Asia/Shanghai")
    assert found("明天", said_at, shanghai).start == datetime(2026, 3, 3, tzinfo=shanghai)
    assert found("tomorrow", said_at, ZONES[0]).start == datetime(2026, 3, 2, tzinfo=UTC)
