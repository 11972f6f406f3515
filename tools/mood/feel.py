"""How the companion's own feeling moves with the person's, and comes to rest with time."""

from datetime import timedelta

from storage.records import EmotionState, OrbMood
from tools.mood.lexicon import MoodLabel
from tools.mood.read import Mood

BASELINE_VALENCE = 0.1
"""Where a companion comes to rest: calm, and a little glad to be there."""

BASELINE_AROUSAL = 0.2
"""The quiet breath of an orb that nobody talks to."""

HALF_LIFE = timedelta(hours=2)
"""After this long half of a feeling is left: felt all evening, gone the next morning."""

PULL = 0.6
"""How far a message read with full confidence moves the companion towards the person."""

SYMPATHY = 0.8
"""The companion feels what the person feels, a little less: it stays the steady one."""

STEADIED: dict[MoodLabel, float] = {"anxious": 0.5, "angry": 0.45, "tired": 0.15, "lonely": 0.25}
"""Most arousal the companion answers these moods with: fear and anger are met with calm."""

CALM_VALENCE = 0.25
"""Within this distance of zero the orb neither glows gold nor turns purple."""

EXCITED_AROUSAL = 0.6
"""From here a glad orb is an excited one."""


def feel(state: EmotionState, mood: Mood, *, elapsed: timedelta | None = None) -> EmotionState:
    """Return how the companion feels after a message, given how it felt before.

    First the old feeling fades towards the baseline for the time `elapsed` since it was felt, then
    the person's mood pulls at it by as much as the reading is sure of. The result lies between the
    faded feeling and the mood; valence stays within -1 and 1, arousal within 0 and 1.
    """
    faded = fade(state, elapsed) if elapsed else state
    pull = PULL * mood.confidence
    valence = faded.valence + pull * (mood.valence * SYMPATHY - faded.valence)
    aroused = min(mood.arousal, STEADIED.get(mood.label, 1.0))
    return _state(valence, faded.arousal + pull * (aroused - faded.arousal))


def fade(state: EmotionState, elapsed: timedelta) -> EmotionState:
    """Return a feeling after some time without talk; time that runs backwards changes nothing."""
    left = 0.5 ** (max(elapsed, timedelta()) / HALF_LIFE)
    return _state(
        BASELINE_VALENCE + (state.valence - BASELINE_VALENCE) * left,
        BASELINE_AROUSAL + (state.arousal - BASELINE_AROUSAL) * left,
    )


def orb_mood(valence: float, arousal: float) -> OrbMood:
    """Return the colour of a feeling: excited, happy, sad or, near the middle, calm."""
    if valence <= -CALM_VALENCE:
        return "sad"
    if valence < CALM_VALENCE:
        return "calm"
    return "excited" if arousal >= EXCITED_AROUSAL else "happy"


def _state(valence: float, arousal: float) -> EmotionState:
    valence, arousal = max(-1.0, min(1.0, valence)), max(0.0, min(1.0, arousal))
    return EmotionState(valence=valence, arousal=arousal, mood=orb_mood(valence, arousal))
