"""Let a model's word on the last messages correct what was read of them locally, within bounds.

The call after a turn that rewrites the notes also names the mood of the person's last message. That
is kept with the message, and colours the next one for a while where that says little by itself.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from storage.records.mood import MoodLabel, ReadMood, ToldMood
from tools.mood.read import Mood

VALENCES: Mapping[MoodLabel, float] = {
    "neutral": 0.0, "happy": 0.55, "excited": 0.7, "sad": -0.55, "anxious": -0.5, "angry": -0.6,
    "lonely": -0.5, "tired": -0.3,
}  # fmt: skip
"""How bright a mood is that is known by its name alone: what the words of its label are worth."""

AROUSALS: Mapping[MoodLabel, float] = {
    "neutral": 0.2, "happy": 0.45, "excited": 0.75, "sad": 0.35, "anxious": 0.65, "angry": 0.75,
    "lonely": 0.25, "tired": 0.15,
}  # fmt: skip
"""How awake it is, likewise."""

MOST_CORRECTED = 0.6
"""Most that a model's word moves the valence or arousal that is kept with a message.

A reading that was sure of the opposite comes to rest near the middle: neither is believed alone.
"""

TOLD_CONFIDENCE = 0.7
"""How sure a reading is that a model has corrected or borne out, at least."""

MOST_CARRIED = 0.35
"""Most that the mood of the last message moves the valence of the next."""

TOLD_HALF_LIFE = timedelta(minutes=20)
"""After this long the last message colours the next half as much."""

FAINTEST = 0.2
"""Below this a told mood says nothing of the next message any more."""

NAMING = 0.5
"""From here it also names the mood of a message that has none of its own."""


def kept(mood: Mood) -> ReadMood:
    """Return a reading as it is kept with the message, its numbers rounded."""
    return ReadMood(
        valence=round(mood.valence, 3),
        arousal=round(mood.arousal, 3),
        label=mood.label,
        confidence=round(mood.confidence, 3),
    )


def corrected(read: ReadMood, told: MoodLabel) -> ReadMood:
    """Return a reading after a model has named the mood, moved by at most `MOST_CORRECTED`."""
    confidence = max(read.confidence, TOLD_CONFIDENCE)
    if told == read.label:
        return replace(read, told=told, confidence=confidence)
    valence = _moved(read.valence, VALENCES[told], MOST_CORRECTED)
    agrees = valence * VALENCES[told] > 0 or told == "neutral"
    return ReadMood(
        valence=round(valence, 3),
        arousal=round(_moved(read.arousal, AROUSALS[told], MOST_CORRECTED), 3),
        label=told if agrees else "neutral",
        confidence=confidence,
        told=told,
    )


def after_what_was_told(mood: Mood, told: ToldMood | None, *, now: datetime) -> Mood:
    """Return the reading of a message in the light of what a model said of the one before.

    A clear message speaks for itself; one that says little ("ok.") is moved by at most
    `MOST_CARRIED`, less as time goes by.
    """
    if told is None:
        return mood
    passed = max(now - told.said_at, timedelta())
    weight = (1 - mood.confidence) * 0.5 ** (passed / TOLD_HALF_LIFE)
    if weight < FAINTEST:
        return mood
    names = mood.label == "neutral" and told.label != "neutral" and weight >= NAMING
    shift = _moved(mood.valence, VALENCES[told.label], MOST_CARRIED) - mood.valence
    return replace(
        mood,
        valence=max(-1.0, min(1.0, mood.valence + weight * shift)),
        label=told.label if names else mood.label,
        confidence=max(mood.confidence, weight * NAMING) if names else mood.confidence,
    )


def _moved(value: float, towards: float, most: float) -> float:
    return value + max(-most, min(most, towards - value))
