"""What of a file of memories is new, and by which ids it will be known."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime
from uuid import UUID, uuid5

from storage.records import (
    Belongings,
    Episode,
    KnownPerson,
    Luggage,
    Memory,
    MemoryChange,
    Preference,
    Unloading,
    Unpacked,
)
from storage.records.loops import OpenLoop
from storage.records.reminder import NewReminder, Reminder
from tools.memory.evidence import is_placeholder, is_refusal
from tools.memory.likeness import plain
from tools.memory.own_ids import Ids, ids_of, known_here, not_there, own_id, without_circles
from tools.memory.unpacking import Unpacking, with_terms
from tools.personality.change import may_be_brought, renumbered
from tools.personality.words import personality_text

FIRST_POSITION = -(2**62)
"""Where stretches of talk from elsewhere are put: before everything that is said here."""


def unpacked(luggage: Luggage, belongings: Belongings, *, owner: UUID) -> Unpacking:
    """Return what is new of luggage: the same file brought twice adds nothing the second time.

    Every id is made anew for its new owner, unless it is one of theirs already: a file never
    touches the rows of anybody else. A memory whose words are there already is the same memory, and
    somebody of the same name and relationship the same person.
    """
    rejected = Counter(reason for one in luggage.memories if (reason := _junk(one)))
    states = [] if belongings.has_snapshots else list(luggage.snapshots)
    fit = [one for one in states if may_be_brought(one)]
    rejected.update("personality" for _ in range(len(states) - len(fit)))
    sound = [one for one in luggage.memories if not _junk(one)]
    ids = ids_of(luggage, belongings, owner)
    memories = not_there(without_circles(sound, "superseded_by"), ids.memories, belongings.memories)
    people = not_there(
        without_circles(luggage.people, "merged_into"), ids.people, belongings.people
    )
    preferences = not_there(luggage.preferences, ids.preferences, belongings.preferences)
    episodes = not_there(luggage.episodes, ids.episodes, belongings.episodes)
    brought = {one.id for one in memories} | {one.id for one in people}
    about = {ids.memories[one.id]: luggage.about.get(one.id, ()) for one in memories}
    unloading = Unloading(
        memories=tuple(_memory(one, ids) for one in memories),
        about={number: known_here(known, ids.people) for number, known in about.items()},
        people=tuple(_person(one, ids.people) for one in people),
        preferences=tuple(_preference(one, ids.preferences) for one in preferences),
        episodes=tuple(_episode(one, ids.episodes) for one in episodes),
        changes=tuple(
            _change(one, ids, owner)
            for one in luggage.changes
            if one.memory_id in brought or one.known_person_id in brought
        ),
        loops=_loops(luggage.loops, belongings, owner),
        reminders=_reminders(luggage.reminders, belongings, owner),
        snapshots=tuple((one, personality_text(one.personality)) for one in renumbered(fit)),
    )
    everything = len(sound) + len(luggage.people) + len(luggage.preferences)
    added = len(memories) + len(people) + len(preferences)
    return Unpacking(unloading=unloading, known=everything - added, rejected=rejected)


def _junk(memory: Memory) -> str | None:
    if is_placeholder(memory.content):
        return "placeholder"
    return "refusal" if is_refusal(memory.content) else None


def _memory(one: Memory, ids: Ids) -> Unpacked:
    successor = None if one.superseded_by is None else ids.memories.get(one.superseded_by)
    episode = None if one.episode_id is None else ids.episodes.get(one.episode_id)
    as_here = replace(one, id=ids.memories[one.id], superseded_by=successor, episode_id=episode)
    if as_here.superseded_at is None:
        as_here = replace(as_here, superseded_by=None, superseded_as=None)
    return with_terms(as_here)


def _person(one: KnownPerson, ids: Mapping[UUID, UUID]) -> KnownPerson:
    into = None if one.merged_into is None else ids.get(one.merged_into)
    return replace(one, id=ids[one.id], merged_into=into if into != ids[one.id] else None)


def _preference(one: Preference, ids: Mapping[UUID, UUID]) -> Preference:
    successor = None if one.superseded_by is None else ids.get(one.superseded_by)
    return replace(one, id=ids[one.id], superseded_by=successor)


def _episode(one: Episode, ids: Mapping[UUID, UUID]) -> Episode:
    beginning = datetime(1900, 1, 1, tzinfo=UTC)
    micros = int((one.started_at - beginning).total_seconds() * 1_000_000)
    place = FIRST_POSITION + micros
    return replace(one, id=ids[one.id], first_position=place, last_position=place)


def _loops(loops: Iterable[OpenLoop], belongings: Belongings, owner: UUID) -> tuple[OpenLoop, ...]:
    """Return the loops that are not there yet; two of the same words and time are one."""
    there = {(plain(event), begins) for event, begins in belongings.loops.values()}
    new = {(plain(one.event), one.happens_from): one for one in loops}
    return tuple(
        replace(one, id=own_id(one.id, belongings.loops, owner))
        for about, one in new.items()
        if about not in there and one.id not in belongings.loops
    )


def _reminders(
    reminders: Iterable[Reminder], belongings: Belongings, owner: UUID
) -> tuple[NewReminder, ...]:
    """Return the reminders that have not come and are not there yet."""
    kept = {field.name for field in fields(NewReminder)}
    new = (one for one in reminders if one.done_at is None and one.id not in belongings.reminders)
    return tuple(
        NewReminder(
            **{name: getattr(one, name) for name in kept - {"id"}},
            id=own_id(one.id, belongings.reminders, owner),
        )
        for one in new
    )


def _change(one: MemoryChange, ids: Ids, owner: UUID) -> MemoryChange:
    def here(number: UUID | None, known: Mapping[UUID, UUID]) -> UUID | None:
        return None if number is None else known.get(number)

    return replace(
        one,
        id=uuid5(owner, str(one.id)),
        memory_id=here(one.memory_id, ids.memories),
        successor_id=here(one.successor_id, ids.memories),
        known_person_id=here(one.known_person_id, ids.people),
    )
