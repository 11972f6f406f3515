"""The personas that people bring themselves, beside the cast that comes with the program."""

from datetime import datetime
from uuid import UUID

from psycopg.types.json import Jsonb

from storage.database import Database
from storage.errors import NotFound, StorageError
from storage.records.persona import ImportedPersona

MOST_PERSONAS = 100
"""Personas one person may bring; each may have a file of some megabytes."""


class TooManyPersonas(StorageError):
    """There is no room for another persona; remove one first."""


class Personas:
    """The imported personas of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all_of(self, person_id: UUID) -> list[ImportedPersona]:
        """Return every persona a person brought, without their files, by slug."""
        [rows] = await self._database.trip(
            person_id, ("imported_personas", {"person_id": person_id}), idempotent=True
        )
        return [ImportedPersona(**row) for row in rows]

    async def get(self, person_id: UUID, slug: str) -> ImportedPersona:
        """Return one persona a person brought, with its file.

        Raises:
            NotFound: they have brought none of this name.
        """
        values = {"person_id": person_id, "slug": slug}
        [rows] = await self._database.trip(person_id, ("imported_persona", values), idempotent=True)
        if not rows:
            raise NotFound(f"There is no persona {slug!r}.")
        return ImportedPersona(**rows[0])

    async def store(self, person_id: UUID, persona: ImportedPersona, *, now: datetime) -> None:
        """Keep a persona, in place of an imported one with the same slug.

        Raises:
            TooManyPersonas: the person has brought `MOST_PERSONAS` others.
            NotFound: there is no such person.
        """
        values = {
            "person_id": person_id,
            "slug": persona.slug,
            "name": persona.name,
            "card": Jsonb(persona.card),
            "form": persona.form,
            "original": persona.original or b"",
            "now": now,
            "most": MOST_PERSONAS,
        }
        [rows] = await self._database.trip(person_id, ("store_persona", values), idempotent=True)
        if not rows:
            raise TooManyPersonas

    async def remove(self, person_id: UUID, slug: str) -> None:
        """Let go of a persona a person brought.

        Raises:
            NotFound: they have brought none of this name.
        """
        values = {"person_id": person_id, "slug": slug}
        [rows] = await self._database.trip(person_id, ("remove_persona", values))
        if not rows:
            raise NotFound(f"You have brought no persona {slug!r}.")
