"""MEMORY.md: what is always known of a person, in at most 40 lines."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import get_args
from uuid import UUID

from storage.records import Memory, Preference, ProfileLine, ProfileSection
from tools.memory.preferences import canonical_keys
from tools.memory.profile_candidates import Places, of_memory, of_preference
from tools.memory.profile_choice import each_once, order_of, within_shares
from tools.memory.profile_sections import section_of
from tools.prompts.render import Language

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

_SECTIONS: tuple[ProfileSection, ...] = get_args(ProfileSection)


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
    places: Places = {(_key(line), line.section): (i, line.text) for i, line in enumerate(previous)}
    known = [
        *(of_preference(one, places, language) for one in preferences if _holds(one)),
        *(
            of_memory(one, section, places, now)
            for one in memories
            if one.superseded_at is None and (section := section_of(one, now=now))
        ),
    ]
    chosen = within_shares(each_once(known))
    chosen.sort(key=lambda one: (_SECTIONS.index(one.line.section), *order_of(one)))
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
