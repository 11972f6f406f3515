"""Read a person's mood from what they wrote, without a model of language."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tools.mood.basic import BASICS, Basic
from tools.mood.cues import Cue, cues_of
from tools.mood.evidence import CALM_AROUSAL, Evidence, gather, is_bright, loudness
from tools.mood.lexicon import MoodLabel
from tools.mood.model import judge
from tools.text.language import language_of
from tools.text.normalise import normalise

SOFTENING = 0.9
"""Evidence at which valence is at three quarters of its range: one word is no verdict."""

POLAR = 0.1
"""Valence below which a text has no mood worth naming."""

SARCASM_CONFIDENCE = 0.15
"""Confidence in a cheerful text that carries a mark of sarcasm."""

BEGINNING, ENDING = 400, 1_200
"""Characters that are read of a longer text: people put what matters first or last."""

TRUSTED = 0.35
"""Chance of a feeling from which a text without a known word of mood is given its name."""

UNMOVED = 0.5
"""Chance of no feeling from which even a known word of mood names none: "a happy medium"."""

WAVERING = 1.0
"""Log-odds below which the weights give way to rules that saw a turn ("sad, but happy now")."""

BRIGHT_CUES = frozenset[Cue](("thanks", "affection", "joke"))
"""Cues that a mark of sarcasm makes void."""

PLAIN = 0.6
"""Valence of rules from which they name a mood whatever the weights make of it."""

QUIET = 0.09
"""Largest valence where no mood is named: the side a text leans to, and no more."""

NAMES: Mapping[Basic, MoodLabel] = {
    "joy": "happy", "sadness": "sad", "anger": "angry", "disgust": "angry", "fear": "anxious"
}  # fmt: skip
"""What each basic feeling is called as a mood; surprise is none."""

SPOKEN_OF: Mapping[MoodLabel, Basic] = {
    "neutral": "neutral", "happy": "joy", "excited": "joy", "sad": "sadness", "lonely": "sadness",
    "tired": "sadness", "anxious": "fear", "angry": "anger",
}  # fmt: skip
"""The basic feeling that a mood speaks of."""

CHINESE_SHIFT = 2.0
"""What clear words add to the log-odds of their feeling in Chinese.

The labels of its collection were read off faces: the weights know too little of words.
"""

AROUSALS: Mapping[Basic, float] = {
    "joy": 0.5, "sadness": 0.35, "anger": 0.7, "disgust": 0.55, "fear": 0.65, "surprise": 0.6,
    "neutral": CALM_AROUSAL,
}  # fmt: skip
"""How awake each feeling is, in the order of Russell's circle (1980)."""


@dataclass(frozen=True)
class Mood:
    """A mood: valence from -1 to 1, arousal and confidence from 0 to 1, and the nearest label."""

    valence: float
    arousal: float
    label: MoodLabel
    confidence: float
    feelings: Mapping[Basic, float] = field(default_factory=dict)
    """How likely each basic feeling is, adding up to 1; empty where nothing was read."""
    cues: frozenset[Cue] = frozenset()
    """What the message does to the one it is said to."""


NEUTRAL = Mood(valence=0.0, arousal=CALM_AROUSAL, label="neutral", confidence=0.0)
"""What a text without any sign of mood reads as."""


def read_mood(text: str) -> Mood:
    """Return the mood of a message in English, Chinese or a mixture; unsure rather than wrong.

    Rules and small trained weights read together: where they agree the rules say how strong it is,
    and what no rule knows is named only when the weights are sure. A cheerful text with a mark of
    sarcasm comes back neutral with little confidence. Of a long text the beginning and the end are
    read, so that any length takes about the same time.
    """
    text = normalise(_excerpt(text))
    if not text:
        return NEUTRAL
    evidence = gather(text)
    odds = judge(text, evidence)
    basics = dict(zip(BASICS, map(float, odds[1:]), strict=True))
    if language_of(text) == "zh":
        _trust_rules(basics, evidence)
    mood = _conclude(text, evidence, float(odds[0]), _shares(basics))
    return replace(mood, cues=cues_of(text) - (BRIGHT_CUES if evidence.sarcastic else frozenset()))


