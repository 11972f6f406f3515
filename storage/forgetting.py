"""Forgetting, for good: no row, no vector, no trace in what else is kept."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Json

from storage.consolidation import known_person_values
from storage.database import Database, Row, Statement, Transaction
from storage.errors import NotFound
from storage.frame_texts import rewritten
from storage.profile import Rewrite, rewrite_profile
from storage.records import (
    Episode,
    Everything,
    Forgotten,
    Kept,
    Oblivion,
    Preference,
    ProfileLine,
    Traces,
    Wish,
)
from storage.records.memory import ROLLING_FIELDS
from storage.records.personality import PARTS
from storage.rows import (
    known_person_of,
    lexemes,
    memory_of,
    quoted,
    recent_memories_of,
    scope_values,
)

Values = dict[str, Any]

SNAPSHOT_WORDS = (*PARTS, "changed", "why")
"""What of a snapshot of a personality is written in words."""

MOST_TERMS = 400
"""Terms of one message at most: what has so many may have words that are not among them."""


@dataclass(frozen=True, kw_only=True)
class Ways:
    """How it is decided what goes: policies that this layer does not know."""

    oblivion: Callable[[Wish, Everything], Oblivion]
    """Returns everything that goes with a wish."""
    rewrite: Rewrite
    """Returns the lines of MEMORY.md for what holds."""
    terms_of: Callable[[str], Sequence[str]]
    """Returns the search terms of a text."""


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
        async with self._database.transaction(person_id) as transaction:
            await transaction.run(
                ("ensure_recent", scope), ("lock_talk_of", scope), ("note_forgetting", scope)
            )
            oblivion = self._ways.oblivion(wish, await _everything(transaction, scope))
            if not (oblivion.memories or oblivion.people or oblivion.preferences):
                raise NotFound("There is nothing like that to forget.")
            traces, messages = await self._out_of_talk(transaction, scope, oblivion)
            await _out_of_notes(transaction, scope, traces)
            await _out_of_personality(transaction, scope, traces)
            await _out_of_thoughts(transaction, scope, traces, oblivion)
            await self._out_of_loops(transaction, scope, traces, oblivion)
            await self._out_of_reminders(transaction, scope, traces, oblivion)
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

    async def _out_of_talk(
        self, transaction: Transaction, scope: Values, oblivion: Oblivion
    ) -> tuple[Traces, int]:
        """Take out of the talk what tells; returns the traces with what they are now known by."""
        traces = oblivion.traces
        looking = _looking(scope, traces.terms, message_ids=list(oblivion.sources))
        looking["names"] = sorted(traces.names)
        [said] = await transaction.run(("messages_with", looking | {"role": "user"}))
        words = _changed(said, traces.out_of_words)
        touched = [*words, *oblivion.sources]
        telling = _looking(scope, traces.telling, message_ids=touched)
        [elsewhere] = await transaction.run(("terms_said", telling))
        traces = traces.knowing([row["lexeme"] for row in elsewhere])
        first = min((row["position"] for row in said if row["id"] in touched), default=None)
        replying = looking | {"role": "assistant", "from_position": first}
        [replied] = await transaction.run(("messages_with", replying))
        rewrites = words | _changed(replied, traces.out_of_notes)
        places = {row["id"]: row["position"] for row in (*said, *replied)}
        await transaction.run(
            *(
                ("rewrite_message", scope | self._content(message_id, rewrites[message_id]))
                # As whoever gives vectors does: two that meet in a pack of signs wait, and go on.
                for message_id in sorted(rewrites, key=places.__getitem__)
            )
        )
        return traces, len(rewrites)

    async def _out_of_loops(
        self, transaction: Transaction, scope: Values, traces: Traces, oblivion: Oblivion
    ) -> None:
        """Drop the open loops that tell of it, or rest on the same words."""
        [loops] = await transaction.run(("loops_of", scope | {"deleted": False}))
        gone = [
            one["id"]
            for one in loops
            if self._tells(one["event"], one["message_ids"], traces, oblivion)
        ]
        if gone:
            await transaction.run(("delete_loops", scope | {"loop_ids": gone}))

    async def _out_of_reminders(
        self, transaction: Transaction, scope: Values, traces: Traces, oblivion: Oblivion
    ) -> None:
        """Drop the reminders that tell of it, or rest on the same words."""
        [kept] = await transaction.run(("reminders_of", scope | {"limit": None}))
        gone = [
            one["id"]
            for one in kept
            if self._tells(one["what"], [one["message_id"]], traces, oblivion)
        ]
        if gone:
            await transaction.run(("delete_reminders", scope | {"reminder_ids": gone}))

    def _tells(
        self, text: str, message_ids: Sequence[UUID], traces: Traces, oblivion: Oblivion
    ) -> bool:
        if traces.out_of_notes(text) != text:
            return True
        is_source = not oblivion.sources.isdisjoint(message_ids)
        return is_source and not set(traces.terms).isdisjoint(self._ways.terms_of(text))

    def _content(self, message_id: UUID, content: str) -> Values:
        terms = lexemes(self._ways.terms_of(content))
        return {"message_id": message_id, "content": content, "terms": terms}

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


async def _out_of_notes(transaction: Transaction, scope: Values, traces: Traces) -> None:
    """Take what tells out of the rolling fields, the titles and the stored frames."""
    recent, episodes, frames = await transaction.run(
        ("recent_of", scope), ("episodes_of", scope), ("all_frames", scope)
    )
    fields = asdict(recent_memories_of(recent))
    notes = {name: _noted(fields[name], traces) for name in ROLLING_FIELDS}
    wanted: list[Statement] = [("rewrite_recent", scope | notes)]
    for episode in (Episode(**row) for row in episodes):
        if (title := _noted(episode.title, traces)) != episode.title:
            wanted.append(("rename_episode", scope | {"episode_id": episode.id, "title": title}))
    for turn in frames:
        body = rewritten(turn["body"], scope["agent_id"], traces.out_of_notes)
        if body != turn["body"]:
            wanted.append(
                ("rewrite_frames", scope | {"first_seq": turn["first_seq"], "body": Json(body)})
            )
    await transaction.run(*wanted)


async def _out_of_personality(transaction: Transaction, scope: Values, traces: Traces) -> None:
    """Take what tells out of who the companion became, at every time."""
    snapshots, texts = await transaction.run(
        ("snapshots_of", scope | {"limit": None}), ("personality_text", scope)
    )
    wanted: list[Statement] = []
    for snapshot in snapshots:
        words = {name: _noted(snapshot[name], traces) for name in SNAPSHOT_WORDS}
        if any(words[name] != snapshot[name] for name in SNAPSHOT_WORDS):
            wanted.append(("rewrite_snapshot", scope | words | {"number": snapshot["number"]}))
    for row in texts:
        if (text := _noted(row["personality"], traces)) != row["personality"]:
            wanted.append(("rewrite_personality_text", scope | {"text": text}))
    if wanted:
        await transaction.run(*wanted)


async def _out_of_thoughts(
    transaction: Transaction, scope: Values, traces: Traces, oblivion: Oblivion
) -> None:
    """Let go of the thoughts for tomorrow that rest on what is forgotten, or tell of it."""
    [thoughts] = await transaction.run(("thoughts_of", scope | {"limit": None}))
    telling = [row["id"] for row in thoughts if _noted(row["text"], traces) != row["text"]]
    values = {
        "message_ids": list(oblivion.sources),
        "memory_ids": list(oblivion.memories),
        "thought_ids": telling,
    }
    await transaction.run(("forget_thoughts", scope | values))


def _noted(text: str, traces: Traces) -> str:
    """Return a note without what tells; nothing marks the place, for nobody wrote it by hand."""
    return "\n".join(traces.out_of_notes(line, mark="") for line in text.split("\n")).strip()


def _deletions(scope: Values, oblivion: Oblivion) -> Iterator[Statement]:
    for person in oblivion.changed_people:
        yield "save_known_person", scope | known_person_values(person)
    yield "delete_memories", scope | {"memory_ids": list(oblivion.memories)}
    yield "delete_preferences", scope | {"preference_ids": list(oblivion.preferences)}
    yield "delete_people", scope | {"people_ids": list(oblivion.people)}


def _looking(scope: Values, terms: Collection[str], *, message_ids: list[UUID]) -> Values:
    wanted = sorted(terms)
    return scope | {
        "terms": lexemes(wanted),
        "any_term": " | ".join(quoted(wanted)),
        "message_ids": message_ids,
        "from_position": None,
        "most_terms": MOST_TERMS,
    }


def _changed(rows: Sequence[Row], without: Callable[[str], str]) -> dict[UUID, str]:
    contents = {row["id"]: without(row["content"]) for row in rows}
    return {row["id"]: contents[row["id"]] for row in rows if contents[row["id"]] != row["content"]}
