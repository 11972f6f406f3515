"""How often people were told where help is; who they were is nowhere written."""

from datetime import date

from storage.database import EVERYONE, Database
from storage.records.care import KeptBackCount, ReferralCount


class Care:
    """The counters of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def referrals(self, year: int) -> list[ReferralCount]:
        """Return the counts of a year by month and reason, in order."""
        values = {"start": date(year, 1, 1), "end": date(year + 1, 1, 1)}
        [rows] = await self._database.trip(EVERYONE, ("referrals_in", values), idempotent=True)
        return [ReferralCount(**row) for row in rows]

    async def kept_back(self, year: int) -> list[KeptBackCount]:
        """Return how often sentences were left out, by month and rule, in order."""
        values = {"start": date(year, 1, 1), "end": date(year + 1, 1, 1)}
        [rows] = await self._database.trip(EVERYONE, ("kept_back_in", values), idempotent=True)
        return [KeptBackCount(**row) for row in rows]
