"""Who is meant when a message speaks of somebody: what is known of them, in few words."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from storage.records import KnownPerson, Recall
from storage.records.recall import Fact
from tools.memory.people_recall import mentioned_in
from tools.models.tokens import estimate_tokens

MOST_INTRODUCED = 3
"""People introduced in one prompt; of a longer list the first are meant most often."""


@dataclass(frozen=True, kw_only=True)
class Introduced:
    """Somebody a message speaks of, with the memories that tell of them."""

    known: KnownPerson
    facts: tuple[Fact, ...]


def introduce(text: str, recall: Recall, *, budget: int) -> tuple[Introduced, ...]:
    """Return the known people a text speaks of, in order, with what fits into `budget` tokens.

    Relationship and attributes always come along; memories as long as there is room, shared out so
    that the first person's do not push out the second's.
    """
    meant = mentioned_in(text, recall.people)[:MOST_INTRODUCED]
    return tuple(
        Introduced(known=known, facts=_fitting(_facts_of(known, recall), budget // len(meant)))
        for known in meant
    )


def shown_facts(introduced: Sequence[Introduced]) -> frozenset[UUID]:
    """Return the memories that are told with the people: they need no line of their own."""
    return frozenset(fact.id for one in introduced for fact in one.facts)


def _facts_of(known: KnownPerson, recall: Recall) -> list[Fact]:
    """Return what is remembered of somebody and of everybody who turned out to be them."""
    rows = {known.id, *(one.id for one in recall.people if one.merged_into == known.id)}
    found = {fact.id: fact for row in rows for fact in recall.about.get(row, ())}
    return sorted(found.values(), key=lambda fact: (fact.learned_at, fact.id), reverse=True)


def _fitting(facts: Sequence[Fact], room: int) -> tuple[Fact, ...]:
    chosen: list[Fact] = []
    for fact in facts:
        cost = estimate_tokens(fact.content)
        if cost <= room:
            room -= cost
            chosen.append(fact)
    return tuple(chosen[::-1])
