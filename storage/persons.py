"""Who talks here."""

from datetime import datetime
from uuid import UUID

from storage.database import EVERYONE, Database, Row, Statement
from storage.errors import NotFound
from storage.records import Person
from storage.records.person import UNKNOWN_ZONE, AgeGroup, zone_named


class UnknownTimezone(ValueError):
    """There is no such time zone."""


class Persons:
    """The people of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find_or_create(
        self,
        subject: str,
        *,
        timezone: str,
        language: str | None = None,
        country: str | None = None,
        companion_name: str,
        age_group: AgeGroup | None = None,
        assumed_age: AgeGroup | None = None,
        now: datetime,
    ) -> Person:
        """Return the person that signs in as `subject`; a new one gets a companion and a talk.

        Args:
            subject: who the sign-in says it is; unique over all sign-ins.
            timezone: a new person's IANA time zone.
            language: a new person's language tag.
            country: a new person's ISO 3166 code of two letters.
            companion_name: what a new person's companion is called.
            age_group: what the sign-in service vouches for, kept for everybody.
            assumed_age: a new person's age group where nobody vouches for one.
            now: when this happens.

        Raises:
            UnknownTimezone: there is no such time zone.
        """
        values = {
            "subject": subject,
            "timezone": require_timezone(timezone),
            "language": language,
            "country": country,
            "companion_name": companion_name,
            "now": now,
        }
        ages: list[Statement] = []
        if age_group is not None:
            ages.append(("vouch_age", values | {"age_group": age_group}))
        elif assumed_age is not None:
            ages.append(("assume_age", values | {"assumed_age": assumed_age}))
        *_, [found] = await self._database.trip(
            EVERYONE,
            ("add_person", values),
            *ages,
            ("add_first_companion", values),
            ("add_talk", values),
            ("person_by_subject", values),
            idempotent=True,
        )
        return person_in(found)

    async def by_id(self, person_id: UUID) -> Person:
        """Return a person.

        Raises:
            NotFound: there is none with this id.
        """
        [rows] = await self._database.trip(
            person_id, ("person_by_id", {"person_id": person_id}), idempotent=True
        )
        return _only(rows)

    async def update_settings(self, person: Person, *, now: datetime) -> Person:
        """Store what a person may change of themselves, as it is given.

        An age group that the sign-in service vouches for stays, and so does a time zone that is not
        known here until they name another.

        Raises:
            UnknownTimezone: there is no such time zone.
            NotFound: the person is gone.
        """
        values = {
            "person_id": person.id,
            "name": person.name,
            "timezone": require_timezone(person.timezone) if person.knows_zone else None,
            "country": person.country,
            "language": person.language,
            "age_group": person.age_group,
            "region": person.region,
            "heavy_use_hours": person.heavy_use_hours,
            "now": now,
        }
        [rows] = await self._database.trip(person.id, ("update_person", values), idempotent=True)
        return _only(rows)

    async def state_country(self, person_id: UUID, country: str, *, now: datetime) -> None:
        """Store the country a person says they are in, as an ISO 3166 code of two letters.

        Raises:
            NotFound: there is no such person.
        """
        values = {"person_id": person_id, "country": country, "now": now}
        [rows] = await self._database.trip(person_id, ("state_country", values), idempotent=True)
        _only(rows)

    async def delete(self, person_id: UUID) -> None:
        """Remove a person and everything that is kept of them."""
        await self._database.trip(
            person_id, ("delete_person", {"person_id": person_id}), idempotent=True
        )


def require_timezone(name: str) -> str:
    """Return the name of a time zone that exists.

    Raises:
        UnknownTimezone: there is no such time zone.
    """
    zone = zone_named(name)
    if zone is None:
        raise UnknownTimezone(f"There is no time zone {name!r}.")
    return zone.key


def _only(rows: list[Row]) -> Person:
    if not rows:
        raise NotFound("There is no such person.")
    return person_in(rows[0])


def person_in(row: Row) -> Person:
    """Return the person of a row; a zone that exists no more is no reason to shut anybody out."""
    if zone_named(row["timezone"]) is None:
        return Person(**row | {"timezone": UNKNOWN_ZONE, "knows_zone": False})
    return Person(**row)
