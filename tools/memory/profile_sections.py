"""Where in the profile a memory belongs, and for how long."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from storage.records import Memory, MemoryType, ProfileSection
from tools.memory.likeness import plain

RECENT_FOR = timedelta(days=30)
"""So long after it is over, and was last spoken of, something still belongs to recent life."""

FEELINGS_FOR = timedelta(days=14)
"""A feeling is recent for two weeks; what lasts longer is spoken of again."""

MOMENTOUS = 0.8
"""From this importance an event that is over stays as a moment of a life, such as a loss."""

_HOME: Mapping[MemoryType, ProfileSection] = {
    "identity": "basic",
    "preference": "interests",
    "life_event": "recent",
    "emotion": "recent",
    "relationship": "basic",
    "shared": "relationship",
    "milestone": "moments",
    "routine": "routines",
}
_GOALS = frozenset({"goal", "wish", "plan", "aim", "hope", "目标", "愿望", "计划"})
_CONSTRAINTS = frozenset(
    {"allergy", "constraint", "boundary", "condition", "health", "过敏", "禁忌"}
)
_BETWEEN_US = re.compile(
    r"\b(?:companion|lumi|mio|you and (?:i|they)|each other)\b|陪伴者|咱俩|彼此"
)


def section_of(memory: Memory, *, now: datetime) -> ProfileSection | None:
    """Return the section that a memory stands in now; None when it is over and old.

    Goals and what is going on are recent life, constraints such as an allergy are basic, people in
    somebody's life too; only what is between the person and the companion is their relationship.
    """
    if memory.subtype and plain(memory.subtype) in _CONSTRAINTS:
        return "basic"
    if memory.type == "preference" and memory.subtype and plain(memory.subtype) in _GOALS:
        return "recent"
    if memory.type == "relationship" and _BETWEEN_US.search(plain(memory.content)):
        return "relationship"
    if memory.type in ("life_event", "emotion") and not _is_recent(memory, now):
        lasts = memory.type == "life_event" and memory.importance >= MOMENTOUS
        return "moments" if lasts or memory.pinned_at else None
    return _HOME[memory.type]


def _is_recent(memory: Memory, now: datetime) -> bool:
    """Return whether something is ahead, going on, or was spoken of not long ago."""
    ends = [memory.valid_from, memory.valid_to, memory.last_mentioned_at]
    last = max(end for end in ends if end is not None)
    return now - last < (FEELINGS_FOR if memory.type == "emotion" else RECENT_FOR)
