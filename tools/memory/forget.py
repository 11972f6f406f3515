"""What has to go with something that a person wants to be forgotten."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from storage.records import Everything, KnownPerson, Memory, Oblivion, Preference, Wish
from tools.memory.likeness import plain
from tools.memory.traces import Traces, is_named, traces_of


def oblivion(wish: Wish, everything: Everything) -> Oblivion:
    """Return everything that goes with a wish; nothing when it names nothing that is there.

    With a memory go its other wordings, what the person corrected it from, what rests on the same
    words, and preferences and people of which nothing else is known. With somebody goes everything
    about them; with a preference every memory that rests on its words. What was concluded from any
    of it goes too, and leaves what it was concluded from as it is when it is forgotten itself.
    """
    stated = tuple(one for one in everything.memories if one.origin != "reflection")
    gone = _told(wish, replace(everything, memories=stated))
    return replace(gone, memories=gone.memories | _concluded(wish, gone, everything))


def _concluded(wish: Wish, gone: Oblivion, everything: Everything) -> frozenset[UUID]:
    """Return the conclusions that go: the one meant, and those that rest on what goes."""
    named = {plain(name) for name in gone.traces.names}
    return frozenset(
        one.id
        for one in everything.memories
        if one.origin == "reflection"
        and (
            one.id == wish.memory_id
            or not gone.sources.isdisjoint(one.source_message_ids)
            or not gone.people.isdisjoint(everything.about.get(one.id, ()))
            or any(is_named(name, plain(one.content)) for name in named)
        )
    )


def _told(wish: Wish, everything: Everything) -> Oblivion:
    """Return what goes of what the person told."""
    same = _same_people(wish.known_person_id, everything.people)
    named = frozenset(plain(name) for one in same for name in (one.name, *one.aliases))
    preferences = [one for one in everything.preferences if one.id == wish.preference_id]
    memories = _spread(
        [
            memory
            for memory in everything.memories
            if memory.id == wish.memory_id
            or _is_about(memory, everything, same, named)
            or any(_shares_words(memory, preference) for preference in preferences)
        ],
        everything.memories,
    )
    preferences += _preferences(memories, everything.preferences, but=preferences)
    return _oblivion(memories, preferences, same, everything)


def _oblivion(
    memories: Sequence[Memory],
    preferences: Sequence[Preference],
    same: Sequence[KnownPerson],
    everything: Everything,
) -> Oblivion:
    gone = [memory.id for memory in memories] + [one.id for one in preferences]
    texts = [text for one in memories for text in (one.content, one.quote)]
    texts += [text for one in preferences for text in (one.value, one.quote)]
    kept = [text for one in everything.memories if one.id not in gone for text in _texts(one)]
    kept += [text for one in everything.preferences if one.id not in gone for text in _words(one)]
    touched = _touched(memories, everything)
    sources = frozenset(_sources(memories, preferences))
    mentions = len(sources)
    people = [*same, *(one for one in touched if _is_unknown(one, texts, kept, mentions))]
    staying = [one for one in touched if one not in people]
    known = [name for one in staying for name in (one.name, *one.aliases)]
    names = [name for one in people for name in (one.name, *one.aliases)]
    names += [name for one in memories for name in one.people]
    return Oblivion(
        traces=_forced(traces_of(texts, names=names, kept=[*kept, *known]), same),
        memories=frozenset(memory.id for memory in memories),
        preferences=frozenset(one.id for one in preferences),
        people=frozenset(one.id for one in people),
        changed_people=tuple(
            changed for one in staying if (changed := _without(one, texts, kept)) != one
        ),
        sources=sources,
    )


def _forced(traces: Traces, same: Sequence[KnownPerson]) -> Traces:
    """Let the names of somebody who is to be forgotten tell, whatever else has them."""
    names = {plain(name) for one in same for name in (one.name, *one.aliases)}
    return replace(traces, names=traces.names | names)


def _spread(first: Sequence[Memory], memories: Sequence[Memory]) -> list[Memory]:
    """Return memories with their other wordings and those that rest on the same words."""
    gone = {memory.id: memory for memory in first}
    while True:
        more = [
            memory
            for memory in memories
            if memory.id not in gone and any(_is_one(memory, other) for other in gone.values())
        ]
        if not more:
            return list(gone.values())
        gone |= {memory.id: memory for memory in more}


def _is_one(one: Memory, other: Memory) -> bool:
    return (
        _reworded(one, other)
        or _reworded(other, one)
        or (
            not set(one.source_message_ids).isdisjoint(other.source_message_ids)
            and _overlap(one.quote, other.quote)
        )
    )


def _reworded(old: Memory, new: Memory) -> bool:
    return old.superseded_by == new.id and old.superseded_as in {"merged", "corrected"}


def _overlap(one: str, other: str) -> bool:
    first, second = plain(one), plain(other)
    return bool(first and second) and (first in second or second in first)


def _same_people(known_person_id: UUID | None, people: Sequence[KnownPerson]) -> list[KnownPerson]:
    """Return somebody with everybody who turned out to be them, and who they turned out to be."""
    same = [one for one in people if one.id == known_person_id]
    while True:
        ids = {one.id for one in same} | {one.merged_into for one in same if one.merged_into}
        more = [
            one for one in people if one not in same and (one.id in ids or one.merged_into in ids)
        ]
        if not more:
            return same
        same += more


def _is_about(
    memory: Memory, everything: Everything, same: Sequence[KnownPerson], named: frozenset[str]
) -> bool:
    about = everything.about.get(memory.id, frozenset())
    return any(one.id in about for one in same) or any(
        plain(name) in named for name in memory.people
    )


def _shares_words(memory: Memory, preference: Preference) -> bool:
    return preference.source_message_id in memory.source_message_ids and _overlap(
        memory.quote, preference.quote
    )


def _preferences(
    memories: Sequence[Memory], preferences: Iterable[Preference], *, but: Sequence[Preference]
) -> list[Preference]:
    """Return the preferences that rest on the same words, or say the same."""
    texts = [text for memory in memories for text in _texts(memory)]
    texts += [text for one in but for text in _words(one)]
    return [
        one
        for one in preferences
        if one not in but
        and (any(_shares_words(memory, one) for memory in memories) or _stands_in(one.value, texts))
    ]


def _touched(memories: Sequence[Memory], everything: Everything) -> list[KnownPerson]:
    """Return whom the memories are about, by link or by name."""
    about: set[UUID] = set()
    about = about.union(*(everything.about.get(memory.id, ()) for memory in memories))
    named = {plain(name) for memory in memories for name in memory.people}
    return [
        one
        for one in everything.people
        if one.id in about or not named.isdisjoint(map(plain, (one.name, *one.aliases)))
    ]


def _is_unknown(
    person: KnownPerson, texts: Sequence[str], kept: Sequence[str], mentions: int
) -> bool:
    """Return whether nothing is known of somebody but what goes, which mentions them so often."""
    if any(_stands_in(name, kept) for name in (person.name, *person.aliases)):
        return False
    if person.mention_count <= mentions:
        return True
    facts = [*person.attributes.values(), *([person.relationship] if person.relationship else ())]
    return all(_stands_in(fact, texts) for fact in facts)


def _without(person: KnownPerson, texts: Sequence[str], kept: Sequence[str]) -> KnownPerson:
    """Return somebody without what is known of them from what goes alone."""

    def stays(fact: str) -> bool:
        return not _stands_in(fact, texts) or _stands_in(fact, kept)

    return replace(
        person,
        aliases=tuple(filter(stays, person.aliases)),
        relationship=_if(stays, person.relationship),
        attributes={name: value for name, value in person.attributes.items() if stays(value)},
    )


def _if(stays: Callable[[str], bool], fact: str | None) -> str | None:
    return fact if fact is not None and stays(fact) else None


def _stands_in(words: str, texts: Iterable[str]) -> bool:
    wanted = plain(words)
    return bool(wanted) and any(is_named(wanted, plain(text)) for text in texts)


def _sources(memories: Iterable[Memory], preferences: Iterable[Preference]) -> Iterable[UUID]:
    for memory in memories:
        yield from memory.source_message_ids
    for preference in preferences:
        if preference.source_message_id is not None:
            yield preference.source_message_id


def _texts(memory: Memory) -> tuple[str, ...]:
    return memory.content, memory.quote, *memory.people


def _words(preference: Preference) -> tuple[str, ...]:
    return preference.value, preference.quote
