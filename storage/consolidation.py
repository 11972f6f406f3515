"""What one reading of a talk writes."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from psycopg.types.json import Jsonb

from storage.database import Statement
from storage.loops import loop_statements
from storage.records import (
    Consolidation,
    Episode,
    KnownPerson,
    NewMemory,
    Preference,
    ProfileLine,
)
from storage.rows import lexemes

Values = dict[str, Any]


def consolidation_statements(scope: Values, change: Consolidation) -> Iterator[Statement]:
    """Yield what a reading changes, in order: what is pointed at comes before what points.

    Args:
        scope: whose memories, and `now`.
        change: the reading.
    """
    for episode in change.episodes:
        yield from _episode(scope, episode)
    for person in change.people:
        yield "save_known_person", scope | known_person_values(person)
    yield from _memories(scope, change)
    yield from _preferences(scope, change)
    for gone in change.superseded:
        yield "let_go_preferences", scope | {"memory_id": gone.memory_id}
    if change.pruned:
        yield "prune_memories", scope | {"memory_ids": list(change.pruned)}
    if change.profile is not None:
        yield "save_profile", scope | {"lines": profile_value(change.profile)}
    if change.counts:
        counted = {"reasons": list(change.counts), "counts": list(change.counts.values())}
        yield "count_candidates", scope | counted
    yield from loop_statements(scope, change.opened_loops, change.loop_changes)


def new_memory_statements(scope: Values, memory: NewMemory) -> Iterator[Statement]:
    """Yield what stores one memory and whom it is about."""
    yield "add_memory", scope | _memory_values(memory)
    if memory.known_people:
        known = {"memory_id": memory.id, "known_people": list(memory.known_people)}
        yield "link_people", scope | known


def known_person_values(person: KnownPerson) -> Values:
    """Return how somebody in a person's life is stored."""
    return {
        "known_person_id": person.id,
        "name": person.name,
        "aliases": list(person.aliases),
        "relationship": person.relationship,
        "attributes": Jsonb(dict(person.attributes)),
        "first_mentioned_at": person.first_mentioned_at,
        "last_mentioned_at": person.last_mentioned_at,
        "mention_count": person.mention_count,
        "merged_into": person.merged_into,
    }


def profile_value(lines: Sequence[ProfileLine]) -> Jsonb:
    """Return how MEMORY.md is stored."""
    return Jsonb([{name: _plain(value) for name, value in asdict(line).items()} for line in lines])


def _episode(scope: Values, episode: Episode) -> Iterator[Statement]:
    values = scope | vars(episode) | {"episode_id": episode.id, "agent_id": scope["agent_id"]}
    yield "save_episode", values
    yield "place_messages", values


def _memories(scope: Values, change: Consolidation) -> Iterator[Statement]:
    for memory_id, mentioned_at in change.mentioned.items():
        yield "mention_memory", scope | {"memory_id": memory_id, "mentioned_at": mentioned_at}
    for memory_id, better in change.replaced.items():
        old = scope | {"memory_id": memory_id, "content_hash": better.content_hash}
        yield "retire_memory", old
        yield from new_memory_statements(scope, better)
        yield "link_successor", old
    for added in change.added:
        yield from new_memory_statements(scope, added)
    for gone in change.superseded:
        yield "outdate_memory", scope | vars(gone)


def _preferences(scope: Values, change: Consolidation) -> Iterator[Statement]:
    for preference in change.preferences:
        yield "add_preference", scope | _preference_values(preference)
    for old, new in change.outdated_preferences.items():
        yield "outdate_preference", scope | {"preference_id": old, "successor_id": new}


def _memory_values(memory: NewMemory) -> Values:
    return vars(memory) | {
        "memory_id": memory.id,
        "terms": lexemes(memory.terms),
        "people": list(memory.people),
        "source_message_ids": list(memory.source_message_ids),
    }


def _preference_values(preference: Preference) -> Values:
    return {
        "preference_id": preference.id,
        "key": preference.key,
        "value": preference.value,
        "confidence": preference.confidence,
        "quote": preference.quote,
        "source_message_id": preference.source_message_id,
        "learned_at": preference.learned_at,
    }


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, str) else str(value)
