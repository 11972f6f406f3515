"""Two known people who turn out to be one, and how they are read then."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from storage.records import KnownPerson
from tools.memory.names import folded_name
from tools.memory.relations import relation_of

MOST_ALIASES = 12
"""Other names kept of one person."""


def merge_people(one: KnownPerson, other: KnownPerson) -> KnownPerson:
    """Return `other` as somebody who turned out to be `one`.

    Only this link is set, so nothing is lost: with `merged_into` None again both are as they were.

    Raises:
        ValueError: both are the same row, or one of them was merged into somebody before.
    """
    if one.id == other.id or one.merged_into or other.merged_into:
        raise ValueError("only two people who are not merged yet can be merged")
    return replace(other, merged_into=one.id)


def together(known: Iterable[KnownPerson]) -> tuple[KnownPerson, ...]:
    """Return everybody once, with all that is known of those who were merged into them."""
    rows = {one.id: one for one in known}
    whole: dict[UUID, KnownPerson] = {}
    for row in sorted(rows.values(), key=lambda one: one.merged_into is not None):
        root = root_of(row, rows)
        whole[root.id] = _joined(whole[root.id], row) if root.id in whole else root
    return tuple(whole.values())


def root_of(person: KnownPerson, rows: Mapping[UUID, KnownPerson]) -> KnownPerson:
    """Return whom somebody turned out to be: themselves, or the end of the chain of merges."""
    seen = {person.id}
    while person.merged_into and person.merged_into not in seen and person.merged_into in rows:
        person = rows[person.merged_into]
        seen.add(person.id)
    return person


def other_names(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the names beside one, each once, without roles such as "sister"."""
    others = {folded_name(one): one for one in reversed(tuple(names)) if not relation_of(one)}
    others.pop(folded_name(name), None)
    return tuple(others.values())[::-1][:MOST_ALIASES]


def _joined(root: KnownPerson, row: KnownPerson) -> KnownPerson:
    older, newer = sorted((root, row), key=lambda one: one.last_mentioned_at)
    return replace(
        root,
        aliases=other_names(root.name, (*root.aliases, row.name, *row.aliases)),
        relationship=root.relationship or row.relationship,
        attributes={**older.attributes, **newer.attributes},
        first_mentioned_at=min(root.first_mentioned_at, row.first_mentioned_at),
        last_mentioned_at=newer.last_mentioned_at,
        mention_count=root.mention_count + row.mention_count,
    )
