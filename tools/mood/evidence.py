"""What the words and signs of a text say about its mood, by rules alone."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from tools.mood.lexicon import Entry, MoodLabel, lexicon, signs
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

_CLAUSE_END = re.compile(r"[,.;!?，。；！？、…\n]")
_SIGN = re.compile("|".join(map(re.escape, sorted(signs(), key=len, reverse=True))))


@dataclass
class Evidence:
    """What has been found: the sum of all worths, arousals, and the worth of each label."""

    total: float = 0.0
    arousals: list[float] = field(default_factory=list)
    labels: dict[MoodLabel, float] = field(default_factory=lambda: defaultdict(float))
    sarcastic: bool = False
    turned: int = 0
    """Words of mood that a negation turned."""
    contrasted: bool = False
    """Whether a turn ("but") came after words of mood."""
    straight: int = 0
    """Words and signs of mood that nothing turned."""
    surprises: int = 0
    """Words of surprise, which is neither good nor bad."""

    def add(self, entry: Entry, factor: float) -> None:
        """Take in a word or sign of mood, turned when the factor is negative."""
        worth = entry.valence * factor
        if factor < 0:
            self.turned += 1
        else:
            self.straight += 1
        self.total += worth
        self.arousals.append(min(1.0, entry.arousal * abs(factor)))
        self.labels[_opposite(entry.label) if factor < 0 else entry.label] += abs(worth)

    def note(self, entry: Entry) -> None:
        """Take in a word that turns what was said, or speaks of sarcasm or surprise."""
        if entry.kind == "turn":
            self.fade()
        elif entry.kind == "surprise":
            self.surprises += 1
        else:
            self.sarcastic = True

    def fade(self) -> None:
        """Let what was found so far count less."""
        self.contrasted = self.contrasted or bool(self.labels)
        self.total *= BEFORE_TURN
        for label in self.labels:
            self.labels[label] *= BEFORE_TURN


def gather(text: str) -> Evidence:
    """Return what rules find in a normalised text; linear in its length.

    Knows negation, intensifiers, turns ("but"), emoji, and marks of sarcasm.
    """
    evidence = Evidence()
    _read_words(text, evidence)
    _read_signs(text, evidence)
    return evidence


def _read_words(text: str, evidence: Evidence) -> None:
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
        else:
            evidence.note(entry)


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


def _read_signs(text: str, evidence: Evidence) -> None:
    known = signs()
    counts: dict[str, int] = defaultdict(int)
    for found in _SIGN.finditer(text.casefold()):
        counts[found[0]] += 1
    for sign, count in counts.items():
        entry = known[sign]
        if entry.kind == "mood":
            evidence.add(entry, min(2.0, 0.75 + 0.25 * count))
        else:
            evidence.note(entry)


def loudness(text: str) -> float:
    """Return how much capitals and exclamation marks add to arousal, from 0 to 0.4."""
    letters = [character for character in text if character.isascii() and character.isalpha()]
    shouted = len(letters) >= SHORTEST_SHOUT and (
        sum(map(str.isupper, letters)) / len(letters) >= SHOUT_SHARE
    )
    marks = text.count("!") + text.count("！")
    return 0.2 * shouted + min(0.2, 0.07 * marks)


def is_bright(label: MoodLabel) -> bool:
    """Whether a label speaks of something good."""
    return label in ("happy", "excited")


def _opposite(label: MoodLabel) -> MoodLabel:
    """Return what a negated mood word speaks for: "not happy" is sad, "not sad" is content."""
    return "sad" if is_bright(label) else "happy"
