"""By which ids the things of a file are known here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar
from uuid import UUID, uuid5

from storage.records import Belongings, Episode, KnownPerson, Luggage, Memory, Preference
from tools.memory.likeness import plain
from tools.memory.merge import content_hash

T = TypeVar("T", Memory, KnownPerson, Preference, Episode)


@dataclass(frozen=True, kw_only=True)
class Ids:
    """By which id each thing of a file is known here."""

    memories: Mapping[UUID, UUID]
    people: Mapping[UUID, UUID]
    preferences: Mapping[UUID, UUID]
    episodes: Mapping[UUID, UUID]


def ids_of(luggage: Luggage, belongings: Belongings, owner: UUID) -> Ids:
    """Return the ids of luggage as they are for its new owner; what is there stays."""
    hashes = {fingerprint: own for own, fingerprint in belongings.memories.items()}
    same = {(plain(name), kind): own for own, (name, kind) in belongings.people.items()}
    said = {value: own for own, value in belongings.preferences.items()}
    begun = {value: own for own, value in belongings.episodes.items()}
    return Ids(
        memories={
            one.id: hashes.get(content_hash(one.content))
            or own_id(one.id, belongings.memories, owner)
            for one in luggage.memories
        },
        people={
            one.id: same.get((plain(one.name), one.relationship))
            or own_id(one.id, belongings.people, owner)
            for one in luggage.people
        },
        preferences={
            one.id: said.get((one.key, one.value)) or own_id(one.id, belongings.preferences, owner)
            for one in luggage.preferences
        },
        episodes={
            one.id: begun.get((one.started_at, one.title))
            or own_id(one.id, belongings.episodes, owner)
            for one in luggage.episodes
        },
    )


def own_id(number: UUID, there: Mapping[UUID, object], owner: UUID) -> UUID:
    """Return an id that is theirs: the same if it is already, else one made anew, always alike."""
    return number if number in there else uuid5(owner, str(number))


def not_there(
    things: Iterable[T], ids: Mapping[UUID, UUID], there: Mapping[UUID, object]
) -> list[T]:
    """Return what is not there yet, each once."""
    new: dict[UUID, T] = {}
    for one in things:
        if ids[one.id] not in there:
            new.setdefault(ids[one.id], one)
    return list(new.values())


def without_circles(things: Iterable[T], link: str) -> list[T]:
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


def known_here(numbers: Iterable[UUID], ids: Mapping[UUID, UUID]) -> tuple[UUID, ...]:
    """Return the numbers that are known, as they are here."""
    return tuple(ids[number] for number in numbers if number in ids)
