"""The colour of a feeling."""

from storage.records import OrbMood

CALM_VALENCE = 0.25
"""Within this distance of zero the orb neither glows gold nor turns purple."""

EXCITED_AROUSAL = 0.6
"""From here a glad orb is an excited one."""


def orb_mood(valence: float, arousal: float) -> OrbMood:
    """Return the colour of a feeling: excited, happy, sad or, near the middle, calm."""
    if valence <= -CALM_VALENCE:
        return "sad"
    if valence < CALM_VALENCE:
        return "calm"
    return "excited" if arousal >= EXCITED_AROUSAL else "happy"
