"""When the talk is read for who Lumi has become."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from storage.records.personality import Becoming, Personality, Snapshot
from tools.personality.due import (
    FIRST_EXCHANGES,
    REFRESH_EVERY,
    REFRESH_LEAST,
    TRY_AGAIN_AFTER,
    may_be_due,
)

BEGIN = datetime(2026, 3, 2, 8, tzinfo=UTC)
MESSAGES_A_DAY = 30
DAYS = 10

NOBODY = Becoming(name="Lumi", voice_id=None, latest=None)
SOMEBODY = replace(
    NOBODY,
    latest=Snapshot(
        number=1,
        reason="emerged",
        name="Lumi",
        personality=Personality(essence="You are quiet."),
        created_at=BEGIN,
    ),
)


def readings(becoming: Becoming) -> list[int]:
    """Return the days on which a talk is read whose readings come to nothing."""
    read = []
    for day in range(DAYS):
        for number in range(MESSAGES_A_DAY):
            now = BEGIN + timedelta(days=day, minutes=20 * number)
            becoming = replace(becoming, unread=becoming.unread + 2)
            if may_be_due(becoming, now=now):
                becoming = replace(becoming, unread=0, read_at=now)
                read.append(day)
    return read


def test_a_model_whose_drawings_are_turned_away_is_asked_once_a_day_at_most() -> None:
    assert readings(NOBODY) == list(range(DAYS))


def test_a_reading_that_came_to_nothing_is_repeated_the_next_day_after_some_talk() -> None:
    read = replace(NOBODY, read_at=BEGIN, unread=REFRESH_LEAST)
    assert not may_be_due(read, now=BEGIN + TRY_AGAIN_AFTER - timedelta(seconds=1))
    assert may_be_due(read, now=BEGIN + TRY_AGAIN_AFTER)
    assert not may_be_due(replace(read, unread=REFRESH_LEAST - 1), now=BEGIN + TRY_AGAIN_AFTER)
    assert may_be_due(replace(read, unread=REFRESH_EVERY), now=BEGIN)


def test_after_everything_is_forgotten_the_first_evening_counts_as_the_first() -> None:
    forgotten = replace(NOBODY, read_position=900, unread=FIRST_EXCHANGES)
    assert may_be_due(forgotten, now=BEGIN)


def test_a_companion_that_is_somebody_is_read_every_second_day_of_much_talk() -> None:
    assert len(readings(SOMEBODY)) == DAYS * 2 * MESSAGES_A_DAY // REFRESH_EVERY
