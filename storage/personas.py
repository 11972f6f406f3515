"""The personas that people bring themselves, beside the cast, and who has met whom."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb

from storage.companions import only_companion
from storage.database import Database, Row
from storage.errors import NotFound, StorageError
from storage.records import EmotionState
from storage.records.persona import (
    Acquaintance,
    BroughtPersona,
    ImportedPersona,
    Meeting,
    Sheet,
)
from storage.rows import lexemes, scope_values

MOST_PERSONAS = 100
"""Personas one person may bring; each may have a file of some megabytes."""

SHEETS = 200
"""Sheets that a process keeps, so that a turn does not read one that it knows."""


class TooManyPersonas(StorageError):
    """There is no room for another persona; remove one first."""


class Personas:
    """The imported personas of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all_of(self, person_id: UUID) -> tuple[list[BroughtPersona], list[Acquaintance]]:
        """Return a line about every persona a person brought, and about each they have met."""
        values = {"person_id": person_id}
        brought, met = await self._database.trip(
            person_id, ("brought_personas", values), ("met_personas", values), idempotent=True
        )
        return [BroughtPersona(**row) for row in brought], [_acquaintance(row) for row in met]

    async def get(self, person_id: UUID, slug: str, *, with_file: bool = False) -> ImportedPersona:
        """Return one persona a person brought.

        Raises:
            NotFound: they have brought none of this name.
        """
        values = {"person_id": person_id, "slug": slug, "with_file": with_file}
        [rows] = await self._database.trip(person_id, ("brought_persona", values), idempotent=True)
        if not rows:
            raise NotFound(f"There is no persona {slug!r}.")
        revision, sheet = rows[0].pop("revision"), rows[0].pop("sheet")
        return ImportedPersona(**rows[0], sheet=sheet_in(revision, sheet))

    async def slug_of_card(self, person_id: UUID, card: Mapping[str, Any]) -> str | None:
        """Return under which slug a person has brought this very card, None when they have not."""
        values = {"person_id": person_id, "card": Jsonb(card)}
        [rows] = await self._database.trip(person_id, ("slug_of_card", values), idempotent=True)
        return rows[0]["slug"] if rows else None

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
            "tagline": persona.tagline,
            "card": Jsonb(persona.card),
            "form": persona.form,
            "original": persona.original or b"",
            "now": now,
            "most": MOST_PERSONAS,
            **_sheet_values(persona.sheet),
        }
        [rows] = await self._database.trip(person_id, ("store_persona", values), idempotent=True)
        if not rows:
            raise TooManyPersonas

    async def renew_sheet(self, person_id: UUID, slug: str, sheet: Sheet) -> None:
        """Replace what a turn tells of a card; nothing happens when it is gone."""
        values = {"person_id": person_id, "slug": slug, **_sheet_values(sheet)}
        await self._database.trip(person_id, ("renew_sheet", values), idempotent=True)

    async def remove(self, person_id: UUID, slug: str, *, now: datetime) -> None:
        """Let go of a persona a person brought; what was said stays, and is read under its slug.

        Raises:
            NotFound: they have brought none of this name.
        """
        values = {"person_id": person_id, "slug": slug, "now": now}
        [rows] = await self._database.trip(person_id, ("remove_persona", values))
        if not rows:
            raise NotFound(f"You have brought no persona {slug!r}.")

    async def meet(
        self,
        person_id: UUID,
        slug: str,
        *,
        name: str,
        greeting: str,
        terms: Sequence[str],
        emotion: EmotionState,
        now: datetime,
    ) -> Meeting:
        """Let a person meet a persona, who says the first words when nothing was said before.

        However often and from however many devices at once: the words are there once.

        Args:
            person_id: who meets it.
            slug: whom they meet; that there is such a persona is for the caller to know.
            name: what it is called, if they have never met.
            greeting: its first words.
            terms: the words by which these are found.
            emotion: how it feels, if they have never met.
            now: when this happens.

        Raises:
            NotFound: there is no such person.
        """
        values = scope_values(person_id, slug) | {
            "name": name,
            "message_id": uuid4(),
            "content": greeting,
            "terms": lexemes(terms),
            "emotion": Jsonb(asdict(emotion)),
            "now": now,
        }
        _, _, said, companions = await self._database.trip(
            person_id,
            ("meet_companion", values),
            ("lock_talk_of", values),
            ("greet", values),
            ("companion_of", values),
            idempotent=True,
        )
        return Meeting(
            companion=only_companion(companions), greeting=said[0]["id"] if said else None
        )


class Sheets:
    """The sheets that turns needed lately: the database sends one only when it is new."""

    def __init__(self) -> None:
        self._known = OrderedDict[tuple[UUID, str | None], Sheet]()

    def revision(self, person_id: UUID, agent_id: str | None) -> str | None:
        """Return the revision that is known of a persona, None when there is none."""
        known = self._known.get((person_id, agent_id))
        return known.revision if known else None

    def take(self, person_id: UUID, agent_id: str | None, sent: Row | None) -> Sheet | None:
        """Return the sheet that a turn was sent, or was not because it is known.

        None when the persona is not one that the person brought.
        """
        key = (person_id, agent_id)
        if sent is None:
            self._known.pop(key, None)
            return None
        if sent["sheet"] is not None:
            self._known[key] = sheet_in(sent["revision"], sent["sheet"])
        self._known.move_to_end(key)
        if len(self._known) > SHEETS:
            self._known.popitem(last=False)
        return self._known[key]


def sheet_in(revision: str, sheet: dict[str, Any]) -> Sheet:
    """Return the sheet in a row; an empty one where it was made before there were any."""
    return Sheet(
        revision=revision,
        name=sheet.get("name", ""),
        sketch=tuple(sheet.get("sketch", ())),
        book=sheet.get("book"),
    )


def _sheet_values(sheet: Sheet) -> dict[str, Any]:
    told = {"name": sheet.name, "sketch": sheet.sketch, "book": sheet.book}
    return {"sheet": Jsonb(told), "revision": sheet.revision}


def _acquaintance(row: Row) -> Acquaintance:
    emotion = EmotionState(**row.pop("emotion_state"))
    return Acquaintance(**row, emotion=emotion)
