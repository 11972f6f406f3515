"""Forgetting, for good: no row, no vector, no trace in what else is kept."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from storage.consolidation import known_person_values
from storage.database import Database, Statement, Transaction
from storage.errors import NotFound
from storage.forgetting_in_notes import out_of_notes, out_of_personality
from storage.forgetting_in_plans import out_of_loops, out_of_reminders, out_of_thoughts, telling
from storage.forgetting_in_talk import TermsOf, out_of_talk
from storage.profile import Rewrite, rewrite_profile
from storage.records import (
    Everything,
    Forgotten,
    Kept,
    Oblivion,
    Preference,
    ProfileLine,
    Traces,
    Wish,
)
from storage.rows import known_person_of, memory_of, scope_values

Values = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Ways:
    """How it is decided what goes: policies that this layer does not know."""

    oblivion: Callable[[Wish, Everything], Oblivion]
    """Returns everything that goes with a wish."""
    rewrite: Rewrite
    """Returns the lines of MEMORY.md for what holds."""
    terms_of: TermsOf


class Forgetting:
    """Forgets in one database; every method is one transaction."""

    def __init__(self, database: Database, *, ways: Ways) -> None:
        self._database = database
        self._ways = ways

    async def forget(
        self, person_id: UUID, agent_id: str | None, wish: Wish, *, now: datetime
    ) -> Forgotten:
        """Forget a memory, somebody or a preference, with everything that tells of it.

        The sentences that tell of it are taken out of the talk, the notes and the stored frames.

        Raises:
            NotFound: there is no such thing, or it is forgotten already.
        """
        scope = scope_values(person_id, agent_id) | {"now": now, "whole": False}
        terms_of = self._ways.terms_of
        async with self._database.transaction(person_id) as transaction:
            await transaction.run(
                ("ensure_recent", scope), ("lock_talk_of", scope), ("note_forgetting", scope)
            )
            oblivion = self._ways.oblivion(wish, await _everything(transaction, scope))
            if not (oblivion.memories or oblivion.people or oblivion.preferences):
                raise NotFound("There is nothing like that to forget.")
            traces, messages = await out_of_talk(transaction, scope, oblivion, terms_of)
            await out_of_notes(transaction, scope, traces)
            await out_of_personality(transaction, scope, traces)
            await out_of_thoughts(transaction, scope, traces, oblivion)
            tells = telling(traces, oblivion, terms_of)
            await out_of_loops(transaction, scope, tells)
            await out_of_reminders(transaction, scope, tells)
            await transaction.run(*_deletions(scope, oblivion))
            await rewrite_profile(transaction, scope, self._without(traces, oblivion))
        return Forgotten(
            memories=len(oblivion.memories),
            messages=messages,
            people=len(oblivion.people),
            preferences=len(oblivion.preferences),
        )

    async def forget_everything(
        self, person_id: UUID, agent_id: str | None, *, whole: bool, now: datetime
    ) -> Forgotten:
        """Forget all that is remembered and was said, with one companion, or with all (`whole`).

        What waits for an answer right now stays.
        """
        scope = scope_values(person_id, agent_id) | {"now": now, "whole": whole}
        async with self._database.transaction(person_id) as transaction:
            _, _, _, memories, people, preferences, messages, *_ = await transaction.run(
                ("ensure_recent", scope),
                ("lock_talk_of", scope),
                ("note_forgetting", scope),
                ("forget_memories", scope),
                ("forget_people", scope),
                ("forget_preferences", scope),
                ("forget_talk", scope),
                ("forget_notes", scope),
                ("blank_recent", scope),
                ("forget_personality", scope),
                ("forget_all_frames", scope),
                ("forget_outreach", scope),
                ("forget_loops", scope),
                ("forget_reflections", scope),
            )
        return Forgotten(
            memories=len(memories),
            messages=len(messages),
            people=len(people),
            preferences=len(preferences),
        )

    def _without(self, traces: Traces, oblivion: Oblivion) -> Rewrite:
        """Return how MEMORY.md is written anew: from lines that tell nothing of it."""

        def rewrite(kept: Kept, now: datetime) -> Sequence[ProfileLine]:
            before = Kept(
                memories=kept.memories,
                people=kept.people,
                preferences=kept.preferences,
                episode=kept.episode,
                profile=tuple(line for line in kept.profile if _is_clean(line, traces, oblivion)),
            )
            return self._ways.rewrite(before, now)

        return rewrite


def _is_clean(line: ProfileLine, traces: Traces, oblivion: Oblivion) -> bool:
    return (
        line.memory_id not in oblivion.memories
        and line.preference_id not in oblivion.preferences
        and traces.out_of_notes(line.text) == line.text
    )


async def _everything(transaction: Transaction, scope: Values) -> Everything:
    memories, people, preferences, links = await transaction.run(
        ("all_memories", scope),
        ("known_people", scope),
        ("preferences_of", scope | {"state": "all"}),
        ("links_of", scope),
    )
    about: dict[UUID, set[UUID]] = {}
    for link in links:
        about.setdefault(link["memory_id"], set()).add(link["known_person_id"])
    return Everything(
        memories=tuple(map(memory_of, memories)),
        people=tuple(map(known_person_of, people)),
        preferences=tuple(Preference(**row) for row in preferences),
        about={memory_id: frozenset(people) for memory_id, people in about.items()},
    )


def _deletions(scope: Values, oblivion: Oblivion) -> Iterator[Statement]:
    for person in oblivion.changed_people:
        yield "save_known_person", scope | known_person_values(person)
    yield "delete_memories", scope | {"memory_ids": list(oblivion.memories)}
    yield "delete_preferences", scope | {"preference_ids": list(oblivion.preferences)}
    yield "delete_people", scope | {"people_ids": list(oblivion.people)}
