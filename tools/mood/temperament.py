"""What makes one companion feel and show differently from another: numbers, never names."""

import math
from dataclasses import dataclass

from storage.cast import cast
from storage.records import EmotionState
from storage.records.persona import EmotionBaseline
from tools.mood.orb import orb_mood

RHYTHM = 0.06
"""How much arousal at rest swings with the person's day: quieter with them at night, nothing more.

A third of the usual arousal at rest; it is a manner of speaking to somebody who may be tired and
never a day that the companion claims to have.
"""

BRIGHTEST_HOUR = 15.0
"""Local hour at which people are most awake; twelve hours later they are least."""

LEAST_EXPRESSIVENESS, MOST_EXPRESSIVENESS = 0.4, 1.6
"""The range of expressiveness: a measured mentor to a bubbly friend."""


@dataclass(frozen=True, kw_only=True)
class Temperament:
    """Where a companion comes to rest, and how much of what it feels it shows."""

    valence: float = 0.1
    """From -1 to 1."""
    arousal: float = 0.2
    """From 0 to 1."""
    expressiveness: float = 1.0
    """How far what is shown lies from rest, beside what is felt: 1 shows it as it is."""

    def arousal_at(self, hour: float | None) -> float:
        """Return arousal at rest at a local hour, from 0 to 24; None when it is not known."""
        if hour is None:
            return self.arousal
        swing = math.cos((hour - BRIGHTEST_HOUR) / 24 * 2 * math.pi)
        return max(0.0, min(1.0, self.arousal + RHYTHM * swing))


LUMI = Temperament()
"""Calm, and a little glad to be there."""

PLAIN = Temperament(valence=0.0)
"""An imported card: nothing is known of how it feels, so it comes to rest in the middle."""


def temperament_of(agent_id: str | None) -> Temperament:
    """Return how a companion feels and shows: Lumi, one of the cast, or a card somebody brought."""
    if agent_id is None:
        return LUMI
    persona = cast().get(agent_id)
    return temperament_from(persona.baseline) if persona else PLAIN


def temperament_from(baseline: EmotionBaseline) -> Temperament:
    """Return the temperament that a card of ours describes; half expressive shows it as it is."""
    span = MOST_EXPRESSIVENESS - LEAST_EXPRESSIVENESS
    return Temperament(
        valence=baseline.valence,
        arousal=baseline.arousal,
        expressiveness=LEAST_EXPRESSIVENESS + span * baseline.expressiveness,
    )


def express(state: EmotionState, temperament: Temperament) -> EmotionState:
    """Return what is shown of a feeling: nearer to rest or farther from it, within the ranges.

    What is felt is what is stored, with the companion and with every message; this is applied where
    it leaves the program, in frames and answers, and where it becomes a word of the prompt. So a
    persona whose card changes shows differently from then on and has felt the same all along.
    """
    factor = max(LEAST_EXPRESSIVENESS, min(MOST_EXPRESSIVENESS, temperament.expressiveness))
    valence = temperament.valence + (state.valence - temperament.valence) * factor
    arousal = temperament.arousal + (state.arousal - temperament.arousal) * factor
    valence, arousal = max(-1.0, min(1.0, valence)), max(0.0, min(1.0, arousal))
    return EmotionState(
        valence=valence,
        arousal=arousal,
        mood=orb_mood(valence, arousal),
        feelings={name: min(1.0, strength * factor) for name, strength in state.feelings.items()},
    )
