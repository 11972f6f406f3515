"""Forgetting in the talk: the sentences that tell of it, and the answers to them."""

from collections.abc import Callable, Collection, Sequence
from typing import Any
from uuid import UUID

from storage.database import Row, Transaction
from storage.records import Oblivion, Traces
from storage.rows import lexemes, quoted

Values = dict[str, Any]

TermsOf = Callable[[str], Sequence[str]]
"""Returns the search terms of a text."""

MOST_TERMS = 400
"""Terms of one message at most: what has so many may have words that are not among them."""


async def out_of_talk(
    transaction: Transaction, scope: Values, oblivion: Oblivion, terms_of: TermsOf
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
            ("rewrite_message", scope | _content(message_id, rewrites[message_id], terms_of))
            # As whoever gives vectors does: two that meet in a pack of signs wait, and go on.
            for message_id in sorted(rewrites, key=places.__getitem__)
        )
    )
    return traces, len(rewrites)


def _content(message_id: UUID, content: str, terms_of: TermsOf) -> Values:
    terms = lexemes(terms_of(content))
    return {"message_id": message_id, "content": content, "terms": terms}


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
