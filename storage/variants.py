"""What people did under the variants of an experiment, in numbers and without a word of theirs."""

from datetime import datetime, timedelta

from storage.database import EVERYONE, Database
from storage.records.variants import TalkUnderVariant

SAME_TALK = timedelta(hours=1)
"""Two messages of a person that lie nearer together than this are of one talk."""


class Variants:
    """The experiments of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def compared(self, since: datetime, *, now: datetime) -> list[TalkUnderVariant]:
        """Return one row for each talk in each experiment since a moment.

        Args:
            since: messages from here on count.
            now: a day counts for coming back once the one after it is over by now.
        """
        values = {"since": since, "now": now, "same_talk": SAME_TALK}
        [rows] = await self._database.trip(EVERYONE, ("compared_variants", values), idempotent=True)
        return [TalkUnderVariant(**row) for row in rows]
