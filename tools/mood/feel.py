"""How the companion's own feeling moves with the person's, and comes to rest with time.

One computation for every companion: a persona hands in where it comes to rest, and `express` shows
what it feels in its own measure.
"""

from collections.abc import Mapping
from datetime import timedelta

from storage.records import Emotion, EmotionState
from tools.mood.cues import Cue
from tools.mood.emotions import ebb, stir
from tools.mood.lexicon import MoodLabel
from tools.mood.orb import orb_mood
from tools.mood.read import Mood
from tools.mood.temperament import LUMI, Temperament

HALF_LIFE = timedelta(hours=2)
"""After this long half of a valence is left: felt all evening, gone the next morning.

Moods last hours where emotions last minutes to hours (Verduyn and Lavrijsen 2015); ours is chosen
so that a night of eight hours leaves a sixteenth.
"""

AROUSAL_HALF_LIFE = timedelta(minutes=45)
"""After this long half of an arousal is left: being stirred passes before the mood does."""

PULL = 0.6
"""How far a message read with full confidence moves the companion towards the person."""

OWN_PULL = 0.25
"""How far the companion's own sentence moves it: words are felt a little by who says them."""

VALENCE_STEP, AROUSAL_STEP = 0.6, 0.5
"""Most that one message moves valence and arousal."""

SYMPATHY = 0.8
"""The companion feels what the person feels, a little less: it stays the steady one."""

SYMPATHIES: Mapping[MoodLabel, float] = {"angry": 0.35}
"""Anger is understood, not mirrored."""

STEADIED: Mapping[MoodLabel, float] = {"anxious": 0.5, "angry": 0.45, "tired": 0.15, "lonely": 0.25}
"""Most arousal the companion answers these moods with: fear and anger are met with calm."""

CUE_VALENCE: Mapping[Cue, float] = {"thanks": 0.1, "affection": 0.2, "joke": 0.1, "insult": -0.15}
"""What being thanked, liked, joked with or insulted adds to valence."""


def feel(
    state: EmotionState,
    mood: Mood,
    *,
    elapsed: timedelta | None = None,
    hour: float | None = None,
    temperament: Temperament = LUMI,
) -> EmotionState:
    """Return how the companion feels after a message, given how it felt before.

    First the old feeling fades towards rest for the time `elapsed` since it was felt, then the
    person's mood pulls at it by as much as the reading is sure of, and what they do to the
    companion moves it a little. Valence stays within -1 and 1 and moves at most `VALENCE_STEP`
    from the faded feeling, arousal within 0 and 1 and at most `AROUSAL_STEP`.

    Args:
        state: the feeling before.
        mood: how the person feels.
        elapsed: the time since the feeling before; None for none at all.
        hour: the time of day where the person is, from 0 to 24; None when it is not known.
        temperament: where this companion comes to rest.
    """
    faded = fade(state, elapsed, hour=hour, temperament=temperament) if elapsed else state
    pull = PULL * mood.confidence
    sympathy = SYMPATHIES.get(mood.label, SYMPATHY)
    aroused = min(mood.arousal, STEADIED.get(mood.label, 1.0))
    nudge = sum(CUE_VALENCE[cue] for cue in sorted(mood.cues))
    valence = pull * (mood.valence * sympathy - faded.valence) + nudge
    return _moved(faded, valence, pull * (aroused - faded.arousal), stir(faded.feelings, mood))


def hear_oneself(state: EmotionState, mood: Mood) -> EmotionState:
    """Return how the companion feels after a sentence of its own; the emotions stay as they are."""
    pull = OWN_PULL * mood.confidence
    valence = pull * (mood.valence - state.valence)
    return _moved(state, valence, pull * (mood.arousal - state.arousal), state.feelings)


def fade(
    state: EmotionState,
    elapsed: timedelta,
    *,
    hour: float | None = None,
    temperament: Temperament = LUMI,
) -> EmotionState:
    """Return a feeling after some time without talk; time that runs backwards changes nothing."""
    passed = max(elapsed, timedelta())
    left, stirred = 0.5 ** (passed / HALF_LIFE), 0.5 ** (passed / AROUSAL_HALF_LIFE)
    rest = temperament.arousal_at(hour)
    return _state(
        temperament.valence + (state.valence - temperament.valence) * left,
        rest + (state.arousal - rest) * stirred,
        ebb(state.feelings, passed),
    )


def _moved(
    state: EmotionState, valence: float, arousal: float, feelings: Mapping[Emotion, float]
) -> EmotionState:
    return _state(
        state.valence + max(-VALENCE_STEP, min(VALENCE_STEP, valence)),
        state.arousal + max(-AROUSAL_STEP, min(AROUSAL_STEP, arousal)),
        feelings,
    )


def _state(valence: float, arousal: float, feelings: Mapping[Emotion, float]) -> EmotionState:
    valence, arousal = max(-1.0, min(1.0, valence)), max(0.0, min(1.0, arousal))
    return EmotionState(
        valence=valence, arousal=arousal, mood=orb_mood(valence, arousal), feelings=dict(feelings)
    )
