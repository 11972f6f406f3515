"""Export and import of what is remembered, in the forms a person can take elsewhere."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from nodes.services import Models
from storage.luggage import LuggageRoom
from storage.records import Person, Spending, Unpacked
from tools.clock import Clock
from tools.memory.foreign import foreign_lines, foreign_memories
from tools.memory.luggage import ImportRefused, as_json, file_of, luggage_of, read_json
from tools.memory.luggage_markdown import as_markdown, is_ours, read_markdown
from tools.memory.unload import unpacked
from tools.memory.unpacking import Unpacking, together
from tools.memory.welcome import welcomed
from tools.reminders.keep import still_to_come

Form = Literal["json", "markdown"]

LARGEST_FILE = 5 * 1024 * 1024
"""Bytes of an import; ten thousand memories with their messages have about as many."""

EMBEDDED_AT_ONCE = 64
"""Memories embedded in one call; providers take 100 and more."""


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What became of an import."""

    added: int
    known: int
    rejected: Counter[str] = field(default_factory=Counter)


class Travel:
    """Packs and unpacks what is remembered."""

    def __init__(self, room: LuggageRoom, *, models: Models, clock: Clock) -> None:
        self._room = room
        self._models = models
        self._clock = clock

    async def export(self, person_id: UUID, agent_id: str | None, form: Form) -> str:
        """Return everything that is remembered with one companion as a file."""
        luggage = await self._room.pack(person_id, agent_id)
        file = file_of(luggage, agent_id=agent_id, now=self._clock.now())
        return as_json(file) if form == "json" else as_markdown(file)

    async def bring(self, person: Person, agent_id: str | None, body: bytes) -> Imported:
        """Remember what a file holds: an export, or another assistant's MEMORY.md.

        All of it is stored or nothing; what is there already stays as it is.

        Raises:
            ImportRefused: the file is too large, broken, of another version or empty.
            EmbeddingUnavailable: no vectors are to be had; nothing was stored.
        """
        if len(body) > LARGEST_FILE:
            raise ImportRefused(f"This file has more than {LARGEST_FILE // 1024**2} MB.")
        unpacking = await self._unpacking(person, agent_id, body, now=self._clock.now())
        spendings: list[Spending] = []
        memories = await self._embedded(unpacking.unloading.memories, spendings)
        zone, now = ZoneInfo(person.timezone), self._clock.now()
        reminders = still_to_come(unpacking.unloading.reminders, zone, now=now)
        unloading = replace(unpacking.unloading, memories=memories, reminders=tuple(reminders))
        await self._room.unload(person.id, agent_id, unloading, spendings=spendings, now=now)
        return Imported(
            added=len(memories) + len(unloading.people) + len(unloading.preferences),
            known=unpacking.known,
            rejected=unpacking.rejected,
        )

    async def _unpacking(
        self, person: Person, agent_id: str | None, body: bytes, *, now: datetime
    ) -> Unpacking:
        text = _text(body)
        owner = uuid5(person.id, agent_id or "")
        belongings = await self._room.belongings(person.id, agent_id)
        if text.lstrip().startswith("{"):
            return unpacked(luggage_of(read_json(body)), belongings, owner=owner)
        ours, lines = Unpacking(), foreign_lines(text)
        if is_ours(text):
            file, lines = read_markdown(text)
            ours = unpacked(luggage_of(file), belongings, owner=owner)
        elif not lines:
            raise ImportRefused("There is nothing to remember in this file: no lines with a dash.")
        notes, rejected = foreign_memories(lines)
        zone = ZoneInfo(person.timezone)
        theirs = welcomed(notes, belongings, owner=owner, now=now, zone=zone)
        theirs.rejected.update(rejected)
        return together(ours, theirs)

    async def _embedded(
        self, memories: Sequence[Unpacked], spendings: list[Spending]
    ) -> tuple[Unpacked, ...]:
        done: list[Unpacked] = []
        for begin in range(0, len(memories), EMBEDDED_AT_ONCE):
            batch = memories[begin : begin + EMBEDDED_AT_ONCE]
            texts = [one.memory.content for one in batch]
            vectors = await self._models.embed(texts, spent=spendings.append)
            done += [
                replace(one, vector=vector, embedder=self._models.embedder)
                for one, vector in zip(batch, vectors, strict=True)
            ]
        return tuple(done)


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportRefused("This file is not text in UTF-8.") from error
