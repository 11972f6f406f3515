"""What a companion feels beside how bright and how awake it is."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.records import EmotionState
from tools.mood.cues import CUES, cues_of
from tools.mood.emotions import EMOTIONS, HALF_LIVES, STEP, ebb, stir
from tools.mood.feel import AROUSAL_STEP, VALENCE_STEP, fade, feel, hear_oneself
from tools.mood.lexicon import MoodLabel
from tools.mood.model import LABELS
from tools.mood.read import Mood, prepare, read_mood
from tools.mood.temperament import BRIGHTEST_HOUR, LUMI, RHYTHM, Temperament, express

prepare()
shares = st.floats(0, 1)
feelings = st.dictionaries(st.sampled_from(EMOTIONS), shares)
states = st.builds(EmotionState, valence=st.floats(-1, 1), arousal=shares, feelings=feelings)
labels: st.SearchStrategy[MoodLabel] = st.sampled_from(["neutral", *LABELS])
moods = st.builds(
    Mood,
    valence=st.floats(-1, 1),
    arousal=shares,
    label=labels,
    confidence=shares,
    feelings=st.fixed_dictionaries({"surprise": shares}),
    cues=st.frozensets(st.sampled_from(CUES)),
)
hours = st.none() | st.floats(0, 24)
temperaments = st.builds(
    Temperament, valence=st.floats(-1, 1), arousal=shares, expressiveness=st.floats(0, 5)
)
waits = st.timedeltas(timedelta(days=-1), timedelta(days=4000))
REST = EmotionState()


@given(states, moods, waits, hours, temperaments)
def test_all_stays_within_its_ranges(
    state: EmotionState,
    mood: Mood,
    elapsed: timedelta,
    hour: float | None,
    temperament: Temperament,
) -> None:
    felt = feel(state, mood, elapsed=elapsed, hour=hour, temperament=temperament)
    for one in (felt, express(felt, temperament), hear_oneself(felt, mood)):
        assert -1 <= one.valence <= 1
        assert 0 <= one.arousal <= 1
        assert all(0 <= strength <= 1 for strength in one.feelings.values())


@given(states, moods)
def test_no_message_moves_more_than_a_step(state: EmotionState, mood: Mood) -> None:
    felt = feel(state, mood)
    assert abs(felt.valence - state.valence) <= VALENCE_STEP + 1e-9
    assert abs(felt.arousal - state.arousal) <= AROUSAL_STEP + 1e-9
    for name, strength in felt.feelings.items():
        assert strength <= state.feelings.get(name, 0.0) + STEP + 1e-9


@given(states, moods)
def test_the_same_message_always_moves_alike(state: EmotionState, mood: Mood) -> None:
    assert feel(state, mood) == feel(state, mood)


@given(feelings, waits, waits)
def test_emotions_only_ever_ebb_with_time(
    felt: dict[str, float], one: timedelta, other: timedelta
) -> None:
    sooner, later = sorted((one, other))
    first, then = ebb(felt, sooner), ebb(felt, later)  # type: ignore[arg-type]
    assert all(then.get(name, 0.0) <= first.get(name, 0.0) + 1e-9 for name in EMOTIONS)


@pytest.mark.parametrize("name", EMOTIONS)
def test_half_of_an_emotion_is_left_after_its_half_life(name: str) -> None:
    left = ebb({name: 0.8}, HALF_LIVES[name])  # type: ignore[dict-item,index]
    assert left == {name: pytest.approx(0.4)}


@pytest.mark.parametrize("text", ["I HATE HIM, I'm furious!!!", "气死我了，他太过分了！！"])
def test_anger_wakes_concern_and_no_anger(text: str) -> None:
    felt = feel(REST, read_mood(text))
    assert felt.feelings["concern"] > 0.3
    assert felt.arousal <= 0.5
    assert felt.valence > read_mood(text).valence / 2


@pytest.mark.parametrize(
    ("text", "woken"),
    [
        ("thank you so much, that helped", "gratitude"),
        ("谢谢你听我说这些", "gratitude"),
        ("you're the best, I love you", "warmth"),
        ("有你真好", "warmth"),
        ("hahaha that was a good one 😂", "amusement"),
        ("哈哈哈哈笑死我了", "amusement"),
        ("I miss her, I cried all night", "concern"),
        ("一个人好孤独", "warmth"),
        ("太棒了！我考上了！", "joy"),
        ("shut up, you are so useless", "hurt"),
        ("你真没用，闭嘴", "hurt"),
    ],
)
def test_the_talk_wakes_what_fits(text: str, woken: str) -> None:
    assert feel(REST, read_mood(text)).feelings.get(woken, 0.0) > 0.2  # type: ignore[call-overload]


@pytest.mark.parametrize(
    "text", ["thanks for nothing 🙄", "the haha button is broken", "谢谢你全家", "It rolls shut"]
)
def test_what_is_no_thanks_wakes_no_gratitude(text: str) -> None:
    assert "thanks" not in read_mood(text).cues


@given(st.text())
def test_any_text_has_cues(text: str) -> None:
    assert cues_of(text) <= set(CUES)


def test_a_kind_word_heals_a_hurt() -> None:
    hurt = EmotionState(feelings={"hurt": 0.4})
    assert feel(hurt, read_mood("sorry, thank you for being here")).feelings["hurt"] <= 0.2


def test_a_message_without_mood_wakes_nothing() -> None:
    assert stir({}, read_mood("The train leaves at nine")) == {}


def test_nights_are_quieter_than_afternoons_and_nothing_else() -> None:
    week = timedelta(days=7)
    night, noon = (fade(REST, week, hour=hour) for hour in (3.0, BRIGHTEST_HOUR))
    assert noon.arousal - night.arousal == pytest.approx(2 * RHYTHM)
    assert (night.valence, night.feelings) == (noon.valence, noon.feelings)


def test_a_persona_shows_more_or_less_of_the_same_feeling() -> None:
    felt = feel(REST, read_mood("I'm so happy today!"))
    bubbly, measured = (express(felt, Temperament(expressiveness=one)) for one in (1.5, 0.5))
    assert measured.valence < felt.valence < bubbly.valence
    assert express(felt, LUMI).valence == pytest.approx(felt.valence)


def test_each_companion_comes_to_rest_at_its_own_baseline() -> None:
    mentor = Temperament(valence=-0.1, arousal=0.1)
    rested = fade(EmotionState(valence=0.9, arousal=0.9), timedelta(days=9), temperament=mentor)
    assert rested.valence == pytest.approx(-0.1)
    assert rested.arousal == pytest.approx(0.1)


def test_a_state_stored_before_there_were_emotions_reads() -> None:
    assert EmotionState(valence=0.5, arousal=0.4, mood="happy").feelings == {}
