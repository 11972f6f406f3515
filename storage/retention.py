"""Messages that are kept for a time: what is old, and was read for all that matters, is removed.

With a message go its vector, its words in the index, and why it was written. Memories stay, with
the words of the person they rest on.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from storage.database import EVERYONE, Database

PEOPLE_AT_ONCE = 100
"""People whose talks one statement looks at: it locks for milliseconds where little is old."""

MESSAGES_AT_ONCE = 200
"""Messages of one talk that one statement removes at most."""

BEFORE_EVERYBODY = UUID(int=0)


@dataclass(frozen=True, kw_only=True)
class OldMessages:
    """What is older than a moment."""

    removable: int
    people: int
    """Whose the removable ones are."""
    oldest: datetime | None
    unread: int
    """They stay until they are answered and read for notes and memories."""


class Retention:
    """Removes old messages from one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def older_than(self, before: datetime) -> OldMessages:
        """Return what `remove_older_than` would remove, and what it would leave for now."""
        [[row]] = await self._database.trip(
            EVERYONE, ("old_messages", {"before": before}), idempotent=True
        )
        return OldMessages(**row)

    async def remove_older_than(
        self,
        before: datetime,
        *,
        people_at_once: int = PEOPLE_AT_ONCE,
        messages_at_once: int = MESSAGES_AT_ONCE,
    ) -> int:
        """Remove read messages from before a moment, in small transactions; return how many.

        Broken off, it has removed some; done again, it removes the rest.
        """
        after, removed = BEFORE_EVERYBODY, 0
        while True:
            values = {
                "after": after,
                "before": before,
                "people": people_at_once,
                "messages": messages_at_once,
            }
            [[page]] = await self._database.trip(
                EVERYONE, ("remove_read_messages", values), idempotent=True
            )
            removed += int(page["removed"])
            if page["removed"]:
                continue  # the same people again: a talk may have more than one lot
            if page["people"] < people_at_once:
                return removed
            after = page["last"]
