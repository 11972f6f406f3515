"""People and how they are spoken of."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from storage.records import KnownPerson
from tests.tools.memory.records import NOW
from tools.memory.people import PersonMention

DAY = timedelta(days=1)


def person(name: str, relationship: str | None = None, **fields: Any) -> KnownPerson:
    return KnownPerson(
        **{
            "id": uuid4(),
            "agent_id": None,
            "name": name,
            "relationship": relationship,
            "first_mentioned_at": NOW - 30 * DAY,
            "last_mentioned_at": NOW - 20 * DAY,
            **fields,
        }
    )


def mention(name: str, relationship: str | None = None, **fields: Any) -> PersonMention:
    return PersonMention(**{"name": name, "relationship": relationship, "said_at": NOW, **fields})
