"""Who somebody that was spoken of is: one of the people already known, or somebody new."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from storage.records import KnownPerson
from tools.memory.episodes import EPISODE_GAP
from tools.memory.likeness import plain
from tools.memory.names import NameLikeness, folded_name, is_bare_surname, name_likeness
from tools.memory.people_merge import other_names, together
from tools.memory.relations import RelationLikeness, relation_likeness, relation_of

Company = Mapping[UUID, Collection[str]]
"""Folded names of those whom each known person was mentioned together with."""

_Key = TypeVar("_Key")

_BEST_FIRST: tuple[NameLikeness, ...] = ("same", "form", "part")


@dataclass(frozen=True, kw_only=True)
class PersonMention:
    """Somebody spoken of in one message."""

    name: str
    said_at: datetime
    aliases: tuple[str, ...] = ()
    relationship: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    apart: bool = False
    """They said that it is another person of that name."""


@dataclass(frozen=True, kw_only=True)
class Identified:
    """Who was meant."""

    people: tuple[KnownPerson, ...]
    """Everybody new or changed, as they are known now."""
    by_name: Mapping[str, UUID]
    """Whom each name means; a name that means two people in this reading is left out."""
    by_moment: Mapping[tuple[str, datetime], UUID]
    """Whom each folded name meant in the message of that time."""

    def whom(self, name: str, said_at: datetime) -> UUID | None:
        """Return whom a name meant in the message of a time; None rather than the wrong one."""
        return self.by_moment.get((folded_name(name), said_at)) or self.by_name.get(name)


def identify(
    mentions: Iterable[PersonMention],
    known: Sequence[KnownPerson],
    *,
    agent_id: str | None,
    new_id: Callable[[], UUID],
    company: Company | None = None,
) -> Identified:
    """Match what was said of people with those who are known, carefully.

    A name decides first: the same, a form of it, or a part that other things have to confirm. Those
    whose relation contradicts are out. When several are left, relation, what is known of them, the
    company they are mentioned in and who was spoken of just now decide, in this order. When nothing
    does, somebody new is better than the wrong one: two rows of one person can be merged later,
    two people in one row cannot be told apart again.
    """
    whole = {one.id: one for one in together(known)}
    rows = {one.id: one for one in known}
    meant: list[tuple[PersonMention, UUID]] = []
    for mention in sorted(mentions, key=lambda one: one.said_at):
        beside = [(one, person_id) for one, person_id in meant if one.said_at == mention.said_at]
        others = [one for one in whole.values() if not _is_taken(one, mention, beside)]
        found = _match(mention, others, company or {}, [folded_name(one.name) for one, _ in beside])
        row = _told(rows[found.id], mention) if found else _new(mention, agent_id, new_id())
        rows[row.id] = row
        whole[row.id] = _told(found, mention) if found else row
        meant.append((mention, row.id))
    before = {one.id: one for one in known}
    return Identified(
        people=tuple(row for row in rows.values() if before.get(row.id) != row),
        by_name=_clear((name, one_id) for one, one_id in meant for name in _all_names(one)),
        by_moment=_clear(
            ((folded_name(name), one.said_at), one_id)
            for one, one_id in meant
            for name in _all_names(one)
        ),
    )


def _all_names(mention: PersonMention) -> tuple[str, ...]:
    return mention.name, *mention.aliases


def _clear(meant: Iterable[tuple[_Key, UUID]]) -> dict[_Key, UUID]:
    """Return what means one person only."""
    found: dict[_Key, set[UUID]] = {}
    for key, person_id in meant:
        found.setdefault(key, set()).add(person_id)
    return {key: next(iter(ids)) for key, ids in found.items() if len(ids) == 1}


def _is_taken(
    person: KnownPerson, mention: PersonMention, beside: Iterable[tuple[PersonMention, UUID]]
) -> bool:
    """Return whether one message tells of two people of one name, and this is the other one."""
    return any(
        person_id == person.id
        and folded_name(one.name) == folded_name(mention.name)
        and _are_two(one, mention)
        for one, person_id in beside
    )


def _are_two(one: PersonMention, other: PersonMention) -> bool:
    if relation_likeness(one.relationship, other.relationship) in ("differ", "may_change"):
        return True
    both = one.attributes.keys() & other.attributes.keys()
    return any(plain(one.attributes[key]) != plain(other.attributes[key]) for key in both)


@dataclass(frozen=True, kw_only=True)
class _Candidate:
    person: KnownPerson
    name: NameLikeness
    relation: RelationLikeness
    support: tuple[int, ...]
    """Relation, shared attributes, shared company: what speaks for them, in order."""


def _match(
    mention: PersonMention, known: Sequence[KnownPerson], company: Company, beside: Sequence[str]
) -> KnownPerson | None:
    possible = [
        found for one in known if (found := _candidate(mention, one, company, beside)) is not None
    ]
    if mention.apart:
        # Reading the same message again must not make another of them.
        possible = [one for one in possible if one.person.first_mentioned_at == mention.said_at]
    if not is_bare_surname(mention.name):
        best = min((_BEST_FIRST.index(one.name) for one in possible), default=0)
        possible = [one for one in possible if one.name == _BEST_FIRST[best]]
    if len(possible) == 1:
        (only,) = possible
        return only.person if only.name != "part" or any(only.support) else None
    return _clearly_best(possible, mention.said_at) or _called_just_so(possible, mention.name)


def _clearly_best(possible: Sequence[_Candidate], now: datetime) -> KnownPerson | None:
    """Return the one of several whom something speaks for alone."""
    strongest = max((one.support for one in possible), default=())
    best = [one for one in possible if one.support == strongest]
    if len(best) == 1 and any(strongest):
        return best[0].person
    named = [one for one in best if one.name != "part"]
    recent = [one for one in named if abs(now - one.person.last_mentioned_at) < EPISODE_GAP]
    # Who is not known any closer collects what is unclear, instead of one more row each time.
    blank = [one for one in named if not one.person.relationship and not one.person.attributes]
    for few in (recent, blank):
        if len(few) == 1:
            return few[0].person
    return None


def _called_just_so(possible: Sequence[_Candidate], name: str) -> KnownPerson | None:
    """Return the only one who goes by exactly this name, when the others have longer ones."""
    exact = [one for one in possible if folded_name(one.person.name) == folded_name(name)]
    longer = [one for one in possible if one.name == "part"]
    return exact[0].person if len(exact) == 1 and len(longer) == len(possible) - 1 else None


def _candidate(
    mention: PersonMention, person: KnownPerson, company: Company, beside: Sequence[str]
) -> _Candidate | None:
    name = _name_likeness(mention, person)
    relation = relation_likeness(mention.relationship or _role(mention.name), person.relationship)
    if name is None and relation == "agree" and _role_stands_for(mention, person):
        name = "form"
    strict = is_bare_surname(mention.name) and relation == "may_change"
    if name is None or relation == "differ" or strict:
        return None
    shared = len(
        set(map(plain, mention.attributes.values())) & set(map(plain, person.attributes.values()))
    )
    met = len({folded_name(one) for one in company.get(person.id, ())} & set(beside))
    support = (int(relation == "agree"), shared, met)
    return _Candidate(person=person, name=name, relation=relation, support=support)


def _name_likeness(mention: PersonMention, person: KnownPerson) -> NameLikeness | None:
    likenesses: Iterable[NameLikeness | None] = (
        name_likeness(one, other)
        for one in (mention.name, *mention.aliases)
        for other in (person.name, *person.aliases)
    )
    alike = {one for one in likenesses if one}
    return next((one for one in _BEST_FIRST if one in alike), None)


def _role(name: str) -> str | None:
    return name if relation_of(name) else None


def _role_stands_for(mention: PersonMention, person: KnownPerson) -> bool:
    """Return whether one of them is known only as "sister", so that a name may come to it."""
    return bool(_role(mention.name) or _role(person.name))


def _new(mention: PersonMention, agent_id: str | None, new_id: UUID) -> KnownPerson:
    return KnownPerson(
        id=new_id,
        agent_id=agent_id,
        name=mention.name,
        aliases=other_names(mention.name, mention.aliases),
        relationship=mention.relationship or _role(mention.name),
        attributes=dict(mention.attributes),
        first_mentioned_at=mention.said_at,
        last_mentioned_at=mention.said_at,
    )


def _told(person: KnownPerson, mention: PersonMention) -> KnownPerson:
    """Return somebody with what a mention adds; of two statements the later one holds."""
    newer = mention.said_at >= person.last_mentioned_at
    again = mention.said_at in (person.first_mentioned_at, person.last_mentioned_at)
    old, new = dict(person.attributes), dict(mention.attributes)
    told, had = mention.relationship, person.relationship
    name = _better_name(person.name, mention.name)
    return replace(
        person,
        name=name,
        aliases=other_names(name, (*person.aliases, person.name, mention.name, *mention.aliases)),
        relationship=(told or had) if newer else (had or told),
        attributes={**old, **new} if newer else {**new, **old},
        first_mentioned_at=min(person.first_mentioned_at, mention.said_at),
        last_mentioned_at=max(person.last_mentioned_at, mention.said_at),
        mention_count=person.mention_count + (not again),
    )


def _better_name(known: str, told: str) -> str:
    """Return a name rather than a role, and a full name rather than a family name."""
    if _role(told):
        return known
    return told if _role(known) or (is_bare_surname(known) and len(told) > len(known)) else known
