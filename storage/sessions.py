"""Which sign-ins still count."""

from datetime import datetime
from uuid import UUID

from storage.database import EVERYONE, Database
from storage.errors import NotFound
from storage.persons import person_in
from storage.records import Person
from storage.records.session import SignedOut


class SessionEnded(Exception):
    """This sign-in was ended."""


class Sessions:
    """The ends of sign-ins in one database; what was never ended is nowhere written."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def person_of(
        self,
        subject: str,
        *,
        begun_at: datetime | None,
        session_ids: tuple[UUID, ...],
        now: datetime,
    ) -> Person | None:
        """Return the person that signs in as `subject`, None when there is none yet.

        Args:
            subject: who the sign-in says it is.
            begun_at: when it was made; one that does not say counts until a person signs out
                everywhere.
            session_ids: the numbers that an end may name it by.
            now: when this happens.

        Raises:
            SessionEnded: this sign-in does not count any longer.
        """
        values = {
            "subject": subject,
            "begun_at": begun_at,
            "session_ids": list(session_ids),
            "now": now,
        }
        [rows] = await self._database.trip(EVERYONE, ("person_admitted", values), idempotent=True)
        if not rows:
            return None
        if rows[0].pop("is_ended"):
            raise SessionEnded
        return person_in(rows[0])

    async def end(
        self, person_id: UUID, session_id: UUID, *, at: datetime, kept_until: datetime
    ) -> None:
        """Let a session of a person count no longer, and wake the browser no longer that began it.

        Args:
            person_id: whose it is.
            session_id: the session.
            at: from when on.
            kept_until: from when on nobody would believe it anyway.
        """
        values = {
            "person_id": person_id,
            "session_id": session_id,
            "at": at,
            "kept_until": kept_until,
            "now": at,
        }
        await self._database.trip(
            person_id, ("forget_ended_sessions", values), ("end_session", values), idempotent=True
        )

    async def end_all(self, person_id: UUID, *, now: datetime) -> None:
        """Let no sign-in of a person from before now count.

        Raises:
            NotFound: there is no such person.
        """
        values = {"person_id": person_id, "now": now}
        [rows] = await self._database.trip(person_id, ("end_all_sessions", values), idempotent=True)
        if not rows:
            raise NotFound("There is no such person.")

    async def ended_lately(self, since: datetime, *, now: datetime) -> list[SignedOut]:
        """Return which sign-ins of anybody ended in a stretch of time."""
        [rows] = await self._database.trip(
            EVERYONE, ("ended_lately", {"since": since, "now": now}), idempotent=True
        )
        return [SignedOut(**row) for row in rows]
