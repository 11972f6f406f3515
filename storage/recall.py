"""Everything a prompt needs, read in one trip."""

from typing import Any

from storage.companions import only_companion
from storage.database import Database, Row
from storage.records import Found, Recall, RecallRequest
from storage.rows import (
    found_message_of,
    lexemes,
    memory_of,
    message_of,
    quoted,
    recent_memories_of,
    scope_values,
)

PROFILE_LIMIT = 30
"""Standing facts a prompt carries at most, so that its size stays constant."""

TERMS_LIMIT = 64
"""Words of a question that are searched for; longer messages are searched by their first ones."""

BM25_K1 = 1.2
"""How soon more of the same stops counting; the value of the TREC experiments and of Lucene."""

BM25_B = 0.75
"""How much a long text is held back; the value of the TREC experiments and of Lucene."""


async def recall(database: Database, request: RecallRequest) -> Recall:
    """Read everything a prompt needs, in one trip.

    The search is exact, over the rows of this person alone: a person's rows are few, and an
    approximate index over everybody's would have to be filtered.

    Raises:
        NotFound: the person has no such companion.
    """
    values = _values(request)
    names = (
        "companion_of",
        "recent_of",
        "window_of",
        "profile_of",
        "find_messages",
        "find_memories",
    )
    companion, recent, window, profile, messages, memories = await database.trip(
        request.person_id, *((name, values) for name in names), idempotent=True
    )
    return Recall(
        companion=only_companion(companion),
        recent=recent_memories_of(recent),
        window=tuple(message_of(row) for row in reversed(window)),
        profile=tuple(map(memory_of, profile)),
        found=(*map(found_message_of, messages), *map(_found_memory, memories)),
    )


def _values(request: RecallRequest) -> dict[str, Any]:
    terms = lexemes(request.terms)[:TERMS_LIMIT]
    return scope_values(request.person_id, request.agent_id) | {
        "terms": terms,
        "any_term": " | ".join(quoted(terms)),
        "vector": request.vector,
        "embedder": request.embedder,
        "window": request.window,
        "candidates": request.candidates,
        "profile": PROFILE_LIMIT,
        "k1": BM25_K1,
        "b": BM25_B,
    }


def _found_memory(row: Row) -> Found:
    vector_score, keyword_score = row.pop("vector_score"), row.pop("keyword_score")
    memory = memory_of(row)
    return Found(
        id=memory.id,
        source="memory",
        text=memory.content,
        said_at=memory.learned_at,
        vector_score=vector_score,
        keyword_score=keyword_score,
        memory=memory,
    )
