"""The emotions a companion can have, what wakes each and how long it stays."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import get_args

from storage.records import Emotion
from tools.mood.cues import Cue
from tools.mood.lexicon import MoodLabel
from tools.mood.read import Mood

EMOTIONS: tuple[Emotion, ...] = get_args(Emotion)

HALF_LIVES: Mapping[Emotion, timedelta] = {
    "sadness": timedelta(hours=5),
    "concern": timedelta(hours=4),
    "joy": timedelta(hours=3),
    "warmth": timedelta(hours=3),
    "gratitude": timedelta(hours=2),
    "hurt": timedelta(hours=1),
    "curiosity": timedelta(minutes=40),
    "amusement": timedelta(minutes=30),
}
"""After how long half of an emotion is left.

The order follows what people report (Verduyn and Lavrijsen 2015, Motivation and Emotion 39):
sadness stays longest, joy long, surprise and amusement go soonest. The lengths are ours, many times
shorter, so that yesterday's talk does not weigh on this morning's; an insult is forgiven within the
hour.
"""

FAINT = 0.02
"""An emotion below this is no longer felt."""

STEP = 0.5
"""Most that one message adds to an emotion."""

BY_MOOD: Mapping[MoodLabel, Mapping[Emotion, float]] = {
    "neutral": {},
    "happy": {"joy": 0.7, "warmth": 0.3},
    "excited": {"joy": 0.8, "curiosity": 0.5},
    "sad": {"concern": 0.7, "sadness": 0.4, "warmth": 0.5},
    "anxious": {"concern": 0.7, "warmth": 0.4},
    "angry": {"concern": 0.6},
    "lonely": {"warmth": 0.8, "concern": 0.5, "sadness": 0.2},
    "tired": {"warmth": 0.5, "concern": 0.4},
}
"""What a person's mood wakes in a companion that cares: fear and anger wake concern, not fear."""

BY_CUE: Mapping[Cue, Mapping[Emotion, float]] = {
    "thanks": {"gratitude": 0.7, "warmth": 0.4},
    "affection": {"warmth": 0.9, "joy": 0.4, "gratitude": 0.3},
    "joke": {"amusement": 0.8, "joy": 0.3},
    "insult": {"hurt": 0.4, "concern": 0.3},
}
"""What is woken by what a person does to the companion."""

CURIOUS = 0.3
"""Chance of surprise or a question in a message from which it wakes curiosity."""

EASED: Mapping[Emotion, tuple[Cue, ...]] = {"hurt": ("thanks", "affection", "joke")}
"""Emotions that these cues halve."""


def stir(feelings: Mapping[Emotion, float], mood: Mood) -> dict[Emotion, float]:
    """Return the emotions after a message: each moves towards what the message wakes.

    By the reading's confidence, by at most `STEP`, and never down: time does that.
    """
    stirred: dict[Emotion, float] = {name: feelings.get(name, 0.0) for name in EMOTIONS}
    wanted = dict(stirred)
    for name, strength in _woken(mood):
        wanted[name] = max(wanted[name], strength)
    stirred = {name: min(wanted[name], before + STEP) for name, before in stirred.items()}
    for name, cues in EASED.items():
        if not mood.cues.isdisjoint(cues):
            stirred[name] /= 2
    return _felt(stirred)


def ebb(feelings: Mapping[Emotion, float], elapsed: timedelta) -> dict[Emotion, float]:
    """Return what is left of each emotion after a time; time that runs backwards leaves all."""
    passed = max(elapsed, timedelta())
    left: dict[Emotion, float] = {
        name: value * 0.5 ** (passed / HALF_LIVES[name]) for name, value in feelings.items()
    }
    return _felt(left)


def _woken(mood: Mood) -> Iterator[tuple[Emotion, float]]:
    strength = mood.confidence * min(1.0, 0.4 + abs(mood.valence))
    for name, share in BY_MOOD[mood.label].items():
        yield name, share * strength
    for cue in sorted(mood.cues):
        yield from BY_CUE[cue].items()
    surprise = mood.feelings.get("surprise", 0.0)
    if surprise >= CURIOUS:
        yield "curiosity", surprise


def _felt(feelings: Mapping[Emotion, float]) -> dict[Emotion, float]:
    return {name: min(1.0, value) for name, value in feelings.items() if value >= FAINT}
