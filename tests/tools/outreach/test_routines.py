from datetime import date, time

import pytest

from tools.outreach.routines import routine_times
from tools.outreach.sensitive import is_sensitive

FRIDAY, SUNDAY = date(2026, 3, 6), date(2026, 3, 8)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("Mia goes for a run every morning.", 10),
        ("Reads before bed on weekend evenings and Fridays.", 20),
        ("每天早上跑步", 10),
        ("下班后去健身房", 20),
        ("午饭后散步", 14),
        ("Practises the cello daily.", 18),
        ("Calls her mother on Fridays.", 18),
        ("每周五和妈妈打电话", 18),
    ],
)
def test_a_routine_is_taken_up_after_its_part_of_the_day(text: str, hour: int) -> None:
    hours = routine_times(text, FRIDAY)

    assert hours is not None
    assert hours[0].hour == hour
    assert hours[0] < hours[1] <= time(22)


@pytest.mark.parametrize("text", ["Goes climbing on Tuesdays.", "周二晚上有瑜伽课", "Likes tea."])
def test_a_routine_of_another_day_or_of_no_time_is_not(text: str) -> None:
    assert routine_times(text, FRIDAY) is None


def test_a_weekend_is_both_its_days() -> None:
    assert routine_times("周末睡懒觉", SUNDAY) is not None
    assert routine_times("Bakes on the weekend.", SUNDAY) is not None


@pytest.mark.parametrize(
    ("text", "sensitive"),
    [
        ("Her grandmother's operation is on Monday.", True),
        ("外婆周一做手术", True),
        ("They broke up in May.", True),
        ("She has a job interview on Friday.", False),
        ("养了一只猫", False),
        ("Went to Deadwood for a holiday.", False),
    ],
)
def test_what_touches_health_grief_or_lost_love_is_sensitive(text: str, *, sensitive: bool) -> None:
    assert is_sensitive(text) == sensitive
