from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.dates.find import resolve
from tools.loops.due import ASLEEP, AWAKE, due_window, grace
from tools.loops.kinds import OTHER, Kind, kind_of, kinds

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
"""Noon in London."""

ZONES = [
    "Europe/London", "America/New_York", "Asia/Shanghai", "Asia/Kathmandu", "Pacific/Apia",
    "Australia/Lord_Howe", "America/St_Johns", "Africa/Casablanca", "Pacific/Chatham",
]  # fmt: skip


def asked_at(event: str, when: str, *, zone: str = "Europe/London", importance: float = 0.7) -> str:
    """When an event is asked about, by the wall clock."""
    there = ZoneInfo(zone)
    said_at = MONDAY.replace(tzinfo=there)
    span = resolve(when, said_at=said_at, zone=there) if when else None
    window = due_window(span, kind_of(event), importance=importance, said_at=said_at, zone=there)
    return f"{window.due_from.astimezone(there):%a %d %H:%M}"


@pytest.mark.parametrize("zone", ["Europe/London", "Asia/Shanghai", "America/New_York"])
@pytest.mark.parametrize(
    ("event", "when", "expected"),
    [
        ("interview", "on Friday at three", "Fri 06 18:00"),
        ("面试", "周五下午三点", "Fri 06 18:00"),
        ("film", "in two hours", "Mon 02 16:30"),
        ("电影", "两个小时后", "Mon 02 16:30"),
        ("exam", "tomorrow 9:00", "Tue 03 12:00"),
        ("考试", "明天早上九点", "Tue 03 12:00"),
        ("exam", "on Friday", "Fri 06 18:00"),
        ("wedding", "on Saturday", "Sun 08 10:00"),
        ("grandmother's operation", "tomorrow", "Wed 04 10:00"),
        ("film", "tonight", "Tue 03 09:00"),
        ("meeting", "tomorrow evening", "Wed 04 09:00"),
        ("exams", "next week", "Sun 15 18:00"),
        ("exams", "in April", "Fri 01 10:00"),
        ("job interview", "", "Mon 09 12:00"),
        ("interview", "this year", "Mon 09 12:00"),
    ],
)  # fmt: skip
def test_it_is_asked_after_it_is_over_and_while_people_are_awake(
    event: str, when: str, expected: str, zone: str
) -> None:
    assert asked_at(event, when, zone=zone) == expected


def test_an_old_thing_is_let_go_of_the_sooner_the_less_it_mattered() -> None:
    assert [grace(share).days for share in (1, 0.8, 0.6, 0.35, 0)] == [14, 14, 7, 2, 2]
    undated = due_window(
        None, OTHER, importance=0.6, said_at=MONDAY, zone=ZoneInfo("Europe/London")
    )
    assert undated.due_until - undated.due_from == timedelta(days=14)


@settings(max_examples=80, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    said_at=st.timedeltas(timedelta(), timedelta(days=700)).map(MONDAY.__add__),
    ahead=st.timedeltas(timedelta(days=-3), timedelta(days=60)),
    kind=st.sampled_from((*kinds(), OTHER)),
    form=st.sampled_from(["{:%Y-%m-%d} at {:%H:%M}", "{:%Y-%m-%d}", "on {:%A}", "{:%B %Y}"]),
    importance=st.floats(0, 1),
)
def test_in_no_zone_and_at_no_change_of_the_clock_is_anybody_asked_too_soon_or_at_night(
    zone: str, said_at: datetime, ahead: timedelta, kind: Kind, form: str, importance: float
) -> None:
    there, wanted = ZoneInfo(zone), said_at + ahead
    local = wanted.astimezone(there)
    span = resolve(form.format(local, local), said_at=said_at, zone=there)
    window = due_window(span, kind, importance=importance, said_at=said_at, zone=there)
    shown = window.due_from.astimezone(there)
    assert AWAKE <= shown.time() < ASLEEP
    assert window.due_from > said_at
    assert window.due_until - window.due_from >= timedelta(days=2)
    if window.precision in {"minute", "hour"} and window.happens_until is not None:
        assert window.due_from >= window.happens_until
    if window.precision == "day" and window.happens_from is not None:
        assert window.due_from >= window.happens_from.astimezone(UTC) + timedelta(hours=16)
