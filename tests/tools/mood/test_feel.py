"""The companion's own feeling."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.records import EmotionState
from tools.mood.feel import HALF_LIFE, fade, feel
from tools.mood.orb import orb_mood
from tools.mood.read import NEUTRAL, Mood, read_mood
from tools.mood.temperament import LUMI

valences = st.floats(-1, 1)
shares = st.floats(0, 1)
states = st.builds(EmotionState, valence=valences, arousal=shares)
moods = st.builds(
    Mood,
    valence=valences,
    arousal=shares,
    confidence=shares,
    label=st.sampled_from(
        ["neutral", "happy", "excited", "sad", "anxious", "angry", "lonely", "tired"]
    ),
)
waits = st.timedeltas(timedelta(days=-1), timedelta(days=4000))


@given(states, moods, st.none() | waits)
def test_a_feeling_stays_within_its_ranges(
    state: EmotionState, mood: Mood, elapsed: timedelta | None
) -> None:
    felt = feel(state, mood, elapsed=elapsed)
    assert -1 <= felt.valence <= 1
    assert 0 <= felt.arousal <= 1
    assert felt.mood == orb_mood(felt.valence, felt.arousal)


@given(states, waits, waits)
def test_a_feeling_only_ever_fades_towards_rest(
    state: EmotionState, one: timedelta, other: timedelta
) -> None:
    sooner, later = sorted((one, other))
    assert abs(fade(state, later).valence - LUMI.valence) <= (
        abs(fade(state, sooner).valence - LUMI.valence) + 1e-9
    )
    assert abs(fade(state, later).arousal - LUMI.arousal) <= (
        abs(fade(state, sooner).arousal - LUMI.arousal) + 1e-9
    )


@given(states)
def test_half_is_left_after_a_half_life_whatever_the_steps(state: EmotionState) -> None:
    once = fade(state, HALF_LIFE)
    twice = fade(fade(state, HALF_LIFE / 2), HALF_LIFE / 2)
    assert once.valence == pytest.approx((state.valence + LUMI.valence) / 2)
    assert twice.valence == pytest.approx(once.valence)


@given(states)
def test_a_text_without_mood_moves_nothing(state: EmotionState) -> None:
    felt = feel(state, NEUTRAL)
    assert (felt.valence, felt.arousal) == (state.valence, state.arousal)


def test_the_orb_follows_the_person() -> None:
    rest = EmotionState()
    assert feel(rest, read_mood("I'm so happy, I love it")).mood == "happy"
    assert feel(rest, read_mood("I am heartbroken, she died")).mood == "sad"
    assert feel(rest, read_mood("I WON!!! this is amazing, can't wait!!")).mood == "excited"
    assert feel(rest, read_mood("I went to the shop")).mood == "calm"


def test_anger_is_met_with_calm() -> None:
    felt = feel(EmotionState(), read_mood("I HATE HIM SO MUCH!!! furious!!!"))
    assert felt.arousal <= 0.5


def test_the_next_morning_is_calm() -> None:
    sad = EmotionState(valence=-0.9, arousal=0.6, mood="sad")
    assert fade(sad, timedelta(hours=12)).mood == "calm"
