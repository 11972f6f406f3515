"""MEMORY.md: the standing profile as a person reads it, and what it says after a change."""

from collections.abc import Sequence
from typing import get_args

from storage.records import Kept, ProfileLine, ProfileSection

HEADINGS: dict[str, tuple[str, ...]] = {
    "en": (
        "Basic info",
        "Interests and preferences",
        "Recent life",
        "Our relationship",
        "Important moments",
        "Daily routines",
    ),
    "zh": ("基本信息", "兴趣与偏好", "近况", "我们的关系", "重要时刻", "日常习惯"),
}
"""The six sections, in their order."""


def profile_markdown(lines: Sequence[ProfileLine], *, language: str | None) -> str:
    """Return the profile as Markdown; sections without lines are left out."""
    headings = HEADINGS["zh" if (language or "").casefold().startswith("zh") else "en"]
    parts: list[str] = []
    for section, heading in zip(get_args(ProfileSection), headings, strict=True):
        texts = [line.text for line in lines if line.section == section]
        if texts:
            parts.append("\n".join([f"## {heading}", "", *(f"- {text}" for text in texts)]))
    return "".join(f"{part}\n\n" for part in parts).rstrip("\n") + ("\n" if parts else "")


def without_outdated(kept: Kept) -> Sequence[ProfileLine]:
    """Return the lines that stand and still hold; the next reading adds what is new."""
    memories = {memory.id for memory in kept.memories}
    preferences = {preference.id for preference in kept.preferences}
    return [
        line
        for line in kept.profile
        if (line.memory_id is None or line.memory_id in memories)
        and (line.preference_id is None or line.preference_id in preferences)
    ]