def prepare() -> None:
    """Load words and weights, a tenth of a second; else the first message waits for them."""
    read_mood("prepare")


def _excerpt(text: str) -> str:
    if len(text) <= BEGINNING + ENDING:
        return text
    return f"{text[:BEGINNING]}\n{text[-ENDING:]}"


def _trust_rules(odds: dict[Basic, float], evidence: Evidence) -> None:
    """Let what rules found speak for its feelings, where few lines were labelled by their words."""
    for label, weight in evidence.labels.items():
        odds[SPOKEN_OF[label]] += CHINESE_SHIFT * math.tanh(weight)
    odds["surprise"] += CHINESE_SHIFT * math.tanh(evidence.surprises)
    all_found = sum(evidence.labels.values()) + evidence.surprises
    odds["neutral"] -= CHINESE_SHIFT * math.tanh(all_found)


def _shares(odds: Mapping[Basic, float]) -> dict[Basic, float]:
    chances: dict[Basic, float] = {basic: _chance(one) for basic, one in odds.items()}
    total = sum(chances.values())
    shares: dict[Basic, float] = {basic: chance / total for basic, chance in chances.items()}
    return shares


def _conclude(text: str, evidence: Evidence, odds: float, feelings: dict[Basic, float]) -> Mood:
    ruled = math.tanh(evidence.total / SOFTENING)
    if evidence.sarcastic and (ruled > 0 or odds > 0):
        arousal = max([CALM_AROUSAL, *evidence.arousals])
        arousal = min(1.0, arousal + loudness(text))
        return Mood(_lean(odds), arousal, "neutral", SARCASM_CONFIDENCE, feelings)
    if feelings["neutral"] >= UNMOVED and abs(ruled) < PLAIN:
        return Mood(_lean(odds), CALM_AROUSAL, "neutral", 0.0, feelings)
    if abs(ruled) >= POLAR and _rules_decide(evidence, ruled, odds):
        return _named_by_rules(text, evidence, ruled, feelings)
    return _named_by_weights(text, odds, feelings)


def _lean(odds: float) -> float:
    return QUIET * (2 * _chance(odds) - 1)


def _rules_decide(evidence: Evidence, ruled: float, odds: float) -> bool:
    """Whether the weights agree, or do not see a negation ("not sad") or a turn ("but")."""
    only_negated = evidence.turned > 0 and not evidence.straight
    return ruled * odds > 0 or only_negated or (evidence.contrasted and abs(odds) < WAVERING)


def _named_by_rules(
    text: str, evidence: Evidence, valence: float, feelings: dict[Basic, float]
) -> Mood:
    weight = sum(evidence.labels.values())
    return Mood(
        valence=valence,
        arousal=min(1.0, max(evidence.arousals) + loudness(text)),
        label=_strongest(evidence, bright=valence > 0),
        confidence=min(1.0, abs(evidence.total) / weight * math.tanh(weight)),
        feelings=feelings,
    )


def _named_by_weights(text: str, odds: float, feelings: dict[Basic, float]) -> Mood:
    leaning = 2 * _chance(odds) - 1
    moved = 1 - feelings["neutral"]
    basic = max(NAMES, key=lambda one: feelings[one])
    named = feelings[basic] >= TRUSTED and (basic == "joy") == (odds > 0)
    arousal = sum(AROUSALS[one] * share for one, share in feelings.items()) + loudness(text)
    return Mood(
        valence=leaning * moved if named else _lean(odds),
        arousal=min(1.0, arousal) if named else CALM_AROUSAL,
        label=NAMES[basic] if named else "neutral",
        confidence=abs(leaning) * moved if named else 0.0,
        feelings=feelings,
    )


def _strongest(evidence: Evidence, *, bright: bool) -> MoodLabel:
    """Return the label with most evidence among those that agree with the sign of the valence."""
    weights: list[tuple[float, MoodLabel]] = [
        (weight, label) for label, weight in evidence.labels.items() if is_bright(label) == bright
    ]
    return max(weights)[1] if weights else "neutral"


def _chance(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
