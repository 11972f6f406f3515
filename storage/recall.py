"""Everything a prompt needs, read in one trip.

Three statements: the standing state as one row of JSON, the turns, the memories. A search reads the
narrow rows of `message_keys` and `message_terms` first, and whole messages only of the candidates.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, time
from types import MappingProxyType
from typing import Any
from uuid import UUID

from storage.database import Database, Row
from storage.errors import NotFound
from storage.loops import loop_from_json
from storage.personas import Sheets
from storage.records import (
    Companion,
    Found,
    KnownPerson,
    MemoryType,
    Message,
    ProfileLine,
    ProfileSection,
    Recall,
    RecallRequest,
    RecentMemories,
)
from storage.records.mood import ToldMood
from storage.records.outreach import QuietHours
from storage.records.recall import Fact, InMind
from storage.reminders import reminder_from_json
from storage.rows import (
    companion_of,
    found_message_of,
    heard_memory_of,
    known_person_of,
    lexemes,
    message_of,
    profile_of,
    quoted,
    scope_values,
)

PROFILE_LIMIT = 30
"""Standing facts a prompt carries at most, so that its size stays constant."""

SHARED_LIMIT = 8
"""Memories that everyone may know in the profile of a companion who was not told them."""

SECTIONS: Mapping[MemoryType, ProfileSection] = MappingProxyType(
    {
        "identity": "basic",
        "preference": "interests",
        "life_event": "recent",
        "emotion": "recent",
        "relationship": "recent",
        "shared": "moments",
        "milestone": "moments",
        "routine": "routines",
    }
)
"""Where in MEMORY.md a memory of each type stands that was told to another companion."""

PEOPLE_LIMIT = 200
"""People that a message is searched for; those mentioned longest ago are left out beyond that."""

FACTS_LIMIT = 6
"""Memories that tell of one known person in a prompt."""

OFFER_AFTER = 20
"""Messages a person has written to a companion before it may ask if it may write first: a while."""

REMINDERS_LIMIT = 100
"""Reminders still to come that a turn can list and take back, those set for the soonest first."""

LOOPS_LIMIT = 40
"""Open loops that a turn looks at, those due first; nobody has so many before them at once."""

NEIGHBOURS_OF = 20
"""Of so many of the best hits, by meaning and by words, the turns before and after come along."""

TERMS_LIMIT = 64
"""Words of a question that are searched for; longer messages are searched by their first ones."""

BM25_K1 = 1.2
"""How soon more of the same stops counting; the value of the TREC experiments and of Lucene."""

BM25_B = 0.75
"""How much a long text is held back; the value of the TREC experiments and of Lucene."""


async def recall(database: Database, request: RecallRequest, sheets: Sheets) -> Recall:
    """Read everything a prompt needs, in one trip; of `sheets`, only what is not known yet.

    Raises:
        NotFound: the person has no such companion.
    """
    known = sheets.revision(request.person_id, request.agent_id)
    values = _values(request) | {"known_sheet": known}
    [state], messages, memories = await database.trip(
        request.person_id,
        ("state_of", values),
        ("find_messages", values),
        ("find_memories", values),
        idempotent=True,
    )
    if state["companion"] is None:
        raise NotFound("There is no such companion.")
    window = tuple(map(_message, state["window"] or ()))
    return Recall(
        companion=_companion(state["companion"]),
        recent=RecentMemories(**state["recent"] or {}),
        window=window,
        profile=_profile(state),
        found=(
            *map(found_message_of, _older(messages, window)),
            *(_found_memory(row, request.agent_id) for row in memories),
        ),
        people=tuple(map(_known_person, state["people"] or ())),
        about=_about(state["about"] or []),
        told_mood=_told_mood(state["told_mood"]),
        may_offer=bool(state["may_offer"]),
        quiet=_quiet(state["quiet"]),
        stage=state["stage"],
        sheet=sheets.take(request.person_id, request.agent_id, state["brought"]),
        turns=(state["brought"] or {}).get("turns") or 0,
        thoughts=tuple(map(_in_mind, state["thoughts"] or ())),
        reminders=tuple(map(reminder_from_json, state["reminders"] or ())),
        loops=tuple(map(loop_from_json, state["loops"] or ())),
        unspoken=tuple(state["unspoken"] or ()),
    )


def _values(request: RecallRequest) -> dict[str, Any]:
    terms = lexemes(request.terms)[:TERMS_LIMIT]
    return scope_values(request.person_id, request.agent_id) | {
        "terms": terms,
        "any_term": " | ".join(quoted(terms)),
        "vector": request.vector,
        "embedder": request.embedder,
        "said": request.said.lower(),
        "superseded": request.past,
        "start": request.start,
        "end": request.end,
        "window": request.window,
        "candidates": request.candidates,
        "memories": request.memories,
        "neighbours": NEIGHBOURS_OF,
        "profile": PROFILE_LIMIT,
        "people": PEOPLE_LIMIT,
        "shared": SHARED_LIMIT,
        "about": FACTS_LIMIT,
        "loops": LOOPS_LIMIT,
        "reminders": REMINDERS_LIMIT,
        "offer_after": OFFER_AFTER,
        "k1": BM25_K1,
        "b": BM25_B,
    }


def _quiet(row: Row | None) -> QuietHours | None:
    if row is None:
        return None
    return QuietHours(start=time.fromisoformat(row["start"]), end=time.fromisoformat(row["end"]))


def _companion(row: Row) -> Companion:
    row["id"] = UUID(row["id"])
    return companion_of(row)


def _message(row: Row) -> Message:
    return message_of(row | {"id": UUID(row["id"]), "created_at": _moment(row["created_at"])})


def shared_lines(heard: Iterable[tuple[UUID, MemoryType, str]]) -> tuple[ProfileLine, ...]:
    """Return memories that everyone may know as lines of MEMORY.md.

    They are read anew for every prompt and never copied: what is not shared any more is gone.
    """
    return tuple(
        ProfileLine(section=SECTIONS[kind], text=content, memory_id=memory_id)
        for memory_id, kind, content in heard
    )


def _older(messages: list[Row], window: tuple[Message, ...]) -> list[Row]:
    """Return the hits that a prompt does not hold anyway."""
    first = min((message.position for message in window), default=0)
    return [row for row in messages if row["position"] < first]


def _profile(state: Row) -> tuple[ProfileLine, ...]:
    heard = ((UUID(one["id"]), one["type"], one["content"]) for one in state["shared"] or ())
    return (*_own_profile(state), *shared_lines(heard))


def _own_profile(state: Row) -> tuple[ProfileLine, ...]:
    if state["profile"] is not None:
        return profile_of([{"lines": state["profile"]}])
    return tuple(
        ProfileLine(
            section="basic" if fact["type"] == "identity" else "interests",
            text=fact["content"],
            memory_id=UUID(fact["id"]),
        )
        for fact in state["facts"] or ()
    )


def _known_person(row: Row) -> KnownPerson:
    row["id"] = UUID(row["id"])
    row["merged_into"] = UUID(row["merged_into"]) if row["merged_into"] else None
    for moment in ("first_mentioned_at", "last_mentioned_at"):
        row[moment] = _moment(row[moment])
    return known_person_of(row)


def _about(rows: list[Row]) -> dict[UUID, tuple[Fact, ...]]:
    facts = defaultdict[UUID, list[Fact]](list)
    for row in rows:
        known_person_id = UUID(row.pop("known_person_id"))
        told = row | {"id": UUID(row["id"]), "learned_at": _moment(row["learned_at"])}
        facts[known_person_id].append(Fact(**told))
    return {known_person_id: tuple(told) for known_person_id, told in facts.items()}


def _told_mood(row: Row | None) -> ToldMood | None:
    if row is None or row["label"] is None:
        return None
    return ToldMood(label=row["label"], said_at=_moment(row["said_at"]))


def _in_mind(row: Row) -> InMind:
    return InMind(id=UUID(row["id"]), text=row["text"], good_until=_moment(row["good_until"]))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _found_memory(row: Row, agent_id: str | None) -> Found:
    vector_score, keyword_score = row.pop("vector_score"), row.pop("keyword_score")
    episode_title = row.pop("episode_title")
    memory = heard_memory_of(row, agent_id)
    return Found(
        id=memory.id,
        source="memory",
        text=memory.content,
        said_at=memory.learned_at,
        vector_score=vector_score,
        keyword_score=keyword_score,
        memory=memory,
        episode_id=memory.episode_id,
        episode_title=episode_title if memory.episode_id else None,
    )
