"""Which memories do a person good, by the mood of the moment."""

from collections.abc import Mapping

from storage.records import Memory, MemoryType
from tools.mood.lexicon import MoodLabel
from tools.mood.read import Mood

MOOD_REACH = 0.1
"""Mood moves a score by at most this share: larger rules cost recall on MADial-Bench."""

COMFORTING_SUBTYPES = frozenset({"comfort", "joy", "overcome", "pride", "support"})
"""Feelings that lift a person up; something hard that was overcome is one of them."""

_LIFTING: Mapping[MemoryType, float] = {
    "shared": 1.0, "milestone": 0.8, "relationship": 0.6, "preference": 0.4, "emotion": -1.0
}  # fmt: skip
_CALMING: Mapping[MemoryType, float] = {
    "routine": 0.8, "relationship": 0.6, "milestone": 0.6, "shared": 0.4, "emotion": -0.8
}  # fmt: skip
_BRIGHT: Mapping[MemoryType, float] = {
    "shared": 1.0, "milestone": 0.8, "life_event": 0.4, "relationship": 0.4, "emotion": -0.4
}  # fmt: skip

LEANINGS: Mapping[MoodLabel, Mapping[MemoryType, float]] = {
    "neutral": {},
    "happy": _BRIGHT,
    "excited": _BRIGHT,
    "sad": _LIFTING,
    "lonely": {**_LIFTING, "relationship": 1.0, "shared": 0.8},
    "anxious": _CALMING,
    "angry": {**_CALMING, "preference": 0.4, "routine": 0.2},
    "tired": {**_CALMING, "life_event": -0.2},
}
"""How much each mood asks for each type, from -1 to 1: supportive, never amplifying."""


def mood_factor(memory: Memory | None, mood: Mood) -> float:
    """Return what a mood does to a score, within `MOOD_REACH` of 1; raw messages are left alone."""
    if memory is None:
        return 1.0
    leaning = LEANINGS[mood.label].get(memory.type, 0.0)
    if memory.subtype in COMFORTING_SUBTYPES:
        leaning = abs(leaning)
    return 1.0 + MOOD_REACH * leaning * mood.confidence
