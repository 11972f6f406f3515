"""Between rows and records."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from storage.database import Row
from storage.records import (
    Companion,
    EmotionState,
    Found,
    KnownPerson,
    Memory,
    Message,
    MessageIndex,
    ProfileLine,
    RecentMemories,
)

LONGEST_LEXEME = 2046
"""Bytes of one keyword that PostgreSQL can index."""


def message_of(row: Row) -> Message:
    """Return the message in a row."""
    emotion, media_urls = row.pop("emotion_state"), tuple(row.pop("media_urls"))
    return Message(
        **row, media_urls=media_urls, emotion=EmotionState(**emotion) if emotion else None
    )


def memory_of(row: Row) -> Memory:
    """Return the memory in a row."""
    people, sources = tuple(row.pop("people")), tuple(row.pop("source_message_ids"))
    return Memory(**row, people=people, source_message_ids=sources)


def heard_memory_of(row: Row, agent_id: str | None) -> Memory:
    """Return the memory in a row as a companion may know it.

    Of one that another was told, and everyone may know, there are the words alone: not the sentence
    they rest on, its talk, or a name that does not stand in them.
    """
    memory = memory_of(row)
    if memory.agent_id == agent_id:
        return memory
    said = memory.content.casefold()
    return replace(
        memory,
        quote="",
        source_message_ids=(),
        episode_id=None,
        people=tuple(name for name in memory.people if name.casefold() in said),
    )


def known_person_of(row: Row) -> KnownPerson:
    """Return the somebody in a row."""
    aliases = tuple(row.pop("aliases"))
    return KnownPerson(**row, aliases=aliases)


def profile_of(rows: list[Row]) -> tuple[ProfileLine, ...]:
    """Return the lines of MEMORY.md; none before it was first written."""
    return tuple(_profile_line(line) for row in rows for line in row["lines"])


def found_message_of(row: Row) -> Found:
    """Return the search hit in a row of a message."""
    return Found(source="message", text=row.pop("content"), said_at=row.pop("created_at"), **row)


def recent_memories_of(rows: list[Row]) -> RecentMemories:
    """Return the rolling fields; empty ones before the first turn."""
    return RecentMemories(**rows[0]) if rows else RecentMemories()


def companion_of(row: Row) -> Companion:
    """Return the companion in a row."""
    emotion = row.pop("emotion_state")
    return Companion(**row, emotion=EmotionState(**emotion))


def index_values(index: MessageIndex | None) -> dict[str, Any]:
    """Return what makes a message findable, as the values of a statement."""
    if index is None:
        return {"terms": None, "vector": None, "embedder": None}
    return {"terms": lexemes(index.terms), "vector": index.vector, "embedder": index.embedder}


def lexemes(terms: Sequence[str]) -> list[str]:
    """Return the terms that can be indexed, each once."""
    fitting = (term for term in terms if 0 < len(term.encode()) <= LONGEST_LEXEME)
    return list(dict.fromkeys(fitting))


def quoted(terms: Sequence[str]) -> list[str]:
    """Return each term as the text of a query for exactly that term."""
    return ["'" + term.replace("\\", "\\\\").replace("'", "''") + "'" for term in lexemes(terms)]


def scope_values(person_id: UUID, agent_id: str | None) -> dict[str, Any]:
    """Return whose rows a statement is about.

    Row-level security keeps an expression from an index, so the stream is a value of its own.
    """
    return {"person_id": person_id, "agent_id": agent_id, "stream": agent_id or ""}


def _profile_line(line: dict[str, Any]) -> ProfileLine:
    sources = {name: UUID(line[name]) for name in ("memory_id", "preference_id") if line[name]}
    return ProfileLine(section=line["section"], text=line["text"], **sources)
