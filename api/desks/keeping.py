"""What a person does with what is remembered of them: on the page, over REST, in a terminal."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from nodes.services import Models
from storage.corrections import Corrections
from storage.forgetting import Forgetting
from storage.records import (
    Forgotten,
    Memory,
    MemoryChange,
    NewMemory,
    Person,
    Preference,
    Spending,
    Wish,
)
from storage.remembered import Remembered
from tools.clock import Clock
from tools.memory.caches import forget_texts
from tools.memory.merge import content_hash
from tools.text.terms import terms_of


class Keeping:
    """The changes that need more than the database: vectors, which are booked, and the time."""

    def __init__(
        self,
        *,
        remembered: Remembered,
        corrections: Corrections,
        forgetting: Forgetting,
        models: Models,
        clock: Clock,
    ) -> None:
        self._remembered = remembered
        self._corrections = corrections
        self._forgetting = forgetting
        self._models = models
        self._clock = clock

    async def correct(
        self, person_id: UUID, agent_id: str | None, memory_id: UUID, content: str
    ) -> tuple[UUID, UUID | None]:
        """Let a memory give way to the person's own words.

        Returns the id of what holds now, and of the change, by which it can be taken back; None
        when the words are what they were.

        Raises:
            NotFound: there is no such memory.
            Outdated: it gave way to something else already.
            EmbeddingUnavailable: no vector is to be had; nothing was changed.
        """
        old = (await self._remembered.memory(person_id, agent_id, memory_id)).memory
        content = " ".join(content.split())
        if content == old.content:
            return old.id, None
        spendings: list[Spending] = []
        [vector] = await self._models.embed([content], spent=spendings.append)
        now = self._clock.now()
        corrected = _corrected(old, content, now=now)
        return await self._corrections.correct(
            person_id,
            agent_id,
            memory_id,
            replace(corrected, vector=vector, embedder=self._models.embedder),
            spendings=spendings,
            now=now,
        )

    async def pin(
        self, person_id: UUID, agent_id: str | None, memory_id: UUID, *, pinned: bool
    ) -> None:
        """Keep a memory for good, or let it go its way again."""
        await self._corrections.pin(
            person_id, agent_id, memory_id, pinned=pinned, now=self._clock.now()
        )

    async def share(
        self, person_id: UUID, agent_id: str | None, memory_id: UUID, *, shared: bool
    ) -> None:
        """Let every companion know the words of a memory, or this one alone again."""
        await self._corrections.share(
            person_id, agent_id, memory_id, shared=shared, now=self._clock.now()
        )

    async def undo(self, person_id: UUID, agent_id: str | None, change_id: UUID) -> MemoryChange:
        """Take a change back, once."""
        return await self._corrections.undo(person_id, agent_id, change_id, now=self._clock.now())

    async def forget(self, person_id: UUID, agent_id: str | None, wish: Wish) -> Forgotten:
        """Forget something, for good, also what this process has at hand of it."""
        done = await self._forgetting.forget(person_id, agent_id, wish, now=self._clock.now())
        forget_texts()
        return done

    async def forget_everything(
        self, person_id: UUID, agent_id: str | None, *, whole: bool
    ) -> Forgotten:
        """Forget all that is remembered and was said, with one companion, or with all."""
        done = await self._forgetting.forget_everything(
            person_id, agent_id, whole=whole, now=self._clock.now()
        )
        forget_texts()
        return done

    async def merge_people(
        self, person_id: UUID, agent_id: str | None, known_person_id: UUID, *, into: UUID
    ) -> MemoryChange:
        """Note that somebody is somebody else."""
        return await self._corrections.merge_people(
            person_id, agent_id, known_person_id, into=into, now=self._clock.now()
        )

    async def part_people(
        self, person_id: UUID, agent_id: str | None, known_person_id: UUID
    ) -> MemoryChange:
        """Take back that somebody is somebody else."""
        return await self._corrections.part_people(
            person_id, agent_id, known_person_id, now=self._clock.now()
        )

    async def correct_preference(
        self, person_id: UUID, agent_id: str | None, preference_id: UUID, *, value: str
    ) -> Preference:
        """Let a preference give way to another value."""
        return await self._corrections.correct_preference(
            person_id,
            agent_id,
            preference_id,
            value=" ".join(value.split()),
            now=self._clock.now(),
        )

    def today(self, person: Person) -> date:
        """Return which day it is where a person lives."""
        return self._clock.now().astimezone(ZoneInfo(person.timezone)).date()


def _corrected(old: Memory, content: str, *, now: datetime) -> NewMemory:
    """Return what is remembered instead: the same in all but the words."""
    named = tuple(name for name in old.people if name.casefold() in content.casefold())
    return NewMemory(
        id=uuid4(),
        type=old.type,
        subtype=old.subtype,
        content=content,
        content_hash=content_hash(content),
        quote=content,
        importance=old.importance,
        source_message_ids=old.source_message_ids,
        terms=terms_of(content),
        learned_at=now,
        people=named,
        valid_from=old.valid_from,
        valid_to=old.valid_to,
        valid_precision=old.valid_precision,
        origin="correction",
    )
