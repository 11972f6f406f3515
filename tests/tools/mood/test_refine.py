"""What a model says of a mood, within bounds."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from storage.records.mood import MoodLabel, ReadMood, ToldMood
from tests.tools.mood.test_emotions import labels, moods, shares, waits
from tools.mood.read import NEUTRAL, Mood, read_mood
from tools.mood.refine import MOST_CARRIED, MOST_CORRECTED, after_what_was_told, corrected, kept

NOW = datetime(2026, 3, 2, 20, tzinfo=UTC)
readings = st.builds(
    ReadMood, valence=st.floats(-1, 1), arousal=shares, label=labels, confidence=shares
)


@given(readings, labels)
def test_a_model_moves_a_kept_reading_within_bounds(read: ReadMood, told: MoodLabel) -> None:
    found = corrected(read, told)
    assert abs(found.valence - read.valence) <= MOST_CORRECTED + 1e-3
    assert abs(found.arousal - read.arousal) <= MOST_CORRECTED + 1e-3
    assert -1 <= found.valence <= 1
    assert 0 <= found.arousal <= 1
    assert found.told == told
    assert found.label in (told, "neutral")


def test_a_sure_reading_is_not_turned_into_its_opposite() -> None:
    glad = ReadMood(valence=0.8, arousal=0.6, label="happy", confidence=0.9)
    assert corrected(glad, "sad").label == "neutral"
    assert corrected(glad, "happy").label == "happy"
    unsure = ReadMood(valence=0.05, arousal=0.2, label="neutral", confidence=0.1)
    assert (corrected(unsure, "sad").label, corrected(unsure, "sad").valence) == ("sad", -0.55)


@given(moods, labels, waits)
def test_the_last_mood_moves_the_next_message_within_bounds(
    mood: Mood, told: MoodLabel, ago: timedelta
) -> None:
    found = after_what_was_told(mood, ToldMood(label=told, said_at=NOW - ago), now=NOW)
    assert abs(found.valence - mood.valence) <= MOST_CARRIED + 1e-9
    assert found.confidence >= mood.confidence
    assert (found.arousal, found.cues, found.feelings) == (mood.arousal, mood.cues, mood.feelings)


def test_a_message_that_says_little_takes_the_mood_of_the_last() -> None:
    sad = ToldMood(label="sad", said_at=NOW - timedelta(minutes=2))
    found = after_what_was_told(NEUTRAL, sad, now=NOW)
    assert (found.label, found.valence < -0.2) == ("sad", True)
    clear = read_mood("I am so happy, this is wonderful!")
    assert after_what_was_told(clear, sad, now=NOW).label == clear.label
    assert after_what_was_told(NEUTRAL, sad, now=NOW + timedelta(hours=3)) == NEUTRAL
    assert after_what_was_told(NEUTRAL, None, now=NOW) == NEUTRAL
    assert kept(NEUTRAL).told is None
