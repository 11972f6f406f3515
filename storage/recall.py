"""Everything a prompt needs, read in one trip.

Three statements: the standing state as one row of JSON, the turns, the memories. A search reads the
narrow rows of `message_keys` and `message_terms` first, and whole messages only of the candidates.
"""

from typing import Any

from storage.database import Database, Row
from storage.errors import NotFound
from storage.loops import loop_from_json
from storage.personas import Sheets
from storage.recall_rows import (
    companion_from_json,
    facts_about,
    found_memory_of,
    in_mind_of,
    known_person_from_json,
    message_from_json,
    profile_in,
    quiet_of,
    told_mood_of,
)
from storage.records import Message, Recall, RecallRequest, RecentMemories
from storage.reminders import reminder_from_json
from storage.rows import found_message_of, lexemes, quoted, scope_values

PROFILE_LIMIT = 30
"""Standing facts a prompt carries at most, so that its size stays constant."""

SHARED_LIMIT = 8
"""Memories that everyone may know in the profile of a companion who was not told them."""

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
    window = tuple(map(message_from_json, state["window"] or ()))
    return Recall(
        companion=companion_from_json(state["companion"]),
        recent=RecentMemories(**state["recent"] or {}),
        window=window,
        profile=profile_in(state),
        found=(
            *map(found_message_of, _older(messages, window)),
            *(found_memory_of(row, request.agent_id) for row in memories),
        ),
        people=tuple(map(known_person_from_json, state["people"] or ())),
        about=facts_about(state["about"] or []),
        told_mood=told_mood_of(state["told_mood"]),
        may_offer=bool(state["may_offer"]),
        quiet=quiet_of(state["quiet"]),
        stage=state["stage"],
        sheet=sheets.take(request.person_id, request.agent_id, state["brought"]),
        turns=(state["brought"] or {}).get("turns") or 0,
        thoughts=tuple(map(in_mind_of, state["thoughts"] or ())),
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


def _older(messages: list[Row], window: tuple[Message, ...]) -> list[Row]:
    """Return the hits that a prompt does not hold anyway."""
    first = min((message.position for message in window), default=0)
    return [row for row in messages if row["position"] < first]
