"""How a day went, in a word."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.records import EmotionState
from storage.records.mood import MoodDay, MoodLabel
from tests.tools.mood.test_emotions import labels
from tools.mood.days import (
    DayWord,
    calendar,
    day_level,
    day_word,
    first_moment,
    own_word,
    shown_of,
    words_of,
)
from tools.mood.temperament import LUMI

DAY = date(2026, 3, 29)


def made(labels: Mapping[MoodLabel, int], valence: float | None, **own: float | None) -> MoodDay:
    return MoodDay(
        day=DAY,
        messages=sum(labels.values()),
        labels=labels,
        valence=valence,
        replies=1,
        own_valence=own.get("own_valence"),
        own_arousal=own.get("own_arousal"),
    )


@pytest.mark.parametrize(
    ("labels", "valence", "word"),
    [
        ({}, None, None),
        ({"neutral": 5}, None, "calm"),
        ({"happy": 2, "neutral": 3}, 0.6, "bright"),
        ({"anxious": 2, "sad": 1}, -0.6, "low"),
        ({"happy": 2, "angry": 1}, 0.2, "mixed"),
        ({"happy": 5, "sad": 2, "neutral": 15}, 0.3, "mixed"),
        ({"sad": 1, "neutral": 9}, -0.8, "calm"),
        ({"tired": 1, "neutral": 2}, -0.1, "calm"),
    ],
)
def test_a_day_has_the_word_of_most_of_its_messages(
    labels: Mapping[MoodLabel, int], valence: float | None, word: DayWord | None
) -> None:
    assert day_word(made(labels, valence)) == word


@given(st.dictionaries(labels, st.integers(0, 50)), st.none() | st.floats(-1, 1))
def test_a_level_stays_in_the_picture(
    labels: Mapping[MoodLabel, int], valence: float | None
) -> None:
    day = made(labels, valence)
    level = day_level(day)
    assert (level is None) == (day_word(day) is None)
    assert level is None or -1 <= level <= 1


def test_days_begin_where_the_person_lives_and_none_is_left_out() -> None:
    zone = ZoneInfo("Europe/London")
    start = first_moment(datetime(2026, 3, 29, 22, 30, tzinfo=UTC), days=3, zone=zone)
    assert start.isoformat() == "2026-03-27T00:00:00+00:00"
    assert first_moment(datetime(2026, 3, 29, 23, 30, tzinfo=UTC), days=1, zone=zone).day == 30
    row = calendar([made({"happy": 1}, 0.5)], start=start.date(), days=3)
    assert row[:2] == [date(2026, 3, 27), date(2026, 3, 28)]
    assert isinstance(row[2], MoodDay)


def test_the_companion_is_told_of_as_it_showed_itself() -> None:
    assert shown_of(made({}, None), LUMI) is None
    shown = shown_of(made({}, None, own_valence=0.7, own_arousal=0.5), LUMI)
    assert shown is not None
    assert own_word(shown) == "bright"
    assert own_word(EmotionState(valence=-0.4)) == "low"
    assert own_word(EmotionState(valence=0.1)) == "calm"


def test_both_languages_have_the_same_words() -> None:
    assert words_of("en").keys() == words_of("zh").keys()
