"""Which lines MEMORY.md has, each fact once and no more than fit, and in which order."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from storage.records import ProfileSection
from tools.memory.likeness import agree, overlap, words
from tools.memory.profile_candidates import Candidate
from tools.memory.slots import excludes

MOST_LINES = 40
"""Lines of the profile: it stands in every prompt, and stays short enough to be read."""

SHARES: Mapping[ProfileSection, int] = MappingProxyType(
    {"basic": 12, "interests": 8, "recent": 8, "relationship": 5, "moments": 4, "routines": 3}
)
"""Lines of each section that no other takes; what a section does not need is lent.

Who somebody is comes first; then what they like and what is going on, which change the most talks.
"""

STAYING_BONUS = 0.15
"""What a line that stands already is worth more, so that two of equal worth do not take turns."""

TOLD_TWICE = 0.8
"""Texts that share this much of their words, and agree in numbers and negation, are one line."""


def each_once(known: Iterable[Candidate]) -> list[Candidate]:
    """Return what is told, each fact once: the pinned, the standing, the latest wording of it."""
    listed = list(known)
    slots = [one for one in listed if one.slot]
    told: list[Candidate] = []
    for one in sorted(listed, key=_precedence):
        outdated = not one.pinned and any(_outdates(other, one) for other in slots)
        if not outdated and not any(_says_the_same(one, other) for other in told):
            told.append(one)
    return told


def _outdates(one: Candidate, other: Candidate) -> bool:
    """Return whether of something that has one value another was told later."""
    if one.slot is None or other.slot is None or one.said_at <= other.said_at:
        return False
    return excludes(one.slot, other.slot)


def _precedence(one: Candidate) -> tuple[bool, bool, bool, float, UUID]:
    of_memory = one.line.memory_id is not None
    identifier = one.line.memory_id or one.line.preference_id or UUID(int=0)
    return not one.pinned, one.place is None, of_memory, -one.worth, identifier


def _says_the_same(one: Candidate, other: Candidate) -> bool:
    first, second = words(one.value), words(other.value)
    if agree(one.value, other.value) and overlap(first, second) >= TOLD_TWICE:
        return True
    if one.slot and other.slot and one.slot.name == other.slot.name:
        first, second = words(one.slot.value), words(other.slot.value)
        return first <= second or second <= first
    # A bare value says what a sentence on the same topic, or out of the same message, says.
    bare = bool(one.line.preference_id) != bool(other.line.preference_id)
    shared = one.source & other.source or one.topics & other.topics
    return bool(bare and shared) and (first <= second or second <= first)


def within_shares(told: Sequence[Candidate]) -> list[Candidate]:
    """Return at most `MOST_LINES`: the pinned, then each section's best, then the best of all."""
    ranked = sorted(told, key=lambda one: (not one.pinned, -_standing(one), _precedence(one)))
    chosen: list[Candidate] = []
    rest: list[Candidate] = []
    taken: Counter[ProfileSection] = Counter()
    for one in ranked:
        section = one.line.section
        fits = one.pinned or taken[section] < SHARES[section]
        taken[section] += fits
        (chosen if fits else rest).append(one)
    # With many pins the sections' shares may not all fit: the ranking has the last word.
    return (sorted(chosen, key=lambda one: not one.pinned) + rest)[:MOST_LINES]


def _standing(one: Candidate) -> float:
    return one.worth + (0 if one.place is None else STAYING_BONUS)


def order_of(one: Candidate) -> tuple[bool, int, bool, float, datetime, UUID]:
    """Lines that stood before in their old order, then new ones: pinned, then by worth."""
    identifier = one.line.memory_id or one.line.preference_id or UUID(int=0)
    if one.place is not None:
        return False, one.place, False, 0.0, one.said_at, identifier
    return True, 0, not one.pinned, -one.worth, one.said_at, identifier
