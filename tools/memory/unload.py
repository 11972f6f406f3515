"""What of a file of memories is new, and by which ids it will be known."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, time, tzinfo
from typing import TypeVar
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
from tools.memory.foreign import ForeignMemory
from tools.memory.likeness import plain
from tools.memory.merge import content_hash
from tools.personality.change import may_be_brought, renumbered
from tools.personality.words import personality_text
from tools.text.terms import terms_of

FIRST_POSITION = -(2**62)
"""Where stretches of talk from elsewhere are put: before everything that is said here."""

T = TypeVar("T", Memory, KnownPerson, Preference, Episode)


@dataclass(frozen=True, kw_only=True)
class Unpacking:
    """What is to be stored, what was there already, and what was turned away."""

    unloading: Unloading = field(default_factory=Unloading)
    known: int = 0
    rejected: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, kw_only=True)
class _Ids:
    """By which id each thing of a file is known here."""

    memories: Mapping[UUID, UUID]
    people: Mapping[UUID, UUID]
    preferences: Mapping[UUID, UUID]
    episodes: Mapping[UUID, UUID]


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
    ids = _ids(luggage, belongings, owner)
    memories = _new(_without_circles(sound, "superseded_by"), ids.memories, belongings.memories)
    people = _new(_without_circles(luggage.people, "merged_into"), ids.people, belongings.people)
    preferences = _new(luggage.preferences, ids.preferences, belongings.preferences)
    episodes = _new(luggage.episodes, ids.episodes, belongings.episodes)
    brought = {one.id for one in memories} | {one.id for one in people}
    about = {ids.memories[one.id]: luggage.about.get(one.id, ()) for one in memories}
    unloading = Unloading(
        memories=tuple(_memory(one, ids) for one in memories),
        about={number: _mapped(known, ids.people) for number, known in about.items()},
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


def welcomed(
    foreign: Iterable[ForeignMemory],
    belongings: Belongings,
    *,
    owner: UUID,
    now: datetime,
    zone: tzinfo,
) -> Unpacking:
    """Return what is new of another assistant's notes, as memories of the person."""
    there = set(belongings.memories.values())
    memories: dict[str, Memory] = {}
    known = 0
    for one in foreign:
        fingerprint = content_hash(one.content)
        if fingerprint in there or fingerprint in memories:
            known += 1
            continue
        noted_at = now
        if one.noted_on is not None and one.noted_on < now.astimezone(zone).date():
            noted_at = datetime.combine(one.noted_on, time(12), zone)
        memories[fingerprint] = Memory(
            id=uuid5(owner, f"note {fingerprint}"),
            agent_id=None,
            type=one.type,
            content=one.content,
            quote=one.content,
            importance=one.importance,
            learned_at=noted_at,
            last_mentioned_at=noted_at,
            origin="import",
        )
    ready = tuple(_unpacked(memory) for memory in memories.values())
    return Unpacking(unloading=Unloading(memories=ready), known=known)


def together(one: Unpacking, other: Unpacking) -> Unpacking:
    """Return two in one; the memories of `other` come last."""
    memories = {unpacked.memory.id: unpacked for unpacked in other.unloading.memories}
    memories |= {unpacked.memory.id: unpacked for unpacked in one.unloading.memories}
    return Unpacking(
        unloading=replace(one.unloading, memories=tuple(memories.values())),
        known=one.known + other.known,
        rejected=one.rejected + other.rejected,
    )


def _junk(memory: Memory) -> str | None:
    if is_placeholder(memory.content):
        return "placeholder"
    return "refusal" if is_refusal(memory.content) else None


def _ids(luggage: Luggage, belongings: Belongings, owner: UUID) -> _Ids:
    hashes = {fingerprint: own for own, fingerprint in belongings.memories.items()}
    same = {(plain(name), kind): own for own, (name, kind) in belongings.people.items()}
    said = {value: own for own, value in belongings.preferences.items()}
    begun = {value: own for own, value in belongings.episodes.items()}
    return _Ids(
        memories={
            one.id: hashes.get(content_hash(one.content))
            or _own(one.id, belongings.memories, owner)
            for one in luggage.memories
        },
        people={
            one.id: same.get((plain(one.name), one.relationship))
            or _own(one.id, belongings.people, owner)
            for one in luggage.people
        },
        preferences={
            one.id: said.get((one.key, one.value)) or _own(one.id, belongings.preferences, owner)
            for one in luggage.preferences
        },
        episodes={
            one.id: begun.get((one.started_at, one.title))
            or _own(one.id, belongings.episodes, owner)
            for one in luggage.episodes
        },
    )


def _own(number: UUID, there: Mapping[UUID, object], owner: UUID) -> UUID:
    return number if number in there else uuid5(owner, str(number))


def _new(things: Iterable[T], ids: Mapping[UUID, UUID], there: Mapping[UUID, object]) -> list[T]:
    """Return what is not there yet, each once."""
    new: dict[UUID, T] = {}
    for one in things:
        if ids[one.id] not in there:
            new.setdefault(ids[one.id], one)
    return list(new.values())


def _without_circles(things: Iterable[T], link: str) -> list[T]:
    """Return things that point at each other without those links that lead back to their thing."""
    listed = list(things)
    onward = {one.id: getattr(one, link) for one in listed}
    for one in listed:
        passed, place = {one.id}, onward[one.id]
        while place is not None and place not in passed:
            passed.add(place)
            place = onward.get(place)
        if place is not None:
            onward[one.id] = None
    return [replace(one, **{link: onward[one.id]}) for one in listed]


def _mapped(numbers: Iterable[UUID], ids: Mapping[UUID, UUID]) -> tuple[UUID, ...]:
    return tuple(ids[number] for number in numbers if number in ids)


def _unpacked(memory: Memory) -> Unpacked:
    return Unpacked(
        memory=memory,
        content_hash=content_hash(memory.content),
        terms=tuple(terms_of(memory.content)),
    )


def _memory(one: Memory, ids: _Ids) -> Unpacked:
    successor = None if one.superseded_by is None else ids.memories.get(one.superseded_by)
    episode = None if one.episode_id is None else ids.episodes.get(one.episode_id)
    as_here = replace(one, id=ids.memories[one.id], superseded_by=successor, episode_id=episode)
    if as_here.superseded_at is None:
        as_here = replace(as_here, superseded_by=None, superseded_as=None)
    return _unpacked(as_here)


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
        replace(one, id=_own(one.id, belongings.loops, owner))
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
            id=_own(one.id, belongings.reminders, owner),
        )
        for one in new
    )


def _change(one: MemoryChange, ids: _Ids, owner: UUID) -> MemoryChange:
    def here(number: UUID | None, known: Mapping[UUID, UUID]) -> UUID | None:
        return None if number is None else known.get(number)

    return replace(
        one,
        id=uuid5(owner, str(one.id)),
        memory_id=here(one.memory_id, ids.memories),
        successor_id=here(one.successor_id, ids.memories),
        known_person_id=here(one.known_person_id, ids.people),
    )
