"""The file in which what is remembered travels, as JSON: one version, checked to the last value."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from storage.records import (
    Episode,
    KnownPerson,
    Luggage,
    Memory,
    MemoryChange,
    MemorySource,
    Preference,
)
from storage.records.loops import OpenLoop
from storage.records.outreach import OutreachSettings
from storage.records.personality import Personality, Snapshot
from storage.records.reminder import Reminder
from tools.memory.packed import (
    PackedChange,
    PackedEpisode,
    PackedLine,
    PackedMemory,
    PackedPerson,
    PackedPreference,
    PackedSource,
)
from tools.memory.packing import (
    Moment,
    Packed,
    PackedLoop,
    PackedOutreach,
    PackedQuiet,
    PackedReminder,
    PackedSnapshot,
    PackedThought,
)

FORMAT: Literal["miolumi-memories"] = "miolumi-memories"

VERSION: Literal[1] = 1
"""Of the file; a program that writes another one refuses this, and the other way round."""

MOST_ENTRIES = 10_000
"""Memories, messages, people and so on of one file; a talk of years makes some hundreds."""


class ImportRefused(ValueError):
    """This file cannot be read; nothing of it was taken."""


class File(Packed):
    """The whole file."""

    format: Literal["miolumi-memories"] = FORMAT
    version: Literal[1] = VERSION
    exported_at: Moment
    agent_id: str | None = None
    memories: Annotated[tuple[PackedMemory, ...], Field(max_length=MOST_ENTRIES)] = ()
    preferences: Annotated[tuple[PackedPreference, ...], Field(max_length=MOST_ENTRIES)] = ()
    people: Annotated[tuple[PackedPerson, ...], Field(max_length=MOST_ENTRIES)] = ()
    episodes: Annotated[tuple[PackedEpisode, ...], Field(max_length=MOST_ENTRIES)] = ()
    changes: Annotated[tuple[PackedChange, ...], Field(max_length=MOST_ENTRIES)] = ()
    sources: Annotated[tuple[PackedSource, ...], Field(max_length=MOST_ENTRIES)] = ()
    snapshots: Annotated[tuple[PackedSnapshot, ...], Field(max_length=MOST_ENTRIES)] = ()
    profile: Annotated[tuple[PackedLine, ...], Field(max_length=100)] = ()
    counts: dict[str, int] = Field(default_factory=dict)
    loops: Annotated[tuple[PackedLoop, ...], Field(max_length=MOST_ENTRIES)] = ()
    reminders: Annotated[tuple[PackedReminder, ...], Field(max_length=MOST_ENTRIES)] = ()
    thoughts: Annotated[tuple[PackedThought, ...], Field(max_length=MOST_ENTRIES)] = ()
    outreach: PackedOutreach | None = None


def file_of(luggage: Luggage, *, agent_id: str | None, now: datetime) -> File:
    """Return what is remembered as it travels."""
    return File(
        exported_at=now,
        agent_id=agent_id,
        memories=tuple(
            PackedMemory(**_values(one, PackedMemory), known_people=luggage.about.get(one.id, ()))
            for one in luggage.memories
        ),
        preferences=tuple(_packed(one, PackedPreference) for one in luggage.preferences),
        people=tuple(_packed(one, PackedPerson) for one in luggage.people),
        episodes=tuple(_packed(one, PackedEpisode) for one in luggage.episodes),
        changes=tuple(_packed(one, PackedChange) for one in luggage.changes),
        sources=tuple(_packed(one, PackedSource) for one in luggage.sources),
        snapshots=tuple(
            PackedSnapshot(**_values(one, PackedSnapshot), **vars(one.personality))
            for one in luggage.snapshots
        ),
        profile=tuple(_packed(one, PackedLine) for one in luggage.profile),
        counts=dict(luggage.reasons),
        loops=tuple(_packed(one, PackedLoop) for one in luggage.loops),
        reminders=tuple(_packed(one, PackedReminder) for one in luggage.reminders),
        thoughts=tuple(_packed(one, PackedThought) for one in luggage.thoughts),
        outreach=_agreed(luggage.outreach),
    )


def _agreed(settings: OutreachSettings | None) -> PackedOutreach | None:
    if settings is None:
        return None
    values = _values(settings, PackedOutreach) | {"kinds": tuple(sorted(settings.kinds))}
    quiet = settings.quiet and _packed(settings.quiet, PackedQuiet)
    return PackedOutreach.model_validate(values | {"quiet": quiet})


def as_json(file: File) -> str:
    """Return a file as JSON, indented to be read."""
    return file.model_dump_json(indent=2) + "\n"


def read_json(body: bytes) -> File:
    """Return a file that is JSON.

    Raises:
        ImportRefused: it is broken, of another version, or has a value that cannot be.
    """
    try:
        return File.model_validate_json(body)
    except ValidationError as error:
        raise ImportRefused(_told(error)) from error


def luggage_of(file: File) -> Luggage:
    """Return what a file holds, as it is remembered."""
    return Luggage(
        memories=tuple(Memory(**_values(one, Memory), agent_id=None) for one in file.memories),
        about={one.id: one.known_people for one in file.memories if one.known_people},
        people=tuple(
            KnownPerson(**_values(one, KnownPerson), agent_id=None) for one in file.people
        ),
        preferences=tuple(
            Preference(**_values(one, Preference), agent_id=None) for one in file.preferences
        ),
        episodes=tuple(
            Episode(**_values(one, Episode), agent_id=None, first_position=0, last_position=0)
            for one in file.episodes
        ),
        changes=tuple(MemoryChange(**_values(one, MemoryChange)) for one in file.changes),
        sources=tuple(MemorySource(**_values(one, MemorySource)) for one in file.sources),
        snapshots=tuple(
            Snapshot(
                **_values(one, Snapshot),
                personality=Personality(**_values(one, Personality)),
            )
            for one in file.snapshots
        ),
        loops=tuple(OpenLoop(**_values(one, OpenLoop), agent_id=None) for one in file.loops),
        reminders=tuple(
            Reminder(**_values(one, Reminder), agent_id=None) for one in file.reminders
        ),
        reasons=file.counts,
    )


def _packed(record: object, kind: type[Any]) -> Any:
    return kind(**_values(record, kind))


def _values(source: object, kind: type[Any]) -> dict[str, Any]:
    """Return what two forms of one thing have in common."""
    wanted: Mapping[str, Any] = getattr(kind, "model_fields", None) or kind.__dataclass_fields__
    return {name: getattr(source, name) for name in wanted if hasattr(source, name)}


def _told(error: ValidationError) -> str:
    """Return what is wrong with a file in a person's words: the first thing is enough."""
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    if first["type"] == "json_invalid":
        return "This file is not whole: it ends too early or was damaged. Export it again."
    if place == "format":
        return f"This is no export of memories: its `format` is not {FORMAT!r}."
    if place == "version":
        return f"This export is of another version than {VERSION}, which is the one read here."
    return f"This export has something in it that cannot be: {place}: {first['msg']}."
