"""MEMORY.md: what is always known of a person, in at most 40 lines."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import get_args
from uuid import UUID

from storage.records import Memory, Preference, ProfileLine, ProfileSection
from tools.memory.decay import HALF_LIVES, freshness
from tools.memory.likeness import agree, overlap, plain, words
from tools.memory.preferences import canonical_keys
from tools.memory.profile_sections import section_of
from tools.memory.slots import Slot, excludes, slot_of
from tools.prompts.render import Language

MOST_LINES = 40
"""Lines of the profile: it stands in every prompt, and stays short enough to be read."""

SHARES: Mapping[ProfileSection, int] = MappingProxyType(
    {"basic": 12, "interests": 8, "recent": 8, "relationship": 5, "moments": 4, "routines": 3}
)
"""Lines of each section that no other takes; what a section does not need is lent.

Who somebody is comes first; then what they like and what is going on, which change the most talks.
"""

LONGEST_LINE = 160
"""Characters; a longer memory is cut with an ellipsis."""

STAYING_BONUS = 0.15
"""What a line that stands already is worth more, so that two of equal worth do not take turns."""

STILL_THE_SAME = 0.5
"""The least share of words with which a reworded memory keeps the wording of its line."""

TOLD_TWICE = 0.8
"""Texts that share this much of their words, and agree in numbers and negation, are one line."""

PREFERENCE_WORTH = 0.8
"""A preference is sure by its gate, and does not fade: it holds until it changes."""

HEADINGS: Mapping[Language, Mapping[ProfileSection, str]] = MappingProxyType(
    {
        "en": {
            "basic": "Basic information",
            "interests": "Interests and preferences",
            "recent": "Recent life",
            "relationship": "Our relationship",
            "moments": "Important moments",
            "routines": "Daily routines",
        },
        "zh": {
            "basic": "基本信息",
            "interests": "兴趣与偏好",
            "recent": "近况",
            "relationship": "我们的关系",
            "moments": "重要时刻",
            "routines": "日常习惯",
        },
    }
)

_TASTES = {
    "preferences.food": ("like",),
    "preferences.music": ("like",),
    "preferences.hobby": ("like",),
    "preferences.dislike": ("dislike",),
    "goals.current": ("goal", "plan"),
}
"""The subtypes of memories that speak of what a key speaks of, beside its own name."""

_SECTIONS: tuple[ProfileSection, ...] = get_args(ProfileSection)

_Places = Mapping[tuple[UUID | None, ProfileSection], tuple[int, str]]
"""Where each memory and preference stood, and in which words."""


@dataclass(frozen=True, kw_only=True)
class _Candidate:
    line: ProfileLine
    said_at: datetime
    worth: float
    pinned: bool
    place: int | None
    """The number of its line before, when it stood in the same section."""
    slot: Slot | None
    source: frozenset[UUID]
    topics: frozenset[str]
    value: str
    """What may be said twice: a memory's text, or the bare value of a preference."""


def profile_lines(
    memories: Sequence[Memory],
    preferences: Sequence[Preference],
    *,
    previous: Sequence[ProfileLine],
    language: Language,
    now: datetime,
) -> tuple[ProfileLine, ...]:
    """Write the profile anew, changing as little as possible.

    A line that still holds keeps its place and its wording; what is outdated, over or forgotten
    goes; what is new comes at the end of its section. What is pinned is always there. A fact stands
    there once, and of something that has one value only the latest.
    """
    places: _Places = {
        (_key(line), line.section): (i, line.text) for i, line in enumerate(previous)
    }
    known = [
        *(_of_preference(one, places, language) for one in preferences if _holds(one)),
        *(
            _of_memory(one, section, places, now)
            for one in memories
            if one.superseded_at is None and (section := section_of(one, now=now))
        ),
    ]
    chosen = _within_shares(_each_once(known))
    chosen.sort(key=lambda one: (_SECTIONS.index(one.line.section), *_order(one)))
    return tuple(one.line for one in chosen)


def as_markdown(lines: Sequence[ProfileLine], language: Language) -> str:
    """Return the profile as Markdown, a heading for each section that has lines."""
    parts = []
    for section in _SECTIONS:
        told = [f"- {line.text}" for line in lines if line.section == section]
        if told:
            parts.append("\n".join([f"## {HEADINGS[language][section]}", "", *told]))
    return "\n\n".join(parts)


def _key(line: ProfileLine) -> UUID | None:
    return line.memory_id or line.preference_id


