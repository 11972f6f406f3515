"""What a prompt needs, out of the rows and the JSON of one trip."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, time
from types import MappingProxyType
from uuid import UUID

from storage.database import Row
from storage.records import (
    Companion,
    Found,
    KnownPerson,
    MemoryType,
    Message,
    ProfileLine,
    ProfileSection,
)
from storage.records.mood import ToldMood
from storage.records.outreach import QuietHours
from storage.records.recall import Fact, InMind
from storage.rows import companion_of, heard_memory_of, known_person_of, message_of, profile_of

SECTIONS: Mapping[MemoryType, ProfileSection] = MappingProxyType(
    {
        "identity": "basic",
        "preference": "interests",
        "life_event": "recent",
        "emotion": "recent",
        "relationship": "recent",
        "shared": "moments",
        "milestone": "moments",
        "routine": "routines",
    }
)
"""Where in MEMORY.md a memory of each type stands that was told to another companion."""


def quiet_of(row: Row | None) -> QuietHours | None:
    """Return the quiet hours in a row, if there are any."""
    if row is None:
        return None
    return QuietHours(start=time.fromisoformat(row["start"]), end=time.fromisoformat(row["end"]))


def companion_from_json(row: Row) -> Companion:
    """Return the companion that JSON held."""
    row["id"] = UUID(row["id"])
    return companion_of(row)


def message_from_json(row: Row) -> Message:
    """Return the message that JSON held."""
    return message_of(row | {"id": UUID(row["id"]), "created_at": _moment(row["created_at"])})


def shared_lines(heard: Iterable[tuple[UUID, MemoryType, str]]) -> tuple[ProfileLine, ...]:
    """Return memories that everyone may know as lines of MEMORY.md.

    They are read anew for every prompt and never copied: what is not shared any more is gone.
    """
    return tuple(
        ProfileLine(section=SECTIONS[kind], text=content, memory_id=memory_id)
        for memory_id, kind, content in heard
    )


def profile_in(state: Row) -> tuple[ProfileLine, ...]:
    """Return the lines of MEMORY.md, with what everyone may know."""
    heard = ((UUID(one["id"]), one["type"], one["content"]) for one in state["shared"] or ())
    return (*_own_profile(state), *shared_lines(heard))


def _own_profile(state: Row) -> tuple[ProfileLine, ...]:
    if state["profile"] is not None:
        return profile_of([{"lines": state["profile"]}])
    return tuple(
        ProfileLine(
            section="basic" if fact["type"] == "identity" else "interests",
            text=fact["content"],
            memory_id=UUID(fact["id"]),
        )
        for fact in state["facts"] or ()
    )


def known_person_from_json(row: Row) -> KnownPerson:
    """Return the somebody that JSON held."""
    row["id"] = UUID(row["id"])
    row["merged_into"] = UUID(row["merged_into"]) if row["merged_into"] else None
    for moment in ("first_mentioned_at", "last_mentioned_at"):
        row[moment] = _moment(row[moment])
    return known_person_of(row)


def facts_about(rows: list[Row]) -> dict[UUID, tuple[Fact, ...]]:
    """Return what memories tell of each known person."""
    facts = defaultdict[UUID, list[Fact]](list)
    for row in rows:
        known_person_id = UUID(row.pop("known_person_id"))
        told = row | {"id": UUID(row["id"]), "learned_at": _moment(row["learned_at"])}
        facts[known_person_id].append(Fact(**told))
    return {known_person_id: tuple(told) for known_person_id, told in facts.items()}


def told_mood_of(row: Row | None) -> ToldMood | None:
    """Return the mood that was told last, if one was."""
    if row is None or row["label"] is None:
        return None
    return ToldMood(label=row["label"], said_at=_moment(row["said_at"]))


def in_mind_of(row: Row) -> InMind:
    """Return the thought that JSON held."""
    return InMind(id=UUID(row["id"]), text=row["text"], good_until=_moment(row["good_until"]))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def found_memory_of(row: Row, agent_id: str | None) -> Found:
    """Return the memory in a row as it was found, as a companion may know it."""
    vector_score, keyword_score = row.pop("vector_score"), row.pop("keyword_score")
    episode_title = row.pop("episode_title")
    memory = heard_memory_of(row, agent_id)
    return Found(
        id=memory.id,
        source="memory",
        text=memory.content,
        said_at=memory.learned_at,
        vector_score=vector_score,
        keyword_score=keyword_score,
        memory=memory,
        episode_id=memory.episode_id,
        episode_title=episode_title if memory.episode_id else None,
    )
