"""The people in somebody's life."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class KnownPerson:
    """Somebody the person has spoken of."""

    id: UUID
    agent_id: str | None
    name: str
    first_mentioned_at: datetime
    last_mentioned_at: datetime
    aliases: tuple[str, ...] = ()
    relationship: str | None = None
    """What they are to the person, in the person's words: "sister", "boss", "朋友"."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """What is known of them beside, such as job or city."""
    mention_count: int = 1
    merged_into: UUID | None = None
    """Somebody this turned out to be; taken back by setting it to None again."""
