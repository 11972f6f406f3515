from datetime import UTC, datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.records.use import PAUSE, BesideKind, Use
from tools.care.breaks import HEAVY_DAY, HEAVY_REST, Measures, due
from tools.care.notices import notice_text

NOW = datetime(2026, 3, 2, 20, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
ADULT = Measures(break_every=timedelta(hours=3))
MINOR = Measures(break_every=timedelta(hours=1))
HOUR = timedelta(hours=1)


def used(hours: float, *, today: float = 0, broke: datetime | None = None, **told: datetime) -> Use:
    if broke is not None:
        told["break"] = broke
    return Use(
        since=NOW - timedelta(hours=hours),
        until=NOW,
        day=NOW.date(),
        today=timedelta(hours=today),
        told=cast("dict[BesideKind, datetime]", told),
    )


def test_the_first_talk_of_all_begins_with_a_disclosure() -> None:
    assert due(used(0), ADULT, now=NOW, zone=LONDON) == ("disclosure",)


def test_once_a_day_is_enough() -> None:
    use = used(0, disclosure=NOW - HOUR)
    assert due(use, ADULT, now=NOW, zone=LONDON) == ()


@pytest.mark.parametrize(
    ("zone", "expected"), [("Asia/Shanghai", ("disclosure",)), ("America/New_York", ())]
)
def test_the_day_begins_at_midnight_where_the_person_is(
    zone: str, expected: tuple[str, ...]
) -> None:
    use = used(0, disclosure=NOW - 5 * HOUR)
    assert due(use, ADULT, now=NOW, zone=ZoneInfo(zone)) == expected


def test_a_break_notice_counts_as_having_said_that_it_is_an_ai() -> None:
    yesterday = NOW - timedelta(days=1)
    use = used(0, disclosure=yesterday, broke=NOW - HOUR)
    assert due(use, ADULT, now=NOW, zone=LONDON) == ()


@pytest.mark.parametrize(
    ("measures", "hours", "is_due"),
    [(ADULT, 2.9, False), (ADULT, 3, True), (MINOR, 0.9, False), (MINOR, 1, True)],
)
def test_a_break_is_due_after_three_hours_and_for_minors_after_one(
    measures: Measures, hours: float, is_due: bool
) -> None:
    use = used(hours, disclosure=NOW - HOUR)
    assert ("break" in due(use, measures, now=NOW, zone=LONDON)) == is_due


def test_the_next_break_is_counted_from_the_last() -> None:
    for ago, is_due in ((2.9, False), (3, True)):
        use = used(7, disclosure=NOW, broke=NOW - timedelta(hours=ago))
        assert ("break" in due(use, ADULT, now=NOW, zone=LONDON)) == is_due


def test_a_break_of_an_earlier_use_does_not_put_off_the_next() -> None:
    use = used(3, disclosure=NOW, broke=NOW - 5 * HOUR)
    assert due(use, ADULT, now=NOW, zone=LONDON) == ("break",)


def test_heavy_use_gets_a_word_once_in_days_and_never_beside_a_break() -> None:
    heavy = HEAVY_DAY / HOUR
    once = used(0, today=heavy, disclosure=NOW)
    assert due(once, ADULT, now=NOW, zone=LONDON) == ("use",)
    again = used(0, today=heavy, disclosure=NOW, use=NOW - HEAVY_REST + HOUR)
    assert due(again, ADULT, now=NOW, zone=LONDON) == ()
    long = used(3, today=heavy, disclosure=NOW)
    assert due(long, ADULT, now=NOW, zone=LONDON) == ("break",)


def test_who_wants_no_such_word_gets_none() -> None:
    never = Measures(break_every=timedelta(hours=3), heavy_day=None)
    assert due(used(0, today=20, disclosure=NOW), never, now=NOW, zone=LONDON) == ()


@settings(max_examples=50)
@given(
    gaps=st.lists(st.integers(1, 29), min_size=60, max_size=120), every=st.sampled_from((60, 180))
)
def test_whoever_goes_on_is_told_as_often_as_the_law_asks(gaps: list[int], every: int) -> None:
    measures = Measures(break_every=timedelta(minutes=every), heavy_day=None)
    now, told = NOW, [NOW]
    use = Use(since=NOW, until=NOW, told={"disclosure": NOW})
    for gap in gaps:
        now += timedelta(minutes=gap)
        if "break" in due(use, measures, now=now, zone=LONDON):
            told.append(now)
            use = Use(since=NOW, until=now, told={**use.told, "break": now})
        # The one who is told is the one who writes: no later than with the first words after it.
        assert now - told[-1] < measures.break_every + PAUSE


def test_notices_say_it_in_both_languages() -> None:
    assert "AI" in notice_text("disclosure", "en")
    assert "AI" in notice_text("disclosure", "zh")
    assert "3 hours" in notice_text("break", "en", lasted=timedelta(hours=3, minutes=20))
    assert "一小时" in notice_text("break", "zh", lasted=timedelta(minutes=70))
    assert notice_text("pointer", "en") == ""
