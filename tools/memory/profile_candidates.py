"""What could stand in MEMORY.md: a line, its worth, and what else says the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from storage.records import Memory, Preference, ProfileLine, ProfileSection
from tools.memory.decay import HALF_LIVES, freshness
from tools.memory.likeness import agree, overlap, plain, words
from tools.memory.preferences import canonical_keys
from tools.memory.slots import Slot, slot_of
from tools.prompts.render import Language

LONGEST_LINE = 160
"""Characters; a longer memory is cut with an ellipsis."""

STILL_THE_SAME = 0.5
"""The least share of words with which a reworded memory keeps the wording of its line."""

PREFERENCE_WORTH = 0.8
"""A preference is sure by its gate, and does not fade: it holds until it changes."""

_TASTES = {
    "preferences.food": ("like",),
    "preferences.music": ("like",),
    "preferences.hobby": ("like",),
    "preferences.dislike": ("dislike",),
    "goals.current": ("goal", "plan"),
}
"""The subtypes of memories that speak of what a key speaks of, beside its own name."""

Places = Mapping[tuple[UUID | None, ProfileSection], tuple[int, str]]
"""Where each memory and preference stood, and in which words."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A line that could stand there."""

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


def of_preference(one: Preference, places: Places, language: Language) -> Candidate:
    """Return the line of a preference."""
    key = canonical_keys()[one.key]
    place, written = places.get((one.id, key.section), (None, ""))
    colon = "：" if language == "zh" else ": "
    return Candidate(
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


def of_memory(
    one: Memory,
    section: ProfileSection,
    places: Places,
    now: datetime,
) -> Candidate:
    """Return the line of a memory in a section."""
    place, written = places.get((one.id, section), (None, ""))
    fresh = freshness(now - one.last_mentioned_at, half_life=HALF_LIVES[one.type])
    slot = slot_of(one)
    return Candidate(
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
