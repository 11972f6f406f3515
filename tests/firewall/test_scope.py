import re
from importlib.resources import files
from typing import Protocol
from uuid import UUID

import pytest

from storage.records import Person, RecallRequest
from storage.statements import split, statements
from tests.firewall.scoped import (
    forgetful_graphs,
    forgetful_methods,
    repositories,
    unscoped_parts,
)

EVERY_STREAM = {
    # Only vectors come back, each to the row it is of; nobody reads what was embedded together.
    "storage.memories.Memories.unindexed": "new vectors for all a person has",
    "storage.memories.Memories.save_vectors": "new vectors, each for the memory it was made of",
    "storage.messages.Messages.unindexed": "new vectors for all a person has",
    "storage.messages.Messages.save_indexes": "new vectors, each for the message it was made of",
    # One message, by a number that only whoever may read it was given.
    "storage.messages.Messages.by_id": "one message of a person, by its number",
    # The person themself, whom every companion serves: zone, country of helplines, age.
    "storage.persons.Persons.by_id": "who somebody is outside every talk",
    "storage.persons.Persons.update_settings": "what the person sets, outside every talk",
    "storage.persons.Persons.state_country": "the country of helplines, in any talk",
    "storage.persons.Persons.delete": "everything goes",
    "storage.sessions.Sessions.end": "a sign-in, outside every talk",
    "storage.sessions.Sessions.end_all": "all sign-ins, outside every talk",
    # Where a person is told that somebody wrote, whoever it was.
    "storage.pushes.Pushes.save": "a browser, outside every talk",
    "storage.pushes.Pushes.devices_of": "browsers, outside every talk",
    "storage.pushes.Pushes.remove": "a browser, outside every talk",
    "storage.pushes.Pushes.begin": "that a browser was told of a message, by its number",
    # What a person sees of all their companions at once, and no companion does.
    "storage.companions.Companions.all_of": "the list of companions",
    "storage.personas.Personas.all_of": "the list of personas",
    "storage.personas.Personas.get": "a card, which holds nothing that was said",
    "storage.personas.Personas.slug_of_card": "a card, which holds nothing that was said",
    "storage.personas.Personas.store": "a card, which holds nothing that was said",
    "storage.personas.Personas.renew_sheet": "a card, which holds nothing that was said",
    "storage.personas.Personas.remove": "`slug` is the companion",
    "storage.personas.Personas.meet": "`slug` is the companion",
    # A person is answered by one process at a time, and every frame names its companion.
    "storage.talks.Talks.claim": "who answers a person",
    "storage.talks.Talks.pending": "what waits, each message with its companion",
    "storage.talks.Talks.pending_and_use": "what waits, and how long a person talks with anybody",
    "storage.talks.Talks.frames_after": "what devices missed, each with its companion",
}
"""Methods that are about all streams of a person, each with its reason."""

PERSON_WIDE_GRAPHS = {"reembedding": "only vectors come back, each to the row it is of"}

UNSCOPED = {
    "companions_of": "the list of companions",
    "met_personas": "the list of personas",
    "message_by_id": "one message of a person, by its number",
    "find_messages": "by numbers out of parts that name the stream",
    "find_memories": "by numbers out of `remembered`, which says whom a companion may know of",
    "unindexed_messages": "new vectors for all a person has",
    "unindexed_memories": "new vectors for all a person has",
    "reindex_message": "a new vector, for the message it was made of",
    "reindex_memory": "a new vector, for the memory it was made of",
    "people_lacking_vectors": "counts for upkeep",
    "pending_messages": "what waits, each message with its companion",
    "unanswered_people": "who waits, for the sweep",
    "settled_then": "whether a turn was stored, by the numbers of its messages",
    "spoken_in": "which talks there are, each with its companion, for commands over many",
    "count_streams": "how many talks there are",
    "streams_after": "which talks there are, each with its companion, for commands over many",
    "reflection_day": "what a person cost today and when they were in danger: no words",
    "due_reflections": "what to look back on, for the sweep, each with the companion",
    "due_looks": "whom to think of, for the sweep, each with the companion",
    "expire_loops": "what nobody asks about any more, for upkeep: by its time alone",
    "old_messages": "what is older than messages are kept, for upkeep: counts",
    "remove_read_messages": "what is too old, for upkeep: each talk by its own readers",
    "compared_variants": "the report of experiments, over everybody: counts, and nobody's name",
    "said_from": "whether anybody said anything meanwhile, to any companion: no words",
    "outreach_standing": "how often a person was written to by anybody, and what that cost: counts",
}
"""Statements that touch tables of streams and do not name one for each, each with its reason."""