def _holds(preference: Preference) -> bool:
    return preference.superseded_at is None and preference.key in canonical_keys()


def _of_preference(one: Preference, places: _Places, language: Language) -> _Candidate:
    key = canonical_keys()[one.key]
    place, written = places.get((one.id, key.section), (None, ""))
    colon = "：" if language == "zh" else ": "
    return _Candidate(
        line=ProfileLine(
            section=key.section,
            text=written or _shown(f"{key.label[language]}{colon}{one.value}"),
            preference_id=one.id,
        ),
        said_at=one.learned_at,
        worth=PREFERENCE_WORTH,
        pinned=False,
        place=place,
        slot=_slot(key.slot, one.value),
        source=frozenset({one.source_message_id} if one.source_message_id else ()),
        topics=frozenset({one.key.rpartition(".")[2], *_TASTES.get(one.key, ())}),
        value=one.value,
    )


def _of_memory(
    one: Memory,
    section: ProfileSection,
    places: _Places,
    now: datetime,
) -> _Candidate:
    place, written = places.get((one.id, section), (None, ""))
    fresh = freshness(now - one.last_mentioned_at, half_life=HALF_LIVES[one.type])
    slot = slot_of(one)
    return _Candidate(
        line=ProfileLine(
            section=section,
            text=written if _still_says(written, one.content) else _shown(one.content),
            memory_id=one.id,
        ),
        said_at=one.learned_at,
        worth=one.importance * fresh,
        pinned=one.pinned_at is not None,
        place=place,
        slot=slot if slot and not slot.owner and not one.people else None,
        source=frozenset(one.source_message_ids),
        topics=frozenset({one.subtype} if one.subtype else ()),
        value=one.content,
    )


def _slot(name: str | None, value: str) -> Slot | None:
    return Slot(name=name, owner=frozenset(), value=plain(value)) if name else None


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 1]}…"


def _still_says(written: str, content: str) -> bool:
    return bool(written) and (
        written == _shown(content)
        or (agree(written, content) and overlap(words(written), words(content)) >= STILL_THE_SAME)
    )


def _each_once(known: Iterable[_Candidate]) -> list[_Candidate]:
    """Return what is told, each fact once: the pinned, the standing, the latest wording of it."""
    listed = list(known)
    slots = [one for one in listed if one.slot]
    told: list[_Candidate] = []
    for one in sorted(listed, key=_precedence):
        outdated = not one.pinned and any(_outdates(other, one) for other in slots)
        if not outdated and not any(_says_the_same(one, other) for other in told):
            told.append(one)
    return told


def _outdates(one: _Candidate, other: _Candidate) -> bool:
    """Return whether of something that has one value another was told later."""
    if one.slot is None or other.slot is None or one.said_at <= other.said_at:
        return False
    return excludes(one.slot, other.slot)


def _precedence(one: _Candidate) -> tuple[bool, bool, bool, float, UUID]:
    of_memory = one.line.memory_id is not None
    identifier = one.line.memory_id or one.line.preference_id or UUID(int=0)
    return not one.pinned, one.place is None, of_memory, -one.worth, identifier


def _says_the_same(one: _Candidate, other: _Candidate) -> bool:
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


def _within_shares(told: Sequence[_Candidate]) -> list[_Candidate]:
    """Return at most `MOST_LINES`: the pinned, then each section's best, then the best of all."""
    ranked = sorted(told, key=lambda one: (not one.pinned, -_standing(one), _precedence(one)))
    chosen: list[_Candidate] = []
    rest: list[_Candidate] = []
    taken: Counter[ProfileSection] = Counter()
    for one in ranked:
        section = one.line.section
        fits = one.pinned or taken[section] < SHARES[section]
        taken[section] += fits
        (chosen if fits else rest).append(one)
    # With many pins the sections' shares may not all fit: the ranking has the last word.
    return (sorted(chosen, key=lambda one: not one.pinned) + rest)[:MOST_LINES]


def _standing(one: _Candidate) -> float:
    return one.worth + (0 if one.place is None else STAYING_BONUS)


def _order(one: _Candidate) -> tuple[bool, int, bool, float, datetime, UUID]:
    """Lines that stood before in their old order, then new ones: pinned, then by worth."""
    identifier = one.line.memory_id or one.line.preference_id or UUID(int=0)
    if one.place is not None:
        return False, one.place, False, 0.0, one.said_at, identifier
    return True, 0, not one.pinned, -one.worth, one.said_at, identifier
