"""Read a person's mood from what they wrote, without a model."""

import math
import re
from collections import defaultdict
from dataclasses import dataclass, field

from tools.mood.lexicon import Entry, MoodLabel, lexicon, signs
from tools.text.normalise import normalise
from tools.text.words import WORD, fold

NEGATION_REACH = 4
"""Words after a negation that it can turn: "not at all that good"."""

NEGATED_BRIGHT = -0.6
"""What a negated cheerful word is worth: "not good" is bad, but less than "bad"."""

NEGATED_DARK = -0.35
"""What a negated gloomy word is worth: "not sad" is little more than calm."""

STRENGTH_REACH = 2
"""Words after an intensifier that it strengthens."""

BEFORE_TURN = 0.5
"""What is left of a reading after "but": people put what matters last."""

CALM_AROUSAL = 0.2
"""Arousal of a text without any sign."""

SHOUT_SHARE = 0.6
"""Share of capital letters from which a text of some length is shouted."""

SHORTEST_SHOUT = 8
"""Letters a text needs before capitals mean shouting."""

SOFTENING = 0.9
"""Evidence at which valence is at three quarters of its range: one word is no verdict."""

POLAR = 0.1
"""Valence below which a text has no mood worth naming."""

SARCASM_CONFIDENCE = 0.15
"""Confidence in a cheerful text that carries a mark of sarcasm."""

_CLAUSE_END = re.compile(r"[,.;!?，。；！？、…\n]")
_SIGN = re.compile("|".join(map(re.escape, sorted(signs(), key=len, reverse=True))))


@dataclass(frozen=True)
class Mood:
    """A mood: valence from -1 to 1, arousal and confidence from 0 to 1, and the nearest label."""

    valence: float
    arousal: float
    label: MoodLabel
    confidence: float


NEUTRAL = Mood(valence=0.0, arousal=CALM_AROUSAL, label="neutral", confidence=0.0)
"""What a text without any sign of mood reads as."""


@dataclass
class _Evidence:
    """What has been found so far."""

    total: float = 0.0
    arousals: list[float] = field(default_factory=list)
    labels: dict[MoodLabel, float] = field(default_factory=lambda: defaultdict(float))
    sarcastic: bool = False

    def add(self, entry: Entry, factor: float) -> None:
        worth = entry.valence * factor
        self.total += worth
        self.arousals.append(min(1.0, entry.arousal * abs(factor)))
        self.labels[_opposite(entry.label) if factor < 0 else entry.label] += abs(worth)

    def fade(self) -> None:
        self.total *= BEFORE_TURN
        for label in self.labels:
            self.labels[label] *= BEFORE_TURN


def read_mood(text: str) -> Mood:
    """Return the mood of a message in English, Chinese or a mixture; unsure rather than wrong.

    Knows negation, intensifiers, turns ("but"), emoji, shouting and exclamation marks. A cheerful
    text with a mark of sarcasm comes back neutral with little confidence. Linear in the length.
    """
    text = normalise(text)
    evidence = _Evidence()
    _read_words(text, evidence)
    _read_signs(text, evidence)
    if not evidence.labels:
        return NEUTRAL
    return _conclude(text, evidence)


def _read_words(text: str, evidence: _Evidence) -> None:
    words, clauses = _words_and_clauses(text)
    book = lexicon()
    negated_until = strong_until = skip_until = 0
    strength, clause = 1.0, -1
    for index in range(len(words)):
        if clauses[index] != clause:
            clause, negated_until, strong_until = clauses[index], 0, 0
        found = book.at(words, index) if index >= skip_until else None
        if found is None:
            continue
        entry, length = found
        skip_until = index + length
        if entry.kind == "mood":
            factor = strength if index < strong_until else 1.0
            evidence.add(entry, factor * (_negated(entry) if index < negated_until else 1.0))
        elif entry.kind == "negation":
            negated_until = skip_until + NEGATION_REACH
        elif entry.kind == "strength":
            strength, strong_until = entry.factor, skip_until + STRENGTH_REACH
        elif entry.kind == "turn":
            evidence.fade()
        else:
            evidence.sarcastic = True


def _negated(entry: Entry) -> float:
    return NEGATED_BRIGHT if entry.valence > 0 else NEGATED_DARK


def _words_and_clauses(text: str) -> tuple[list[str], list[int]]:
    """Return the folded words, and for each the number of the clause it stands in."""
    words: list[str] = []
    clauses: list[int] = []
    clause, end = 0, 0
    for found in WORD.finditer(text):
        clause += bool(found.start() > end and _CLAUSE_END.search(text, end, found.start()))
        end = found.end()
        words.append(fold(found[0]))
        clauses.append(clause)
    return words, clauses


def _read_signs(text: str, evidence: _Evidence) -> None:
    known = signs()
    counts: dict[str, int] = defaultdict(int)
    for found in _SIGN.finditer(text.casefold()):
        counts[found[0]] += 1
    for sign, count in counts.items():
        entry = known[sign]
        if entry.kind == "sarcasm":
            evidence.sarcastic = True
        else:
            evidence.add(entry, min(2.0, 0.75 + 0.25 * count))


def _conclude(text: str, evidence: _Evidence) -> Mood:
    valence = math.tanh(evidence.total / SOFTENING)
    arousal = min(1.0, max(evidence.arousals) + _loudness(text))
    if evidence.sarcastic and valence > 0:
        return Mood(valence=0.0, arousal=arousal, label="neutral", confidence=SARCASM_CONFIDENCE)
    weight = sum(evidence.labels.values())
    agreement = abs(evidence.total) / weight if weight else 0.0
    return Mood(
        valence=valence,
        arousal=arousal,
        label="neutral" if abs(valence) < POLAR else _strongest(evidence, bright=valence > 0),
        confidence=min(1.0, agreement * math.tanh(weight)),
    )


def _strongest(evidence: _Evidence, *, bright: bool) -> MoodLabel:
    """Return the label with most evidence among those that agree with the sign of the valence."""
    weights: list[tuple[float, MoodLabel]] = [
        (weight, label) for label, weight in evidence.labels.items() if _is_bright(label) == bright
    ]
    return max(weights)[1] if weights else "neutral"


def _loudness(text: str) -> float:
    letters = [character for character in text if character.isascii() and character.isalpha()]
    shouted = len(letters) >= SHORTEST_SHOUT and (
        sum(map(str.isupper, letters)) / len(letters) >= SHOUT_SHARE
    )
    marks = text.count("!") + text.count("！")
    return 0.2 * shouted + min(0.2, 0.07 * marks)


def _is_bright(label: MoodLabel) -> bool:
    return label in ("happy", "excited")


def _opposite(label: MoodLabel) -> MoodLabel:
    """Return what a negated mood word speaks for: "not happy" is sad, "not sad" is content."""
    return "sad" if _is_bright(label) else "happy"