def scoped_tables() -> frozenset[str]:
    """Return the tables whose rows are of one companion, as the schema has them."""
    schema = (files("storage") / "schema.sql").read_text("utf-8")
    return frozenset(
        name
        for name, body in re.findall(r"^CREATE TABLE (\w+) \((.*?)^\)", schema, re.M | re.S)
        if re.search(r"^    (?:stream|agent_id) ", body, re.M)
    )


def test_every_method_about_a_person_names_the_companion_or_has_a_reason_not_to() -> None:
    protocols = {name: _of_storage(name) for name in repositories() if name.startswith("nodes.")}
    forgetful = {protocols.get(name, name) for name in repositories()}
    assert forgetful - set(EVERY_STREAM) == set(), "give it an `agent_id`"
    assert set(EVERY_STREAM) - forgetful == set(), "no longer so: take it off the list"


def test_every_graph_is_told_with_which_companion() -> None:
    assert set(forgetful_graphs()) == set(PERSON_WIDE_GRAPHS)


def test_every_statement_about_a_stream_names_it_or_has_a_reason_not_to() -> None:
    tables = scoped_tables()
    assert {"messages", "memories", "people", "relationships", "token_transactions"} <= tables
    unscoped = {
        name for name, text in statements().items() if unscoped_parts(text.decode(), tables)
    }
    assert unscoped - set(UNSCOPED) == set(), "name the stream: AND stream = coalesce(...)"
    assert set(UNSCOPED) - unscoped == set(), "no longer so: take it off the list"


def test_a_new_method_without_the_companion_is_noticed() -> None:
    class Secrets:
        async def of(self, person_id: UUID) -> list[str]:
            return []

        async def told_to(self, person_id: UUID, agent_id: str | None) -> list[str]:
            return []

        async def found(self, request: RecallRequest) -> list[str]:
            return []

        async def about(self, person: Person) -> list[str]:
            return []

        async def sweep(self) -> None: ...

    class Asked(Protocol):
        async def of(self, person_id: UUID) -> list[str]: ...

    assert [name.rpartition(".")[2] for name in forgetful_methods(Secrets)] == ["of", "about"]
    assert [name.rpartition(".")[2] for name in forgetful_methods(Asked)] == ["of"]


@pytest.mark.parametrize(
    ("statement", "whole"),
    [
        ("SELECT content FROM memories WHERE user_id = %(person_id)s", False),
        (
            "SELECT content FROM memories WHERE user_id = %(person_id)s AND stream = %(stream)s",
            True,
        ),
        ("DELETE FROM memories WHERE id = %(memory_id)s", False),
        ("UPDATE memories SET content = '' WHERE user_id = %(person_id)s", False),
        ("INSERT INTO memories (user_id, content) VALUES (%(person_id)s, '')", False),
        ("INSERT INTO memories (user_id, agent_id) VALUES (%(person_id)s, %(agent_id)s)", True),
        (
            "SELECT FROM memories JOIN messages USING (user_id) WHERE memories.stream = %(stream)s",
            False,
        ),
        (
            "SELECT (SELECT name FROM people LIMIT 1) FROM memories WHERE stream = %(stream)s",
            False,
        ),
        ("SELECT subject FROM users", True),
    ],
)
def test_a_new_statement_without_the_stream_is_noticed(statement: str, whole: bool) -> None:
    [(_, text)] = split(f"-- made_up: to be noticed\n{statement}\n")
    assert (unscoped_parts(text, scoped_tables()) == []) is whole


def _of_storage(name: str) -> str:
    """Return the method of storage that stands behind one of a protocol of the steps."""
    _, kind, method = name.rsplit(".", 2)
    return f"storage.{kind.lower()}.{kind}.{method}"
