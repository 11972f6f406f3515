"""What the cast feels alike and shows each in its own measure."""

from datetime import timedelta

import pytest

from storage.cast import cast
from storage.records import EmotionState
from tools.mood.feel import fade, feel
from tools.mood.read import read_mood
from tools.mood.temperament import (
    LEAST_EXPRESSIVENESS,
    LUMI,
    MOST_EXPRESSIVENESS,
    PLAIN,
    express,
    temperament_of,
)


def test_lumi_the_cast_and_a_card_each_have_a_temperament() -> None:
    assert temperament_of(None) is LUMI
    assert temperament_of("somebody-imported") is PLAIN
    shown = {name: temperament_of(name).expressiveness for name in cast()}
    assert min(shown.values()) >= LEAST_EXPRESSIVENESS
    assert max(shown.values()) <= MOST_EXPRESSIVENESS
    assert len(set(shown.values())) > 5


@pytest.mark.parametrize("name", cast())
def test_each_of_the_cast_comes_to_rest_where_its_card_says(name: str) -> None:
    baseline, temperament = cast()[name].baseline, temperament_of(name)
    rested = fade(EmotionState(valence=-0.9, arousal=0.9), timedelta.max, temperament=temperament)
    assert rested.valence == pytest.approx(baseline.valence)
    assert rested.arousal == pytest.approx(baseline.arousal)
    assert express(rested, temperament).valence == pytest.approx(baseline.valence)


def test_from_the_same_place_the_same_words_are_felt_alike_and_shown_differently() -> None:
    mood, start = read_mood("I passed!! I am so happy!"), EmotionState()
    by_expressiveness = sorted(cast(), key=lambda name: temperament_of(name).expressiveness)
    quiet, open_hearted = map(temperament_of, (by_expressiveness[0], by_expressiveness[-1]))
    felt = [feel(start, mood, temperament=one) for one in (quiet, open_hearted)]
    assert felt[0] == felt[1]
    moved = [abs(express(felt[0], one).valence - one.valence) for one in (quiet, open_hearted)]
    assert moved[0] < abs(felt[0].valence - quiet.valence)
    assert moved[1] > abs(felt[0].valence - open_hearted.valence)
