"""MEMORY.md and the rolling notes in a model's words, as far as they still say the same."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from storage.records import ProfileLine, RecentMemories
from storage.records.memory import ROLLING_FIELDS
from tools.guardrails.fence import is_attempt
from tools.memory.evidence import is_placeholder, is_refusal
from tools.memory.likeness import agree, overlap, words
from tools.memory.profile_candidates import LONGEST_LINE, STILL_THE_SAME

LONGEST_NOTE = 600
"""Characters: two full sentences, as after each turn."""


def reworded(lines: Sequence[ProfileLine], wishes: Mapping[int, str]) -> tuple[ProfileLine, ...]:
    """Return the lines of MEMORY.md with the wordings that still say what the lines said.

    Args:
        lines: as they stand.
        wishes: other wordings, by the number of the line, from 1.
    """
    return tuple(
        replace(line, text=wish) if (wish := _usable(wishes.get(number, ""), line.text)) else line
        for number, line in enumerate(lines, 1)
    )


def repaired(recent: RecentMemories, notes: Mapping[str, str]) -> RecentMemories | None:
    """Return the rolling fields with what was mended, or None when nothing was.

    An empty note mends nothing: only what is told anew takes the place of what stands.
    """
    mended: dict[str, Any] = {
        name: text
        for name in ROLLING_FIELDS
        if (text := " ".join(notes.get(name, "").split())[:LONGEST_NOTE])
        and text != getattr(recent, name)
        and not is_attempt(text)
        and not is_placeholder(text)
    }
    return replace(recent, **mended) if mended else None


def _usable(wish: str, text: str) -> str | None:
    line = " ".join(wish.split())
    if not 0 < len(line) <= LONGEST_LINE or line == text:
        return None
    if is_attempt(line) or is_placeholder(line) or is_refusal(line):
        return None
    same = agree(line, text) and overlap(words(line), words(text)) >= STILL_THE_SAME
    return line if same else None
