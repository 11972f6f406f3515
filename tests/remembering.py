"""Somebody of whom things are remembered, for tests."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from storage.database import Database
from storage.forgetting import Forgetting, Ways
from storage.memories import Memories
from storage.records import (
    Consolidation,
    Kept,
    KnownPerson,
    Memory,
    MemoryQuestion,
    NewMemory,
    Preference,
    ProfileLine,
    Supersession,
)
from storage.remembered import Remembered
from tests.factories import make_memory
from tools.memory.forget import oblivion
from tools.memory.merge import content_hash
from tools.text.terms import terms_of

_readings = count(1_000)


def as_it_stands(kept: Kept, now: datetime) -> Sequence[ProfileLine]:
    """The lines of MEMORY.md, none of them written anew."""
    return kept.profile


def make_forgetting(database: Database) -> Forgetting:
    """What forgets in a database, by the rules of the program."""
    ways = Ways(oblivion=oblivion, rewrite=as_it_stands, terms_of=terms_of)
    return Forgetting(database, ways=ways)


def memory(content: str, *, now: datetime, **changes: Any) -> NewMemory:
    """A memory about to be stored, as a reading makes it."""
    values: dict[str, Any] = {"content_hash": content_hash(content), "terms": terms_of(content)}
    return make_memory(content, now=now, **(values | changes))


def somebody(name: str, *, now: datetime, **changes: object) -> KnownPerson:
    """Somebody in a person's life."""
    values = {"first_mentioned_at": now, "last_mentioned_at": now}
    return KnownPerson(id=uuid4(), agent_id=None, name=name, **(values | changes))  # type: ignore[arg-type]


def preference(key: str, value: str, *, now: datetime, **changes: object) -> Preference:
    """A preference about to be stored."""
    values = {"confidence": 0.9, "quote": value, "source_message_id": None}
    return Preference(
        id=uuid4(),
        agent_id=None,
        key=key,
        value=value,
        learned_at=now,
        **(values | changes),  # type: ignore[arg-type]
    )


async def read(
    database: Database,
    person_id: UUID,
    *added: NewMemory,
    now: datetime,
    agent_id: str | None = None,
    superseded: Mapping[UUID, UUID] | None = None,
    people: Sequence[KnownPerson] = (),
    preferences: Sequence[Preference] = (),
    profile: Sequence[ProfileLine] | None = None,
    **changes: object,
) -> None:
    """Let a reading of a talk add memories, and outdate some by others."""
    memories = Memories(database)
    forgets = (await memories.recent(person_id, agent_id)).forgets
    gone = (superseded or {}).items()
    values: dict[str, Any] = {"forgets": forgets} | changes
    change = Consolidation(
        read_to=next(_readings),
        added=added,
        superseded=tuple(
            Supersession(memory_id=old, successor_id=new, until=now) for old, new in gone
        ),
        people=tuple(people),
        preferences=tuple(preferences),
        profile=None if profile is None else tuple(profile),
        **values,
    )
    assert await memories.consolidate(person_id, agent_id, change, spendings=(), now=now)


async def held(
    database: Database, person_id: UUID, agent_id: str | None = None, **question: object
) -> list[str]:
    """The memories that fit a question, in words, newest first."""
    page = await Remembered(database).page(
        person_id,
        agent_id,
        MemoryQuestion(**question),  # type: ignore[arg-type]
    )
    return [memory.content for memory in page.memories]


async def the(database: Database, person_id: UUID, content: str) -> Memory:
    """The memory of these words."""
    page = await Remembered(database).page(
        person_id, None, MemoryQuestion(state="all", text=content)
    )
    [found] = [memory for memory in page.memories if memory.content == content]
    return found
